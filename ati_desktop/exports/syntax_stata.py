"""A Stata do-file that reads the CSV files of a package and labels them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.exports.codes import Coded, fit_names, letters, number_codes
from ati_desktop.exports.described import Described

_HEAD = """* Reads the CSV files of this package, each into a frame of its own (Stata 16 and later).
* The .dta files beside them hold the same rows, labelled.
* Set the folder of the package first, for example: cd "C:/evaluation"
version 16
frames reset"""


def stata_syntax(described: Sequence[Described]) -> Iterator[str]:
    """Yield the lines of read_data.do."""
    yield from _HEAD.splitlines()
    frames = fit_names(Field(one.name, one.title, Kind.CODE) for one in described)
    for one, frame in zip(described, frames, strict=True):
        names = fit_names(one.fields)
        yield ""
        yield f"frame create {frame}"
        yield f"frame change {frame}"
        yield (
            f'import delimited {quoted(one.path)}, delimiters(",") varnames(nonames) rowrange(2)'
            ' encoding("utf-8") stringcols(_all) bindquotes(strict) clear'
        )
        yield f"label data {quoted(one.title[:80])}"
        for place, (name, field) in enumerate(zip(names, one.fields, strict=True), start=1):
            yield from _column(place, name, field, one.coded.get(field.name))


def quoted(text: str) -> str:
    """Return a text as Stata reads it; what Stata would act on inside quotes is left out."""
    return '"' + "".join(" " if char in '"`$\\\n\r' else char for char in text) + '"'


def value(text: str) -> str:
    """Return an expression that is exactly a text, whatever is in it."""
    parts: list[str] = []
    plain = ""
    for char in text:
        if char in '"`$\\\n\r':
            parts += [f'"{plain}"'] if plain else []
            parts.append(f"char({ord(char)})")
            plain = ""
        else:
            plain += char
    parts += [f'"{plain}"'] if plain or not parts else []
    return " + ".join(parts)


def _column(place: int, name: str, field: Field, coded: Coded | None) -> Iterator[str]:
    read = f"v{place}"
    if field.kind is Kind.PSEUDONYM:
        yield f"generate str column_{place} = {read}"
    elif field.kind is Kind.NUMBER:
        yield f"generate double column_{place} = real({read})"
        if field.missing:
            yield f'replace column_{place} = .a if {read} == "s"'
            yield f"label define codes_{place} .a {quoted(field.labels[field.missing[0]])}"
            yield f"label values column_{place} codes_{place}"
    else:
        yield f"generate long column_{place} = ."
        yield from _codes(place, read, field, coded or number_codes(field))
    yield f"drop {read}"
    yield f"rename column_{place} {name}"
    yield f"label variable {name} {quoted(field.title[:80])}"


def _codes(place: int, read: str, field: Field, coded: Coded) -> Iterator[str]:
    marks = {code: f".{letter}" for code, letter in letters(coded.missing).items()}
    for at, (code, label) in enumerate(field.labels.items()):
        number = marks.get(code) or str(coded.numbers[code])
        yield f"replace column_{place} = {number} if {read} == {value(code)}"
        yield f"label define codes_{place} {number} {quoted(label)}{', add' if at else ''}"
    if field.labels:
        yield f"label values column_{place} codes_{place}"
