"""Episodes of people in an extract: one more quasi-identifier, as long as somebody's course.

What is told of all episodes of a person together is one value, and its hierarchy leaves columns
out: first how long they stayed, then how it ended, then in which program, then everything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby

import polars as pl

from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.disclosure.extract_measure import EPISODES, KEY
from ati_desktop.disclosure.hierarchies import TOP, Hierarchy, Label

LEVELS: tuple[tuple[str, ...], ...] = (
    ("episode", "program", "stay_band", "exit"),
    ("episode", "program", "exit"),
    ("episode", "program"),
    ("episode",),
)
"""The columns that are told at each level; above the last nothing is."""
NONE = "[]"
_NUMBER = Field("episode", "Number of the episode", Kind.NUMBER, definition="By admission, from 1.")
Course = tuple[tuple[str, ...], ...]


def courses(episodes: pl.DataFrame, person: str) -> dict[str, Course]:
    """Return the episodes of each person in order, each with the columns of level 0."""
    ordered = episodes.sort(person, "episode").select(person, *LEVELS[0])
    rows = ordered.cast(pl.String).iter_rows()
    return {
        key: tuple(row[1:] for row in group) for key, group in groupby(rows, key=lambda row: row[0])
    }


def course_column(people: Sequence[str], found: Mapping[str, Course]) -> pl.Series:
    """Return each person's course as one text."""
    texts = [json.dumps(found[one]) if one in found else NONE for one in people]
    return pl.Series(EPISODES, texts, dtype=pl.String)


def course_hierarchy(texts: Sequence[str]) -> Hierarchy:
    """Return the hierarchy of courses: at each level one column less is told of every episode."""
    paths: dict[Label, tuple[Label, ...]] = {}
    for text in sorted(set(texts)):
        course = json.loads(text)
        told = [json.dumps([_cut(row, columns) for row in course]) for columns in LEVELS[1:]]
        paths[text] = (text, *told, TOP)
    return Hierarchy(EPISODES, paths)


def episode_dataset(
    people: Mapping[str, str],
    found: Mapping[str, Course],
    fields: Mapping[str, Field],
    level: int,
) -> DataSet | None:
    """Return the episodes at a level, or None where nothing is told of them.

    Args:
        people: the pseudonym of each person who is in the extract.
        found: each person's course.
        fields: the code columns by name.
        level: of the hierarchy.
    """
    if level >= len(LEVELS):
        return None
    columns = LEVELS[level]
    rows = [
        (pseudonym, *_cut(row, columns))
        for person, pseudonym in sorted(people.items(), key=lambda pair: pair[1])
        for row in found.get(person, ())
    ]
    about = [Field(KEY, "Person", Kind.PSEUDONYM), _NUMBER]
    for at, name in enumerate(columns[1:], start=2):
        used = {row[at] for row in rows}
        labels = {code: words for code, words in fields[name].labels.items() if code in used}
        missing = tuple(code for code in fields[name].missing if code in used)
        about.append(
            Field(name, fields[name].title, Kind.CODE, labels, missing, fields[name].definition)
        )
    told: tuple[tuple[Value, ...], ...] = tuple((row[0], int(row[1]), *row[2:]) for row in rows)
    title = "Episodes, one row for each enrollment"
    return DataSet(EPISODES, title, tuple(about), told, (KEY, "episode"))


def _cut(row: Sequence[str], columns: Sequence[str]) -> list[str]:
    return [row[LEVELS[0].index(name)] for name in columns]
