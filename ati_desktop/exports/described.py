"""A comma-separated file of a package, column by column, with the codes that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.views import HIDDEN
from ati_desktop.exports.codes import Coded, hides, number_codes, used_codes
from ati_desktop.exports.rows import DEMO

NOTE = Field("note", "Mark of invented data", Kind.CODE, {DEMO: DEMO})
"""The column that stands last in every file of invented data."""


@dataclass(frozen=True, slots=True)
class Described:
    """A file and its columns; the labels of a code column are those of the codes in the file.

    ``coded`` has the numbers that SPSS and Stata know the codes by, for each code column.
    """

    path: str
    title: str
    fields: tuple[Field, ...]
    rows: int
    key: tuple[str, ...] = ()
    coded: Mapping[str, Coded] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name without its folder and ending."""
        return PurePosixPath(self.path).stem

    @property
    def absent(self) -> tuple[str, ...]:
        """What stands in a number's place where there is none."""
        hidden = (HIDDEN,) if any(hides(each) for each in self.fields) else ()
        return (*hidden, "")


def describe(dataset: DataSet, folder: str, *, demo: bool) -> Described:
    """Return the description of a data set's CSV file in a folder."""
    fields = tuple(_used(dataset, at) for at in range(len(dataset.fields)))
    return Described(
        f"{folder}/{dataset.name}.csv",
        dataset.title,
        (*fields, NOTE) if demo else fields,
        len(dataset.rows),
        dataset.key,
        {each.name: number_codes(each) for each in dataset.fields if each.kind is Kind.CODE},
    )


def points_to(one: Described, all_of_them: Iterable[Described]) -> list[tuple[str, Described]]:
    """Return each pseudonym column of a file that is the whole key of another, and that file."""
    return [
        (each.name, other)
        for each in one.fields
        if each.kind is Kind.PSEUDONYM and one.key != (each.name,)
        for other in all_of_them
        if other is not one and other.key == (each.name,)
    ]


def _used(dataset: DataSet, at: int) -> Field:
    about = dataset.fields[at]
    if about.kind is not Kind.CODE:
        return about
    used = used_codes(dataset, at)
    return replace(
        about,
        labels={code: about.labels[code] for code in used},
        missing=tuple(code for code in about.missing if code in used),
    )
