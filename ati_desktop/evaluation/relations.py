"""What the definitions alone say about the variables: which rows of one are rows of another.

A reader of tables knows these as well as we do, so whoever protects the tables must count with
them: the referrals not admitted are the same in every table that has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations

from ati_desktop.evaluation.results import (
    DOUBT,
    FURTHER,
    NO_DOUBT,
    PERSON,
    Relation,
    Variable,
)
from ati_desktop.evaluation.tables import where

Values = tuple[str, tuple[str, ...]]
Rule = tuple[Values, Values]

_TIMED = ("retained", "completed", "rearrest")
_FOLLOWED = "rearrest_followed"
_LEFT = ("completed", "not_completed", "other_exit", "exit_not_recorded")
_CLOSED = ("closed", "closed_before_referral", "closed_inexact")


def relations_between(variables: Iterable[Variable]) -> tuple[Relation, ...]:
    """Return every relation between the values that these variables have."""
    known = {variable.name: variable.values for variable in variables}
    found: dict[Relation, None] = {}
    for (inner, some), (outer, others) in _rules(known):
        one = tuple(where((inner, code)) for code in some if code in known[inner])
        other = tuple(where((outer, code)) for code in others if code in known[outer])
        if one:
            found[Relation(one, other)] = None
    return tuple(found)


def _rules(known: dict[str, tuple[str, ...]]) -> Iterator[Rule]:
    timed = {stem: _days(known, stem) for stem in _TIMED}
    yield from _the_same(known, timed)
    for stem, days in timed.items():
        names = [f"{stem}_{one}" for one in days]
        for early, late in pairwise(names) if stem in _NESTED else ():
            yield from _NESTED[stem](early, late)
        for name in names:
            yield from _with_others(stem, name, known)
    if {"closing", "result"} <= known.keys():
        yield ("result", _LEFT), ("closing", _CLOSED)
    yield from ((one, other) for one, other in _FLAGS if {one[0], other[0]} <= known.keys())


_BEFORE, _ON_THE_DAY = "closed_before_referral", "closed_on_referral_day"
_NO_FIRST = ("not_first", "not_admitted", "not_recorded")
_FLAGS: tuple[Rule, ...] = (
    ((_FOLLOWED, ("not_first",)), (PERSON, (FURTHER,))),
    ((PERSON, (FURTHER,)), (_FOLLOWED, _NO_FIRST)),
    (("closing", (_BEFORE,)), (DOUBT + _BEFORE, (_BEFORE,))),
    ((DOUBT + _BEFORE, (_BEFORE,)), ("closing", (_BEFORE, "closed_inexact"))),
    ((DOUBT + _ON_THE_DAY, (_ON_THE_DAY,)), ("closing", ("closed",))),
    ((DOUBT + _ON_THE_DAY, (_ON_THE_DAY,)), (DOUBT + _BEFORE, (NO_DOUBT,))),
)
"""A further row of a person is no first admission; doubts rest on the dates that closing rests on.

The rules of doubts hold for records as they were imported; where records were corrected since, the
counts may say otherwise, and then nothing is claimed.
"""


def _days(known: dict[str, tuple[str, ...]], stem: str) -> list[int]:
    parts = (name.rpartition("_") for name in known)
    return sorted(int(days) for head, _, days in parts if head == stem and days.isdecimal())


def _the_same(known: dict[str, tuple[str, ...]], timed: dict[str, list[int]]) -> Iterator[Rule]:
    """Yield, both ways, the values that are one thing under several variables."""
    followed = [_FOLLOWED, *(f"rearrest_{days}" for days in timed["rearrest"])]
    every = ["result", "admission", *followed]
    every += [f"{stem}_{days}" for stem in ("retained", "completed") for days in timed[stem]]
    codes = ("not_first", "not_followed", "not_recorded")
    equal = [
        [(name, "not_admitted") for name in every],
        [("result", "admission_not_recorded"), ("admission", "not_recorded")],
        *([(name, code) for name in followed] for code in codes),
    ]
    for cells in equal:
        for (one, code), (other, same) in permutations(cells, 2):
            if one in known and other in known:
                yield (one, (code,)), (other, (same,))


def _nested_retained(early: str, late: str) -> Iterator[Rule]:
    yield (late, ("yes",)), (early, ("yes",))
    yield (early, ("not_yet_observed",)), (late, ("not_yet_observed",))
    yield (early, ("no",)), (late, ("no", "not_yet_observed"))


def _nested_rearrest(early: str, late: str) -> Iterator[Rule]:
    yield (early, ("yes",)), (late, ("yes", "not_yet_observed"))
    yield (late, ("no",)), (early, ("no",))
    yield (early, ("not_yet_observed",)), (late, ("not_yet_observed",))


_NESTED = {"retained": _nested_retained, "rearrest": _nested_rearrest}


def _with_others(stem: str, name: str, known: dict[str, tuple[str, ...]]) -> Iterator[Rule]:
    if stem == "rearrest" and _FOLLOWED in known:
        yield (name, ("yes",)), (_FOLLOWED, ("new_arrest",))
        yield (_FOLLOWED, ("no_new_arrest",)), (name, ("no", "not_yet_observed"))
    if stem == "completed" and "result" in known:
        yield (name, ("yes",)), ("result", ("completed",))
    if stem == "retained" and "result" in known:
        yield (name, ("no",)), ("result", ("not_completed", "other_exit"))
