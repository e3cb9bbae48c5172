"""One linear system over every number of a package, printed or implied by what is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ati_desktop.disclosure.cells import (
    TOTAL,
    Cell,
    Number,
    Values,
    alone,
    lines,
    margins,
    number_of,
    remainder,
    values_of,
)
from ati_desktop.evaluation.results import Evaluation, Figure, Unit, Where


@dataclass(frozen=True, slots=True)
class Rest:
    """The numbers a figure rests on; None where no table of the package holds its cells.

    ``remainder`` is the denominator without the numerator, which anyone can work out.
    """

    numerator: Number | None
    denominator: Number | None
    remainder: Number | None


@dataclass
class System:
    """All numbers with their true values, and the equations that tie them together.

    An equation is (whole, parts): the value of the whole is the sum of the parts' values. Places
    in ``values`` name the numbers; ``unprinted`` are those that are implied but never written.
    """

    spans: Values
    values: list[int] = field(default_factory=list)
    places: dict[Number, int] = field(default_factory=dict)
    equations: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    unprinted: set[int] = field(default_factory=set)
    rests: list[Rest | None] = field(default_factory=list)
    _known: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)

    @property
    def total(self) -> int:
        """The count of the whole base table."""
        return self.values[self.places[alone(TOTAL)]]

    def place(self, number: Number) -> int | None:
        """Return where a number stands, or None where the package does not hold it."""
        return self.places.get(number)

    def value(self, cell: Cell) -> int | None:
        """Return the true count of a cell, or None where no table holds it."""
        place = self.places.get(alone(cell))
        return None if place is None else self.values[place]

    def add(self, number: Number, value: int) -> int:
        """Put a number in; the same number again must have the same value.

        Raises:
            ValueError: two tables differ about one cell, so they are not margins of one base.
        """
        place = self.places.setdefault(number, len(self.values))
        if place == len(self.values):
            self.values.append(value)
        elif self.values[place] != value:
            raise ValueError("the tables are not margins of one base table")
        return place

    def tie(self, whole: int, parts: Iterable[int]) -> None:
        """Say that a number is the sum of others."""
        equation = (whole, tuple(sorted(parts)))
        if equation not in self._known and equation[1] != (whole,):
            self._known.add(equation)
            self.equations.append(equation)


def build_system(evaluation: Evaluation) -> System:
    """Return the system of all tables, figures and exclusions of an evaluation.

    Raises:
        ValueError: the tables contradict one another; a fault of what made them.
    """
    system = System(values_of(evaluation.variables))
    for table in evaluation.tables:
        for cell, count in margins(table).items():
            system.add(alone(cell), count)
        for whole, _, parts in lines(table.variables, system.spans):
            system.tie(_at(system, whole), [_at(system, part) for part in parts])
    for figure in evaluation.figures:
        system.rests.append(_rest(system, figure))
    for rest in system.rests:
        written = (rest.numerator, rest.denominator) if rest else ()
        system.unprinted -= {system.places[number] for number in written if number}
    _add_exclusions(system, evaluation.figures)
    return system


def _at(system: System, cell: Cell) -> int:
    return system.places[alone(cell)]


def _summed(system: System, wheres: Iterable[Where], value: int) -> Number | None:
    """Put a sum of cells in, if its cells are known and do add up to what the figure says."""
    number = number_of(wheres, system.spans)
    counts = [system.value(cell) for cell in number]
    if not number or None in counts or sum(count or 0 for count in counts) != value:
        return None
    place = system.add(number, value)
    system.tie(place, [_at(system, cell) for cell in number])
    return number


def counted_by(figure: Figure) -> int | None:
    """Return the numerator; a bare count is its own."""
    bare = figure.unit is Unit.COUNT and figure.denominator is None and figure.value is not None
    return int(figure.value or 0) if bare and figure.numerator is None else figure.numerator


def _rest(system: System, figure: Figure) -> Rest | None:
    """Return what a figure rests on, or None where that cannot be worked out from the tables."""
    part = whole = None
    counted = counted_by(figure)
    if counted is not None:
        part = _summed(system, figure.numerator_cells or (figure.group,), counted)
    if figure.denominator is not None:
        whole = _summed(system, figure.denominator_cells, figure.denominator)
    if (part is None) != (counted is None):
        return None
    if (whole is None) != (figure.denominator is None) or (part is None and whole is None):
        return None
    left = _left_over(system, part, whole) if part and whole else None
    return Rest(part, whole, left)


def _left_over(system: System, part: Number, whole: Number) -> Number:
    """Put in the denominator without the numerator; nobody prints it, anyone can subtract."""
    value = system.values[system.places[whole]] - system.values[system.places[part]]
    number = remainder(whole, part, system.spans)
    if number and all(system.value(cell) is not None for cell in number):
        place = system.add(number, value)
        system.tie(place, [_at(system, cell) for cell in number])
    else:
        number = Number({Cell({("remainder", repr(sorted(map(sorted, whole | part))))})})
        place = system.add(number, value)
        system.unprinted.add(place)
    if len(number) > 1:
        system.unprinted.add(place)
    system.tie(system.places[whole], [system.places[part], place])
    return number


def exclusion(measure: str, reason: str, group: Where) -> Number:
    """Return the number of those whom a measure leaves out of a group for a reason."""
    return alone(frozenset(group) | {(f"left out of {measure}", reason)})


def _add_exclusions(system: System, figures: Iterable[Figure]) -> None:
    """Put in who is left out of each figure, tied over the groups and to the groups' sizes."""
    counts: dict[Number, int] = {}
    groups: dict[str, set[Cell]] = {}
    reasons: dict[str, set[str]] = {}
    for figure in figures:
        groups.setdefault(figure.measure, set()).add(frozenset(figure.group))
        for left_out in figure.excluded:
            reasons.setdefault(figure.measure, set()).add(left_out.reason)
            key = exclusion(figure.measure, left_out.reason, figure.group)
            counts[key] = left_out.count
    for number, count in counts.items():
        system.add(number, count)
    for measure, names in sorted(reasons.items()):
        for reason in sorted(names):
            _tie_groups(system, measure, reason, groups[measure])
    for figure, rest in zip(figures, system.rests, strict=True):
        _tie_population(system, figure, rest)


def _tie_groups(system: System, measure: str, reason: str, groups: set[Cell]) -> None:
    for group in sorted(groups, key=sorted):
        for name in sorted(system.spans.keys() - dict(group).keys()):
            family = [group | {(name, value)} for value in system.spans[name]]
            here = [_excluded_at(system, measure, reason, cell) for cell in family]
            present = [place for place in here if place is not None]
            whole = _excluded_at(system, measure, reason, group)
            if whole is None or not present:
                continue
            if system.values[whole] == sum(system.values[place] for place in present):
                system.tie(whole, present)


def _excluded_at(system: System, measure: str, reason: str, group: Cell) -> int | None:
    return system.place(exclusion(measure, reason, tuple(group)))


def _tie_population(system: System, figure: Figure, rest: Rest | None) -> None:
    """Tie size of the group = counted + left out, where that is so: an attacker will try it."""
    group = system.place(alone(frozenset(figure.group)))
    if group is None or rest is None or rest.denominator is None or not figure.excluded:
        return
    parts = [system.places[rest.denominator]]
    parts += [
        system.places[exclusion(figure.measure, left_out.reason, figure.group)]
        for left_out in figure.excluded
    ]
    if len(set(parts)) == len(parts) and system.values[group] == sum(
        system.values[place] for place in parts
    ):
        system.tie(group, parts)
