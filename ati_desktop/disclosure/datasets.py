"""Tables of rows as they may leave: every column closed or a number, every value explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | float | None
"""A code or pseudonym (str), a number, or None where a number is not recorded or hidden."""


class Kind(StrEnum):
    """What a column holds: a code of a closed list, a number, or a random pseudonym."""

    CODE = "code"
    NUMBER = "number"
    PSEUDONYM = "pseudonym"


@dataclass(frozen=True, slots=True)
class Field:
    """A column. ``labels`` is the closed list of a code column, in the order to show it in.

    ``missing`` are those codes of it that mean that nothing is known. ``name`` is a short ASCII
    name that every format can hold: letters, figures and underscores, 32 at most.
    """

    name: str
    title: str
    kind: Kind
    labels: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    definition: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class DataSet:
    """Rows of one kind; each row has one value for each field. Code columns have no None."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: Sequence[tuple[Value, ...]]
    key: tuple[str, ...] = ()
