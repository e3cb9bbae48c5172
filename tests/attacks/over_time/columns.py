"""The unknowns: how many rows go one and the same way through the cohorts of all packages.

A way says for each package either that its cohort does not hold the row, or in which cell of its
tables the row stands. Every number of every package is a sum of counts of ways, and so is every
count of rows that came into a cell or left it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product

from tests.attacks.over_time.packages import Package, margins

ELSE = "*"
"""A value that a package which does not print the variable may hold, and the others do not."""
WHEN = "when"
PROGRAM, YEAR = "program", "year"

Record = tuple[str, ...]
"""The values of a row in one state, in the order of ``Axes.names``."""
Place = tuple[str, ...] | None
"""The values of the variables that a package prints, or None: its cohort does not hold the row."""
Way = tuple[Place, ...]
Fact = Mapping[str, str]
"""What an office knows of a row: its values, and ``month`` as 2019-03."""
State = Mapping[tuple[str, int], Fact]
"""The rows of one state of an office by person and number of the referral."""


@dataclass(frozen=True)
class Axes:
    """The variables that any package prints or filters by, and the spans between filters' ends."""

    packages: tuple[Package, ...]
    names: tuple[str, ...] = field(init=False)
    values: Mapping[str, tuple[str, ...]] = field(init=False)
    spans: tuple[tuple[float, float], ...] = field(init=False)

    def __post_init__(self) -> None:
        values: dict[str, dict[str, None]] = {}
        for package in self.packages:
            for name, listed in package.values.items():
                values.setdefault(name, {}).update(dict.fromkeys(listed))
        if any(package.question.programs for package in self.packages):
            named = (code for one in self.packages for code in sorted(one.question.programs))
            values.setdefault(PROGRAM, {}).update(dict.fromkeys(named))
        for name, listed in values.items():
            if any(name not in package.values for package in self.packages):
                listed[ELSE] = None
        object.__setattr__(self, "spans", _spans(self.packages))
        values[WHEN] = dict.fromkeys(str(at) for at in range(len(self.spans)))
        object.__setattr__(self, "names", tuple(values))
        object.__setattr__(self, "values", {name: tuple(all_) for name, all_ in values.items()})

    def records(self) -> Iterator[Record]:
        """Yield every combination of values whose year can lie in its span."""
        every = product(*(self.values[name] for name in self.names))
        return (record for record in every if self.fits(record))

    def fits(self, record: Record) -> bool:
        """Tell whether the year of a record can lie in its span."""
        if YEAR not in self.names:
            return True
        year = record[self.names.index(YEAR)]
        first, last = self.spans[int(record[-1])]
        return not year.isdecimal() or (int(year) * 12 <= last and int(year) * 12 + 11 >= first)

    def record(self, fact: Fact) -> Record:
        """Return how a row of an office stands on these axes."""
        year, part = fact["month"].split("-")
        number = int(year) * 12 + int(part) - 1
        known = {**fact, YEAR: year}
        found = [
            known[name] if known[name] in self.values[name] else ELSE for name in self.names[:-1]
        ]
        span = next(at for at, (one, last) in enumerate(self.spans) if one <= number <= last)
        return (*found, str(span))

    def place(self, package: Package, record: Record) -> Place:
        """Return where a package counts a row, None where its cohort does not hold it."""
        if not self._asked(package, record):
            return None
        return tuple(record[self.names.index(name)] for name in package.names)

    def can_share(self, one: Package, other: Package) -> bool:
        """Tell whether the filters of two packages have a month and a program in common."""
        return any(
            self._asked(one, record) and self._asked(other, record) for record in self.records()
        )

    def _asked(self, package: Package, record: Record) -> bool:
        asked = package.question
        if asked.programs and record[self.names.index(PROGRAM)] not in asked.programs:
            return False
        first, last = self.spans[int(record[-1])]
        return (asked.first is None or first >= asked.first) and (
            asked.last is None or last <= asked.last
        )


def _spans(packages: Iterable[Package]) -> tuple[tuple[float, float], ...]:
    """Return the months, first and last, between the ends of any filter."""
    starts: set[float] = {float("-inf")}
    for package in packages:
        if package.question.first is not None:
            starts.add(package.question.first)
        if package.question.last is not None:
            starts.add(package.question.last + 1)
    ordered = [*sorted(starts), float("inf")]
    return tuple((one, other - 1) for one, other in pairwise(ordered))


@dataclass(frozen=True)
class Stayed:
    """The cells that nobody left between one state and the next.

    ``cells`` has for the places of some variables in a record the values in these cells;
    ``free`` are the places of the variables of which a change could be seen.
    """

    cells: Mapping[tuple[int, ...], frozenset[tuple[str, ...]]]
    free: frozenset[int]

    def next_records(self, axes: Axes, record: Record) -> Iterator[Record | None]:
        """Yield what a row may be in the next state; None where it may be gone."""
        held = [
            (at, picked)
            for at, cells in self.cells.items()
            if (picked := tuple(record[one] for one in at)) in cells
        ]
        if not held:
            yield None
        fixed = {one for at, _ in held if len(at) == 1 for one in at}
        options = [
            axes.values[name] if at in self.free - fixed else (record[at],)
            for at, name in enumerate(axes.names)
        ]
        for other in product(*options):
            if axes.fits(other) and all(
                tuple(other[one] for one in at) == picked for at, picked in held
            ):
                yield other


