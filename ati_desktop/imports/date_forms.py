"""Forms of dates such as ``%d/%m/%Y``: what they read, in the language of the mapping alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ati_desktop.resources import resource

PARTIAL = "partial"
ENGLISH = "en"
_DAY, _MONTH, _YEAR = frozenset("d"), frozenset("mbB"), frozenset("Yy")
_CLOCK = frozenset("HIMSfp")
_ALLOWED = _DAY | _MONTH | _YEAR | _CLOCK | {"%"}
_PARTS = re.compile(r"%(.?)|(.)", re.DOTALL)
_WIDTHS = {"Y": 4, "y": 2, "m": 2, "d": 2, "H": 2, "I": 2, "M": 2, "S": 2, "f": 6}
_MOST = {"H": 23, "I": 12, "M": 59, "S": 60, "f": 999_999}
_HALVES = r"(?P<p>[ap]\.? ?m\.?)"


@dataclass(frozen=True, slots=True)
class DateForm:
    """One form, ready to read; two forms of the same ``shape`` may read one text differently."""

    pattern: re.Pattern[str]
    shape: str
    months: Mapping[str, int]

    def read(self, text: str) -> tuple[str, int | None, int | None] | None:
        """Return the digits of the year, the month and the day; None where the form does not fit.

        Times of day are checked and passed over.
        """
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        said = found.groupdict()
        if any(int(said.get(part) or 0) > most for part, most in _MOST.items()):
            return None
        name, number = said.get("b"), said.get("m")
        month = self.months.get(_plain(name)) if name else int(number) if number else None
        if name and month is None:
            return None
        day = said.get("d")
        return said.get("Y") or said["y"], month, int(day) if day else None


@cache
def languages() -> MappingProxyType[str, MappingProxyType[str, int]]:
    """Return the number of each name of a month, by language."""
    raw: dict[str, list[list[str]]] = json.loads(
        resource("words/months.json").read_text(encoding="utf-8")
    )
    return MappingProxyType(
        {
            language: MappingProxyType(
                {_plain(name): number for number, names in enumerate(year, 1) for name in names}
            )
            for language, year in raw.items()
        }
    )


def form_problem(form: str) -> str | None:
    """Return what is wrong with a form of dates, or None."""
    if form == PARTIAL:
        return None
    used = [directive for directive, plain in _PARTS.findall(form) if not plain]
    if set(used) - _ALLOWED:
        return "{form} has parts that are not known; use %Y %y %m %b %B %d %H %I %M %S %f %p."
    if not _YEAR.intersection(used) or ("d" in used and not _MONTH.intersection(used)):
        return "{form} needs a year (%Y), and a month (%m) where it has a day."
    kinds = ["month" if one in _MONTH else "year" if one in _YEAR else one for one in used]
    if any(kinds.count(kind) > 1 for kind in kinds if kind != "%"):
        return "{form} says one part of the date twice."
    return None


@cache
def compile_form(form: str, language: str = ENGLISH) -> DateForm:
    """Return a form, which has no problem, with the names of months of a language."""
    parts = _PARTS.findall(form)
    pattern, shape = [], []
    for at, (directive, plain) in enumerate(parts):
        if plain:
            pattern.append(r"\s+" if plain.isspace() else re.escape(plain))
            shape.append(plain)
        elif directive == "%":
            pattern.append("%")
            shape.append("%")
        else:
            packed = _packed(parts, at)
            pattern.append(_group(directive, packed=packed))
            shape.append(_shape(directive, packed=packed))
    reading = re.compile("".join(pattern), re.IGNORECASE)
    return DateForm(reading, "".join(shape), languages()[language])


def _packed(parts: list[tuple[str, str]], at: int) -> bool:
    """Return whether the number stands against another one, so that it needs all its zeros."""
    beside = (*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2])
    return any(not plain and directive in _WIDTHS for directive, plain in beside)


def _group(directive: str, *, packed: bool) -> str:
    if directive == "p":
        return _HALVES
    if directive in ("b", "B"):
        return r"(?P<b>[^\W\d_]+\.?)"
    width = _WIDTHS[directive]
    least = width if packed or directive in _YEAR else 1
    return f"(?P<{directive}>[0-9]{{{least},{width}}})"


def _shape(directive: str, *, packed: bool) -> str:
    if directive not in _WIDTHS:
        return {"b": "a", "B": "a"}.get(directive, directive)
    if directive == "Y":
        return "####"
    return "##" if packed else "#" if directive not in _CLOCK else directive


def _plain(name: str) -> str:
    return name.casefold().rstrip(".")
