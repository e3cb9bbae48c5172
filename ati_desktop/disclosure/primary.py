"""Which numbers may not be shown by themselves, before anything else is hidden for their sake.

Rules (CMS cell size policy and its reading in the handbooks on disclosure control):

* a count of 1 to threshold - 1 is hidden; the same for a numerator, for what is left of the
  denominator, and for those left out of a figure;
* a zero is shown, unless it says that everybody in a group has the same outcome: then the whole
  line of that group is hidden (0 % and 100 %); that nobody's outcome is known yet is not one;
* a quantile is shown where at least ``threshold`` people lie on either side of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from ati_desktop.disclosure.cells import Cell, Number, alone, lines
from ati_desktop.disclosure.definitions import says_something
from ati_desktop.disclosure.system import Rest, System
from ati_desktop.evaluation.results import CountTable, Figure, Unit


@dataclass
class Sensitive:
    """Numbers that must be hidden, and why; only counts of the reasons ever leave this floor.

    ``could_be_zero`` are those of which an attacker cannot say that they are at least 1, although
    zeros are shown: nothing of their line is shown, so the group may be all alike.
    """

    small: set[int] = field(default_factory=set)
    alike: set[int] = field(default_factory=set)
    zeros: set[int] = field(default_factory=set)
    could_be_zero: set[int] = field(default_factory=set)

    @property
    def hidden(self) -> set[int]:
        """All places that are hidden for their own sake."""
        return self.small | self.alike

    def targets(self) -> list[int]:
        """Return the places whose value an attacker must not be able to narrow down."""
        return sorted(self.small | self.zeros)


def find_sensitive(
    system: System,
    tables: Iterable[CountTable],
    threshold: int,
    outcomes: frozenset[str],
) -> Sensitive:
    """Return the numbers that are small, and the lines of groups that are all alike."""
    found = Sensitive()
    found.small = {at for at, value in enumerate(system.values) if 0 < value < threshold}
    outcome_lines = [
        parts
        for table in tables
        for _, running, parts in lines(table.variables, system.spans)
        if running in outcomes
    ]
    for parts in outcome_lines:
        _mark_line(system, found, parts)
    for rest in system.rests:
        if rest is not None:
            _mark_figure(system, found, rest)
    _mark_twins(system, found)
    found.could_be_zero |= found.alike
    for parts in outcome_lines:
        _mark_dark(system, found, parts)
    return found


def _mark_twins(system: System, found: Sensitive) -> None:
    """Hide what says the same as a hidden zero, until nothing is left.

    That is the same people under another name, a sum of zero that holds a hidden zero, and the
    parts of such a sum where none of them is hidden.
    """
    size = -1
    while size != len(found.alike):
        size = len(found.alike)
        for pair in system.twins:
            if found.alike & set(pair):
                found.alike |= set(pair)
        for whole, parts in system.equations:
            if system.values[whole] == 0 and found.alike & set(parts):
                found.alike.add(whole)
            elif system.values[whole] == 0 and whole in found.alike:
                found.alike.update(parts)
    found.zeros |= {at for at in found.alike if system.values[at] == 0}


def _mark_dark(system: System, found: Sensitive, parts: tuple[Cell, ...]) -> None:
    places = {system.places[alone(part)] for part in parts}
    if places <= found.hidden:
        found.could_be_zero |= places


def _mark_line(system: System, found: Sensitive, parts: tuple[Cell, ...]) -> None:
    there = [part for part in parts if system.value(part)]
    if len(there) == 1 and says_something(there[0], parts):
        _hide(system, found, frozenset(parts))


def _mark_figure(system: System, found: Sensitive, rest: Rest) -> None:
    """Hide both sides where a figure is 0 % or 100 % of those it counts."""
    if rest.numerator is None or rest.denominator is None or rest.remainder is None:
        return
    sides = [system.values[system.places[side]] for side in (rest.numerator, rest.remainder)]
    if sum(sides) and 0 in sides:
        for side in (rest.numerator, rest.remainder):
            _hide(system, found, side)
            _hide(system, found, Number(side), whole=True)


def _hide(system: System, found: Sensitive, number: Number, *, whole: bool = False) -> None:
    for each in [number] if whole else [alone(cell) for cell in number]:
        at = system.place(each)
        if at is not None:
            found.alike.add(at)
            if system.values[at] == 0:
                found.zeros.add(at)


def quantile_may_be_shown(figure: Figure, threshold: int) -> bool:
    """Return whether enough people lie on either side of a figure's quantile."""
    share = 0.5 if figure.quantile is None else figure.quantile
    return (figure.denominator or 0) * min(share, 1 - share) >= threshold


def quantile_interval_may_be_shown(figure: Figure, threshold: int) -> bool:
    """Return whether the ends of a quantile's interval, themselves order statistics, are safe.

    The ranks of the ends are n q -/+ 1.96 sqrt(n q (1 - q)).
    """
    share = 0.5 if figure.quantile is None else figure.quantile
    people = figure.denominator or 0
    reach = 1.96 * sqrt(people * share * (1 - share))
    return people * min(share, 1 - share) - reach >= threshold


def small_probability(figure: Figure, threshold: int) -> bool:
    """Return whether a probability times its base, or the rest of it, comes to a small number."""
    people = figure.denominator or 0
    if figure.unit is not Unit.PROBABILITY or figure.value is None:
        return False
    return min(figure.value, 1 - figure.value) * people < threshold