def stayed(axes: Axes, states: Sequence[State], step: int) -> Stayed:
    """Return the cells that truly nobody left from state ``step`` to the next.

    The cells are those of tables that packages of both states print, and the spans and programs
    of the filters. Only rows that a cohort of the state holds are looked at.
    """
    here = [one for one in axes.packages if one.state == step]
    shared = margins(_tables(here)) & margins(
        _tables([one for one in axes.packages if one.state == step + 1])
    )
    shared |= {(WHEN,)} | ({(PROGRAM,)} if PROGRAM in axes.names else set())
    then, now = states[step], states[step + 1]
    pairs = [
        (record, axes.record(now[row]) if row in now else None)
        for row, fact in then.items()
        for record in [axes.record(fact)]
        if any(axes.place(package, record) is not None for package in here)
    ]
    cells = {}
    for names in sorted(shared):
        at = tuple(axes.names.index(name) for name in names)
        left = {
            picked
            for record, other in pairs
            for picked in [tuple(record[one] for one in at)]
            if other is None or tuple(other[one] for one in at) != picked
        }
        every = set(product(*(axes.values[name] for name in names)))
        cells[at] = frozenset(every - left)
    return Stayed(cells, frozenset(one for at in cells for one in at))


def _tables(packages: Iterable[Package]) -> tuple[tuple[str, ...], ...]:
    return tuple(table for package in packages for table in package.tables)


class Ways:
    """Every way that what is known leaves open, each once, and what each counts for.

    With ``steps`` a row is followed through the states, by what is known of who stayed. Without,
    nothing is known of who is the same from one state to the next: each way is of one state.
    """

    def __init__(self, axes: Axes, steps: Sequence[Stayed] | None) -> None:
        self.axes = axes
        self.states = 1 + max(package.state for package in axes.packages)
        self.followed = steps is not None
        self._steps = steps or ()
        self._zeros = [_Zeros(package) for package in axes.packages]
        self._known: dict[tuple[int, Record], tuple[Place, ...] | None] = {}
        records = list(axes.records())
        self._counted = [
            [record for record in records if self._holds(state, record)]
            for state in range(self.states)
        ]
        self.index: dict[Way, int] = {}
        for start in range(self.states):
            for record in self._counted[start]:
                for trail in self._on((*(None,) * start, record)):
                    self.index.setdefault(self._joined(trail), len(self.index))

    def _holds(self, state: int, record: Record) -> bool:
        """Tell whether a package of a state counts a record, and none rules it out."""
        places = self._places(state, record)
        return places is not None and any(place is not None for place in places)

    def _places(self, state: int, record: Record | None) -> tuple[Place, ...] | None:
        """Return where the packages of a state count a record, None where one rules it out.

        Ruled out are values that a package does not list and cells that it prints as zero.
        """
        if record is None:
            return tuple(None for package in self.axes.packages if package.state == state)
        key = (state, record)
        if key not in self._known:
            here = [
                (self.axes.place(package, record), zeros)
                for package, zeros in zip(self.axes.packages, self._zeros, strict=True)
                if package.state == state
            ]
            ruled_out = any(place is not None and zeros.hold(place) for place, zeros in here)
            self._known[key] = None if ruled_out else tuple(place for place, _ in here)
        return self._known[key]

    def _joined(self, trail: Sequence[Record | None]) -> Way:
        """Return the way of a row by its records, one a state, none of them ruled out."""
        parts = {state: iter(self._places(state, one) or ()) for state, one in enumerate(trail)}
        return tuple(next(parts[package.state]) for package in self.axes.packages)

    def _on(self, trail: tuple[Record | None, ...]) -> Iterator[tuple[Record | None, ...]]:
        """Follow a row that has come so far through the states that are left."""
        if len(trail) == self.states:
            yield trail
            return
        for record in dict.fromkeys(self._next(trail)):
            yield from self._on((*trail, record))

    def _next(self, trail: tuple[Record | None, ...]) -> Iterator[Record | None]:
        """Yield the records that a row may have next; None for all that no cohort holds."""
        last, state = trail[-1], len(trail)
        if not self.followed:
            yield None
        elif last is None:
            yield from (None, *self._counted[state])
        else:
            for record in self._steps[state - 1].next_records(self.axes, last):
                if record is None or self._places(state, record) is not None:
                    yield record if record and self._holds(state, record) else None

    def of_row(self, states: Sequence[State], row: tuple[str, int]) -> list[int]:
        """Return the numbers of the ways that a row of the office goes; none if nobody counts it.

        Raises:
            KeyError: a way is taken for impossible that a row does go: a fault of this attacker.
        """
        trail = [
            self.axes.record(state[row]) if row in state else None
            for state in states[: self.states]
        ]
        trails = [trail]
        if not self.followed:
            trails = [
                [record if at == other else None for other in range(len(trail))]
                for at, record in enumerate(trail)
            ]
        ways = [self._joined(one) for one in trails]
        return [self.index[way] for way in ways if any(place is not None for place in way)]


class _Zeros:
    """The places of a package that hold nobody, for its lists and its printed zeros."""

    def __init__(self, package: Package) -> None:
        names = package.names
        self._lists = [frozenset(package.values[name]) for name in names]
        self._cells: dict[tuple[int, ...], set[tuple[str, ...]]] = {}
        for cell, count in package.shown.items():
            if count == 0:
                pairs = sorted((names.index(name), value) for name, value in cell)
                at = tuple(pair[0] for pair in pairs)
                self._cells.setdefault(at, set()).add(tuple(pair[1] for pair in pairs))

    def hold(self, place: tuple[str, ...]) -> bool:
        """Tell whether nobody stands at this place."""
        return any(
            value not in listed for value, listed in zip(place, self._lists, strict=True)
        ) or any(tuple(place[one] for one in at) in cells for at, cells in self._cells.items())
