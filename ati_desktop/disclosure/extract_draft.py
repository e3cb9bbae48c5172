"""An extract before it is sealed: what was asked for, how coarse it is, the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ati_desktop.disclosure.anonymity import Measured
from ati_desktop.disclosure.datasets import DataSet
from ati_desktop.disclosure.extract_measure import Groups


@dataclass(frozen=True, slots=True)
class Asked:
    """What must hold: the model and its numbers, and how dates are told."""

    model: Literal["k-anonymity", "safe-harbor"]
    k: int = 1
    l: int = 1  # noqa: E741 - the name that the field has given it
    t: float | None = None
    suppression: float = 0.0
    dates: str = "bands"
    loss: Literal["dm", "precision", "classes"] = "dm"


@dataclass(frozen=True, slots=True)
class Level:
    """How coarse a column is told: 0 as it is, ``highest`` not at all."""

    level: int
    highest: int


@dataclass(frozen=True, slots=True)
class Others:
    """How an extract stands beside those of other recipients.

    ``compared`` extracts were put beside it, ``not_compared`` could not be made again. ``linked``
    people of it can be joined one to one with rows of others. ``left_out`` people are not in it
    so that whoever holds all of them finds as many alike as each of them promises.
    """

    compared: int = 0
    not_compared: int = 0
    linked: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An extract that is ready to be measured and sealed.

    ``quasi`` are the columns of people that count as known to others, ``sensitive`` those for
    which l and t must hold. ``left_out`` counts people who are not in it so that it holds;
    ``years`` the people of the cohort by year. ``groups`` gives the group of each pseudonym, for
    people who share a case; k counts groups. They are measured with and then let go.
    """

    title: str
    population: Mapping[str, str | None]
    as_of: str
    demo: bool
    asked: Asked
    datasets: tuple[DataSet, ...]
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    levels: Mapping[str, Level] = field(default_factory=dict)
    left_out: int = 0
    years: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    groups: Groups = field(default_factory=dict, repr=False)
    others: Others = field(default_factory=Others)


def model_facts(asked: Asked, found: Measured) -> dict[str, object]:
    """Return what was asked for and what was measured, as JSON can hold it."""
    return {
        "model": asked.model,
        "dates": asked.dates,
        "asked": {
            "k": asked.k,
            "l": asked.l,
            "t": asked.t,
            "suppression": asked.suppression,
            "loss": asked.loss,
        },
        "measured": {
            "k": found.k,
            "l": found.l,
            "t": None if found.t is None else round(found.t, 6),
            "classes": found.classes,
            "people_by_size_of_class": dict(found.sizes),
        },
        "people": found.rows,
    }


def level_facts(levels: Mapping[str, Level]) -> dict[str, object]:
    """Return how coarse each column is told, and which are not told at all."""
    return {
        "levels": {
            name: {"level": one.level, "highest": one.highest} for name, one in levels.items()
        },
        "not_told": [name for name, one in levels.items() if one.level == one.highest],
    }


def linked_words(others: Others, k: int) -> str:
    """Return how many people can be joined one to one; few are not told by their number."""
    return f"fewer than {k}" if 0 < others.linked < k else f"{others.linked:,}"


def others_facts(others: Others, k: int) -> dict[str, object]:
    """Return how an extract stands beside others, as JSON can hold it."""
    return {
        "compared": others.compared,
        "not_compared": others.not_compared,
        "people_joined_one_to_one": linked_words(others, k),
    }
