"""Codes as the whole numbers that SPSS and Stata want, with names and labels that fit them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.views import ALL

LONGEST_NAME = 31  # Stata takes 32, but the writer has no room for the end of such a name
# Words that SPSS or Stata keep for themselves.
_SPSS = ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
_STATA = ("byte", "double", "float", "if", "in", "int", "long", "str", "strl", "using")
_KEPT = frozenset((*_SPSS, *_STATA))


@dataclass(frozen=True, slots=True)
class Coded:
    """A code column in numbers: every code's number, and which of them mean that nothing is known.

    The numbers follow the closed list, so that they do not depend on which codes are used.
    """

    numbers: Mapping[str, int]
    missing: tuple[str, ...]


def number_codes(field: Field) -> Coded:
    """Return a number for every code of a column's closed list.

    Codes that are whole numbers keep theirs where all are; others count from 1. "(all)" is 0.
    Codes for what is not known come last, at the end of the tens, hundreds, ...: 97, 98, 99.
    """
    known = [code for code in field.labels if code not in field.missing and code != ALL]
    whole = r"[1-9][0-9]{0,7}" if ALL in field.labels else r"0|[1-9][0-9]{0,7}"
    own = all(re.fullmatch(whole, code) for code in known)
    numbers = {code: int(code) if own else at for at, code in enumerate(known, start=1)}
    if ALL in field.labels:
        numbers[ALL] = 0
    unknown = [code for code in field.labels if code in field.missing]
    numbers |= number_missing(unknown, max(numbers.values(), default=0))
    return Coded(numbers, tuple(unknown))


def number_missing(codes: Sequence[str], highest: int) -> dict[str, int]:
    """Return 97, 98, 99 for three codes, with more nines where those numbers are taken."""
    end = 99
    while end - len(codes) <= highest:
        end = end * 10 + 9
    first = end - len(codes) + 1
    return {code: first + at for at, code in enumerate(codes)}


def used_codes(dataset: DataSet, at: int) -> list[str]:
    """Return the codes that stand in some row of a column, in the order of its closed list.

    Raises:
        ValueError: a row holds a code that the closed list does not have; a fault.
    """
    from ati_desktop.disclosure.coded_rows import used_values  # noqa: PLC0415 - loads numpy

    used = used_values(dataset, at)
    labels = dataset.fields[at].labels
    if not used <= labels.keys():
        raise ValueError("a column holds a code that is not on its list")
    return [code for code in labels if code in used]


def fit_names(fields: Iterable[Field]) -> list[str]:
    """Return a short name for each column that SPSS and Stata take, no two alike."""
    taken: set[str] = set()
    names: list[str] = []
    for field in fields:
        name = re.sub(r"[^A-Za-z0-9_]", "_", field.name).lstrip("_") or "v"
        name = f"v_{name}" if name[0].isdigit() else name
        name = f"{name}_" if name.lower() in _KEPT or re.fullmatch(r"str\d+", name) else name
        name, number = name[:LONGEST_NAME], 2
        short = name
        while short.lower() in taken:
            end = f"_{number}"
            short, number = f"{name[: LONGEST_NAME - len(end)]}{end}", number + 1
        taken.add(short.lower())
        names.append(short)
    return names


def cut(text: str, most: int) -> str:
    """Return the beginning of a text that fills at most so many bytes of UTF-8."""
    return text.encode()[:most].decode(errors="ignore")


def hides(field: Field) -> bool:
    """Tell whether None in a number column means a number that is there but not shown."""
    return field.kind is Kind.NUMBER and bool(field.missing)


def letters(missing: tuple[str, ...]) -> dict[str, str]:
    """Return Stata's letter for each code that means that nothing is known.

    Raises:
        ValueError: there are more codes than letters; a fault.
    """
    return dict(zip(missing, ascii_lowercase[: len(missing)], strict=True))
