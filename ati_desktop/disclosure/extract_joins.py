"""Extracts of several recipients put side by side: whose rows fit each other can be joined.

Pseudonyms of two recipients have nothing in common, but what is told does: a row of one file that
fits a single row of the other is the same person, and then all columns of both are known of one.
So what each extract promises must hold for whoever has them all.

Of somebody an attacker knows all that counts as known to others, in every extract. The candidates
in one of them are the rows that are alike in it and for which each other extract has a row that
fits the row and has what is known. There must be k of them, with l values of each sensitive
column. And where all rows that fit have the same values, the joined row is known for certain:
then k people must truly be alike in it.

Two values of one column fit where that is not rare: of records that were mended in between an
attacker takes for impossible what is true of few. This module loads polars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ati_desktop.disclosure.extract_fits import PERSON, apart, fitting
from ati_desktop.disclosure.extract_holdings import CLASS, THERE, Holding, holding_of, numbered
from ati_desktop.disclosure.extract_sheets import GROUP, Sheet

_NUMBER = "\x00number"


@dataclass(frozen=True)
class Joined:
    """What the holders of all extracts could do to the people of the newest.

    ``weak`` are people of it of whom too few are alike then. ``missing`` are in an earlier extract
    only and could be found by subtraction. ``linked`` can be joined one to one: their row in it
    and their row in another recipient's extract fit nothing but each other; ``few`` of them are in
    joined classes that are too small.
    """

    weak: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    linked: int = 0
    few: int = 0


def joined_with(newest: Sheet, earlier: Sequence[Sheet]) -> Joined:
    """Return what could be found out of the people of an extract beside earlier ones.

    Args:
        newest: the extract that is being prepared.
        earlier: those that have left, for whomever.
    """
    own = [one for one in earlier if one.scope == newest.scope]
    scopes = dict.fromkeys(one.scope for one in earlier if one.scope != newest.scope)
    weak, missing = _subtracted(newest, [one for one in earlier if one.scope in scopes])
    if not scopes:
        return Joined()
    holdings = [holding_of([*own, newest])]
    holdings += [holding_of([one for one in earlier if one.scope == scope]) for scope in scopes]
    asked = newest.frame.select(PERSON)
    for at, holding in enumerate(holdings):
        classes = holding.frame.select(PERSON, pl.col(CLASS).alias(_class_of(at)))
        asked = asked.join(classes, on=PERSON, how="left")
    reached = {
        (at, to): fitting(one.parts, other.parts, CLASS)
        for at, one in enumerate(holdings)
        for to, other in enumerate(holdings)
        if at != to
    }
    for at, holding in enumerate(holdings):
        if holding.k is not None:
            fits = {to: one.classes for (anchor, to), one in reached.items() if anchor == at}
            weak |= _few_candidates(at, holding, asked, fits)
    linked: set[str] = set()
    few: set[str] = set()
    for (at, to), fit in reached.items():
        ks = [k for k in (holdings[at].k, holdings[to].k) if k is not None]
        small = _small_together(at, to, holdings, asked, min(ks, default=1))
        weak |= small & set(fit.certain)
        if at == 0:
            linked |= set(fit.single) & set(asked[PERSON])
            few |= set(fit.single) & small
    return Joined(frozenset(weak), frozenset(missing), len(linked), len(few))


def _subtracted(newest: Sheet, others: Sequence[Sheet]) -> tuple[set[str], set[str]]:
    """Return who could be found by subtracting classes: of the newest, and of the others."""
    weak, missing = set[str](), set[str]()
    for other in others:
        ks = [one.k for one in (newest, other) if one.k is not None]
        frames = [numbered(one, 0).drop(THERE) for one in (newest, other)]
        names = [f"0.{name}" for name in {*newest.quasi, *other.quasi}]
        if ks:
            found = apart(frames[0], frames[1], names, GROUP, min(ks))
            weak |= found[0]
            missing |= found[1]
    return weak, missing


def _class_of(at: int) -> str:
    return f"{CLASS}{at}"


def _few_candidates(
    at: int, holding: Holding, asked: pl.DataFrame, fits: dict[int, pl.DataFrame]
) -> set[str]:
    """Return the people of whom an extract has fewer than k candidates, or fewer than l values.

    ``fits`` has, for each other holding, the classes of it that a person's row fits.
    """
    names = [name for name in asked.columns if name != PERSON]
    there = asked.filter(pl.col(_class_of(at)).is_not_null())
    kinds = there.select(names).unique(maintain_order=True).with_row_index(_NUMBER)
    rows = holding.frame.select(
        PERSON, GROUP, pl.col(CLASS).alias(_class_of(at)), *holding.sensitive
    )
    found = kinds.join(rows, on=_class_of(at))
    for to, reach in fits.items():
        # Of whom the other extract has no row, it tells nothing.
        known = pl.col(_class_of(to)).is_not_null()
        fit = reach.rename({CLASS: _class_of(to)})
        kept = found.filter(known).join(fit, on=[PERSON, _class_of(to)], how="semi")
        found = pl.concat([found.filter(~known), kept])
    counts = found.group_by(_NUMBER).agg(
        pl.col(GROUP).n_unique().alias("\x00k"),
        *(pl.col(name).drop_nulls().n_unique().alias(f"\x00l{name}") for name in holding.sensitive),
    )
    small = pl.col("\x00k") < holding.k
    for name in holding.sensitive:
        # Where no candidate is in the extract that tells the column, there is nothing to tell.
        small |= pl.col(f"\x00l{name}").is_between(1, holding.l - 1)
    weak = kinds.join(counts.filter(small), on=_NUMBER, how="semi")
    return set(there.join(weak, on=names, how="semi", nulls_equal=True)[PERSON])


def _small_together(
    at: int, to: int, holdings: Sequence[Holding], asked: pl.DataFrame, k: int
) -> set[str]:
    """Return the asked people who are alike with fewer than k in two holdings at once."""
    both = [_class_of(at), _class_of(to)]
    one, other = (
        holdings[place].frame.select(PERSON, GROUP, pl.col(CLASS).alias(_class_of(place)))
        for place in (at, to)
    )
    sizes = one.join(other.drop(GROUP), on=PERSON).group_by(both).agg(pl.col(GROUP).n_unique())
    small = sizes.filter(pl.col(GROUP) < k)
    return set(asked.join(small, on=both, how="semi")[PERSON])
