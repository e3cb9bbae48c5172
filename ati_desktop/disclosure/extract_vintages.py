"""Extracts of one recipient put side by side: who keeps a pseudonym can be followed through them.

Each file by itself may have k people alike, and together they may not: because of who is new in
the second, or because it tells one column finer and another coarser than the first. So people
must be alike in all of them at once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from ati_desktop.disclosure.datasets import DataSet
from ati_desktop.disclosure.extract_draft import Level
from ati_desktop.disclosure.extract_measure import EPISODES, KEY, PEOPLE, signatures

Classes = Mapping[str, int]
"""The number of each person's class in one extract, by pseudonym."""
_ABSENT = -1


def classes_of(datasets: Iterable[DataSet], quasi: Sequence[str]) -> dict[str, int]:
    """Return the class of each person of an extract: the same number for people who are alike.

    The numbers say who is alike and nothing else; they are kept in the register.
    """
    tables = {one.name: one for one in datasets}
    people = _rows(tables[PEOPLE])
    joint = signatures(_rows(tables[EPISODES])) if EPISODES in tables else {}
    told = {row[KEY]: (*(row[name] for name in quasi), joint.get(row[KEY], "")) for row in people}
    numbers = {values: at for at, values in enumerate(sorted(set(told.values())))}
    return {person: numbers[values] for person, values in told.items()}


def _rows(dataset: DataSet) -> list[dict[str, str]]:
    names = [field.name for field in dataset.fields]
    return [dict(zip(names, map(str, row), strict=True)) for row in dataset.rows]


@dataclass(frozen=True)
class KeptExtract:
    """What the register keeps of an extract: who is alike, and how coarse each column is told.

    ``levels`` is None for extracts from before they were kept.
    """

    classes: Classes = field(default_factory=dict)
    levels: Mapping[str, Level] | None = None


def as_text(classes: Classes, levels: Mapping[str, Level]) -> str:
    """Return classes and levels as the register keeps them."""
    content = {
        "classes": dict(sorted(classes.items())),
        "levels": {name: [one.level, one.highest] for name, one in sorted(levels.items())},
    }
    return json.dumps(content, separators=(",", ":"))


def kept_from_text(kept: str) -> KeptExtract:
    """Return what ``as_text`` kept; nothing where nothing was kept."""
    raw = json.loads(kept) if kept else {}
    levels = raw.get("levels")
    return KeptExtract(
        {str(person): int(number) for person, number in raw.get("classes", {}).items()},
        None if levels is None else {str(name): Level(*each) for name, each in levels.items()},
    )


def too_few_alike(
    now: Classes,
    earlier: Sequence[Classes],
    k: int,
    groups: Mapping[str, str] | None = None,
) -> frozenset[str]:
    """Return the people who are alike with fewer than k in all extracts at once.

    Args:
        now: the classes of the extract that is being prepared.
        earlier: those of the extracts that the recipient has.
        k: how many must be alike.
        groups: the group of each of them; people of one group count once.
    """
    joint = {
        person: (number, *(one.get(person, _ABSENT) for one in earlier))
        for person, number in now.items()
    }
    own = groups or {}
    alike = {(told, own.get(person, person)) for person, told in joint.items()}
    sizes = Counter(told for told, _ in alike)
    return frozenset(person for person, told in joint.items() if sizes[told] < k)


def without(frame: pl.DataFrame, person: str, gone: Iterable[str]) -> pl.DataFrame:
    """Return the rows of everybody else."""
    return frame.filter(~pl.col(person).is_in(list(gone)))
