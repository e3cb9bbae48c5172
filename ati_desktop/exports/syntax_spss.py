"""An SPSS syntax file that reads the CSV files of a package and labels them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.exports.codes import cut, fit_names
from ati_desktop.exports.described import Described

_HEAD = """* Reads the CSV files of this package, each into a data set of its own name.
* The .sav files beside them hold the same rows, labelled and with codes as numbers.
* Set the folder of the package first, for example: CD 'C:/evaluation'.
* A hidden number is "s" in the file; SPSS says that it is no number and leaves it missing."""


def spss_syntax(described: Sequence[Described]) -> Iterator[str]:
    """Yield the lines of read_data.sps."""
    yield from _HEAD.splitlines()
    for one, dataset in zip(described, _dataset_names(described), strict=True):
        names = fit_names(one.fields)
        yield ""
        yield f"GET DATA /TYPE=TXT /FILE={quoted(one.path)} /ENCODING='UTF8'"
        yield '  /DELCASE=LINE /DELIMITERS="," /QUALIFIER=\'"\' /ARRANGEMENT=DELIMITED'
        yield "  /FIRSTCASE=2 /VARIABLES="
        yield from (
            f"    {name} {_format(field)}" for name, field in zip(names, one.fields, strict=True)
        )
        yield "  ."
        yield f"DATASET NAME {dataset}."
        yield f"FILE LABEL {quoted(cut(one.title, 60))}."
        yield "VARIABLE LABELS"
        yield from (
            f"  {'/' if at else ''}{name} {quoted(cut(field.title, 200))}"
            for at, (name, field) in enumerate(zip(names, one.fields, strict=True))
        )
        yield "  ."
        for name, field in zip(names, one.fields, strict=True):
            yield from _labels(name, field)


def quoted(text: str) -> str:
    """Return a text as SPSS reads it: on one line, a quote inside doubled."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _labels(name: str, field: Field) -> Iterator[str]:
    codes = [code for code in field.labels if code]
    if field.kind is not Kind.CODE or not codes:
        return
    yield f"VALUE LABELS {name}"
    yield from (f"  {quoted(code)} {quoted(cut(field.labels[code], 110))}" for code in codes)
    yield "  ."
    missing = [code for code in field.missing if len(code.encode()) <= 8][:3]
    if missing:
        yield f"MISSING VALUES {name} ({', '.join(map(quoted, missing))})."


def _format(field: Field) -> str:
    if field.kind is Kind.NUMBER:
        return f"F16.{field.decimals}"
    longest = max((len(code.encode()) for code in field.labels), default=0)
    return f"A{max(longest, 8)}" if field.kind is Kind.CODE else "A40"


def _dataset_names(described: Sequence[Described]) -> list[str]:
    return fit_names(Field(one.name, one.title, Kind.CODE) for one in described)
