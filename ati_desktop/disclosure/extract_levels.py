"""People of an extract told at levels of their hierarchies: the columns, codes and rows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.extract_draft import Level
from ati_desktop.disclosure.extract_episodes import Course, course_column, course_hierarchy
from ati_desktop.disclosure.extract_hierarchies import column_hierarchy
from ati_desktop.disclosure.extract_measure import EPISODES
from ati_desktop.disclosure.hierarchies import Hierarchy
from ati_desktop.disclosure.hierarchy_rules import Rule

NOT_RECORDED = "not_recorded"
_NOT_RECORDED_WORDS = "Not recorded"


@dataclass(frozen=True, slots=True)
class People:
    """People as the office knows them: one row each, to be told of.

    ``person`` names the column with the person's id, by which rows are ordered. ``quasi`` are the
    fields that count as known to others, ``sensitive`` those for which l and t must hold.
    ``courses`` are each person's episodes, if they are asked for. ``groups`` gives people who share
    a case the same word; k then counts groups.
    """

    frame: pl.DataFrame
    person: str
    fields: tuple[Field, ...]
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    courses: Mapping[str, Course] | None = None
    groups: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The people who are told of, and how.

    ``frame`` has the person's id, a text column for each code field and the number columns;
    ``levels`` says how coarse each quasi-identifier is; columns at their highest level are not in
    ``fields`` any more.
    """

    frame: pl.DataFrame
    fields: tuple[Field, ...]
    levels: Mapping[str, Level]
    left_out: int
    notes: tuple[str, ...] = ()
    work: Mapping[str, object] = field(default_factory=dict)


def tell_at_levels(
    people: People, levels: Mapping[str, Level], *, rules: Mapping[str, Rule] | None = None
) -> Told:
    """Tell everybody at levels that were found before; the columns are those of the levels.

    Raises:
        Refused: a hierarchy does not fit.
        KeyError: the levels are of other columns.
    """
    frame, hierarchies = hierarchies_of(people, rules or {})
    for name, hierarchy in hierarchies.items():
        values = frame[name].unique().to_list()
        paths = hierarchy.paths_of(values)
        lifted = [path[levels[name].level] for path in paths]
        frame = frame.with_columns(
            pl.col(name).replace_strict(values, lifted, return_dtype=pl.String)
        )
    told, kept = as_told(people, frame, hierarchies, levels)
    return Told(kept, told, levels, 0)


def hierarchies_of(
    people: People, rules: Mapping[str, Rule]
) -> tuple[pl.DataFrame, dict[str, Hierarchy]]:
    """Return the people with null for what is not known, and the hierarchy of each column."""
    about = {one.name: one for one in people.fields}
    frame = people.frame.sort(people.person)
    frame = frame.with_columns(_one_unknown(about[name]) for name in people.quasi)
    hierarchies = {name: column_hierarchy(about[name], frame[name], rules) for name in people.quasi}
    if people.courses is not None:
        column = course_column(frame[people.person].to_list(), people.courses)
        frame = frame.with_columns(column)
        hierarchies[EPISODES] = course_hierarchy(column.to_list())
    return frame, hierarchies


def as_told(
    people: People,
    frame: pl.DataFrame,
    hierarchies: Mapping[str, Hierarchy],
    levels: Mapping[str, Level],
) -> tuple[tuple[Field, ...], pl.DataFrame]:
    """Return the columns that are told at these levels, and the rows with words for nulls."""
    told = tuple(
        told_field(one, frame[one.name], hierarchies.get(one.name), levels.get(one.name))
        for one in people.fields
        if one.name not in levels or levels[one.name].level < levels[one.name].highest
    )
    return told, frame.with_columns(pl.col(list(people.quasi)).fill_null(NOT_RECORDED))


def _one_unknown(about: Field) -> pl.Expr:
    """Return a column with null for every code that means that nothing is known."""
    column = pl.col(about.name)
    return pl.when(~column.is_in(list(about.missing))).then(column).alias(about.name)


def told_field(
    about: Field, values: pl.Series, hierarchy: Hierarchy | None, level: Level | None
) -> Field:
    """Return a column with the labels of exactly the codes that stand in it."""
    if about.kind is not Kind.CODE:
        return about
    used = set(values.fill_null(NOT_RECORDED))
    if hierarchy is None or level is None:
        labels = {code: words for code, words in about.labels.items() if code in used}
    else:
        codes = [code for code in about.labels if code not in about.missing]
        paths = (hierarchy.path(code) for code in codes)
        names = dict.fromkeys(path[level.level] for path in paths if path is not None)
        labels = {str(n): about.labels.get(str(n), str(n)) for n in names if n in used}
        if NOT_RECORDED in used:
            labels[NOT_RECORDED] = _NOT_RECORDED_WORDS
    missing = tuple(code for code in (*about.missing, NOT_RECORDED) if code in labels)
    return replace(about, labels=labels, missing=tuple(dict.fromkeys(missing)))
