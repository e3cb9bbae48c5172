"""Hierarchies from rules that are data: intervals, prefixes of codes, groups, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any

from ati_desktop.disclosure.hierarchies import TOP, Hierarchy, Label, check, flat
from ati_desktop.disclosure.hierarchy_dates import LEVELS as DATE_LEVELS
from ati_desktop.disclosure.hierarchy_dates import reader, told
from ati_desktop.disclosure.hierarchy_intervals import NUMBER, Interval
from ati_desktop.errors import Refused

MOST_STEPS = 18

Step = Callable[[str], str]
Rule = Mapping[str, Any]


class _NotCovered(Exception):
    """A value that the rule says nothing about."""


def hierarchy_from_rule(name: str, rule: Rule, values: Iterable[Label]) -> Hierarchy:
    """Return the hierarchy of a column by a rule, for the values that the column has.

    Kinds of rules (docs/deidentify.md has examples):
        intervals: ``widths``, each a multiple of the one before; ``start`` (0), ``bottom`` and
            ``top``: what is below the one or not below the other is one band. An interval has its
            lower edge and not its upper one.
        prefixes: ``lengths``, falling.
        groups: ``levels``, each a table of labels and the lists of what they join; ``other`` is
            the label of what is in no list of the first level.
        dates: ``levels`` out of ``DATE_LEVELS``, rising; ``form`` where they are not YYYY-MM-DD.
        plain: the value or nothing.

    Raises:
        Refused: the rule has a mistake, or does not cover some values (they are counted).
    """
    kind = rule.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise _mistake(name, "kind is one of {kinds}", kinds=", ".join(_KINDS))
    make, keys = _KINDS[kind]
    if unknown := sorted(set(rule) - {"kind", *keys}):
        raise _mistake(
            name, "{keys} is not known there", keys=", ".join(str(key)[:40] for key in unknown)
        )
    distinct = sorted({value for value in values if value is not None})
    if kind == "plain":
        return flat(name, distinct)
    return _apply(name, make(name, rule), distinct)


def _apply(name: str, steps: Sequence[Step], values: Sequence[str]) -> Hierarchy:
    paths: dict[Label, tuple[Label, ...]] = {}
    missing = 0
    for value in values:
        try:
            paths[value] = (value, *(step(value) for step in steps), TOP)
        except _NotCovered:
            missing += 1
    if missing:
        raise Refused(
            "{count} different values of the column {column} are not covered by its hierarchy;"
            " add them to it, or correct them in the file.",
            count=missing,
            column=name,
        )
    if not paths:
        paths[None] = (*(None,) * (len(steps) + 1), TOP)
    check(name, paths)
    return Hierarchy(name, paths)


def _intervals(name: str, rule: Rule) -> list[Step]:
    widths = [_fraction(name, "widths", width) for width in _list(name, rule, "widths")]
    start = _fraction(name, "start", rule.get("start", 0))
    bottom = _fraction(name, "bottom", rule["bottom"]) if "bottom" in rule else None
    top = _fraction(name, "top", rule["top"]) if "top" in rule else None
    if any(width <= 0 for width in widths):
        raise _mistake(name, "widths are above 0")
    if any(wide % narrow for narrow, wide in pairwise(widths)):
        raise _mistake(name, "each of the widths is a multiple of the one before")
    if bottom is not None and top is not None and bottom >= top:
        raise _mistake(name, "bottom lies below top")
    return [_covered(Interval(width, start, bottom, top).label) for width in widths]


def _covered(label: Callable[[str], str | None]) -> Step:
    def step(text: str) -> str:
        found = label(text)
        if found is None:
            raise _NotCovered
        return found

    return step


def _prefixes(name: str, rule: Rule) -> list[Step]:
    lengths = _list(name, rule, "lengths")
    falling = all(isinstance(one, int) and 0 < one < 100 for one in lengths)
    if not falling or any(low >= high for high, low in pairwise(lengths)):
        raise _mistake(name, "lengths are whole numbers from 1, each below the one before")

    def cut(length: int) -> Step:
        return lambda text: f"{text[:length]}*" if len(text) > length else text

    return [cut(length) for length in lengths]


def _groups(name: str, rule: Rule) -> list[Step]:
    levels = _list(name, rule, "levels")
    other = rule.get("other")
    if other is not None and not (isinstance(other, str) and other.strip()):
        raise _mistake(name, "other is the label of what is in no list")
    tables = [_members(name, level) for level in levels]

    def climb(height: int) -> Step:
        def label(text: str) -> str:
            for number, table in enumerate(tables[:height]):
                found = table.get(text, other)
                if found is None:
                    raise (
                        _NotCovered
                        if number == 0
                        else _mistake(
                            name, "a label of level {level} is in no list above it", level=number
                        )
                    )
                text = found
            return text

        return label

    return [climb(height) for height in range(1, len(tables) + 1)]


def _members(name: str, level: object) -> dict[str, str]:
    if not isinstance(level, Mapping) or not level:
        raise _mistake(name, "each of the levels is a table of labels and lists")
    found: dict[str, str] = {}
    for label, members in level.items():
        if not isinstance(members, list) or not all(isinstance(one, str) for one in members):
            raise _mistake(name, "each label of the levels has a list of texts")
        for member in members:
            if member in found:
                raise _mistake(name, "something stands in two lists of one level")
            found[member] = label
    return found


def _dates(name: str, rule: Rule) -> list[Step]:
    levels = _list(name, rule, "levels")
    if any(level not in DATE_LEVELS for level in levels):
        raise _mistake(name, "levels are out of {levels}", levels=", ".join(DATE_LEVELS))
    places = [DATE_LEVELS.index(level) for level in levels]
    if places != sorted(set(places)):
        raise _mistake(name, "levels go from the finest to the coarsest")
    form = rule.get("form")
    read = reader(form) if form is None or isinstance(form, str) else None
    if read is None:
        raise _mistake(name, "form has a year and a month, such as %m/%d/%Y")
    return [_covered(partial(told, read, level)) for level in levels]


def _list(name: str, rule: Rule, key: str) -> list[Any]:
    found = rule.get(key)
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_STEPS:
        raise _mistake(name, "{key} is a list of 1 to {most}", key=key, most=MOST_STEPS)
    return found


def _fraction(name: str, key: str, number: object) -> Fraction:
    if isinstance(number, int | float) and not isinstance(number, bool):
        text = str(number)
        if NUMBER.fullmatch(text):
            return Fraction(text)
    raise _mistake(name, "{key} has a number that is none or too large", key=key)


def _mistake(name: str, what: str, **values: object) -> Refused:
    return Refused("The hierarchy of {column} has a mistake: " + what + ".", column=name, **values)


_KINDS: dict[str, tuple[Callable[[str, Rule], list[Step]], tuple[str, ...]]] = {
    "intervals": (_intervals, ("widths", "start", "bottom", "top")),
    "prefixes": (_prefixes, ("lengths",)),
    "groups": (_groups, ("levels", "other")),
    "dates": (_dates, ("levels", "form")),
    "plain": (lambda _name, _rule: [], ()),
}
"""What makes the steps of each kind of rule, and what such a rule may say."""
