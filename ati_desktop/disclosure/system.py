"""One linear system over every number of a package, printed or implied by what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

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
from ati_desktop.disclosure.definitions import nested_sums, reasons_of, same_values
from ati_desktop.evaluation.results import Evaluation, Figure, Unit, Where


@dataclass(frozen=True, slots=True)
class Rest:
    """The numbers a figure rests on; None where no table of the package holds its cells.

    ``remainder`` is the denominator without the numerator, which anyone can work out; None also
    where both are the same by definition.
    """

    numerator: Number | None
    denominator: Number | None
    remainder: Number | None


@dataclass
class System:
    """All numbers with their true values, and the equations that tie them together.

    An equation is (whole, parts): the value of the whole is the sum of the parts' values. Places
    in ``values`` name the numbers; ``unprinted`` are those that are implied but never written;
    ``unsaid`` are cells that nobody misses, for no file says them: further referrals of people.
    ``rests`` and ``left_out`` say for each figure which numbers it is made of; ``twins`` are cells
    of the same people under two names.
    """

    spans: Values
    values: list[int] = field(default_factory=list)
    places: dict[Number, int] = field(default_factory=dict)
    equations: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    unprinted: set[int] = field(default_factory=set)
    unsaid: set[int] = field(default_factory=set)
    rests: list[Rest | None] = field(default_factory=list)
    left_out: list[dict[str, Number | None]] = field(default_factory=list)
    twins: list[tuple[int, int]] = field(default_factory=list)
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
    system.unsaid = set(_unsaid(system, evaluation))
    for figure in evaluation.figures:
        system.rests.append(_rest(system, figure))
    for rest in system.rests:
        written = (rest.numerator, rest.denominator) if rest else ()
        system.unprinted -= {system.places[number] for number in written if number}
    _add_left_out(system, evaluation)
    ordered = _in_order(evaluation)
    _tie_same_values(system, ordered)
    _tie_nested(system, ordered)
    _renumber(system)
    return system


def _unsaid(system: System, evaluation: Evaluation) -> Iterator[int]:
    for table in evaluation.tables:
        if not table.listed:
            (name,) = table.variables
            for value in system.spans[name][1:]:
                yield _at(system, frozenset({(name, value)}))


def _in_order(evaluation: Evaluation) -> Evaluation:
    """Return the same evaluation with variables, values and tables sorted by name."""
    variables = sorted(evaluation.variables, key=lambda each: each.name)
    return replace(
        evaluation,
        variables=tuple(replace(each, values=tuple(sorted(each.values))) for each in variables),
        tables=tuple(sorted(evaluation.tables, key=lambda table: sorted(table.variables))),
    )


def _renumber(system: System) -> None:
    """Give the numbers places by their names.

    So what is hidden does not hang on the order in which tables, values or figures come.
    """
    ranked = sorted(system.places, key=lambda number: sorted(map(sorted, number)))
    moved = {system.places[number]: at for at, number in enumerate(ranked)}
    system.values = [system.values[system.places[number]] for number in ranked]
    system.places = {number: at for at, number in enumerate(ranked)}
    system.equations = sorted(
        (moved[whole], tuple(sorted(moved[part] for part in parts)))
        for whole, parts in system.equations
    )
    system.unprinted = {moved[at] for at in system.unprinted}
    system.unsaid = {moved[at] for at in system.unsaid}
    system.twins = sorted((moved[one], moved[two]) for one, two in system.twins)


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
    left = _left_over(system, part, whole) if part and whole and part != whole else None
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


def _add_left_out(system: System, evaluation: Evaluation) -> None:
    """Put in, for each figure, how many are left out for each reason."""
    for figure, reasons in zip(evaluation.figures, reasons_of(evaluation), strict=True):
        placed: dict[str, Number | None] = {}
        for reason, cells in reasons.items():
            counts = [system.value(frozenset(cell)) for cell in cells]
            known = sum(count or 0 for count in counts)
            placed[reason] = _summed(system, cells, known) if None not in counts else None
        system.left_out.append(placed)
        _check(figure, placed, system)


def _check(figure: Figure, placed: dict[str, Number | None], system: System) -> None:
    """Take back a reason whose cells do not add up to what the figure says."""
    for each in figure.excluded:
        number = placed.get(each.reason)
        if number is not None and system.values[system.places[number]] != each.count:
            placed[each.reason] = None


def _tie_same_values(system: System, evaluation: Evaluation) -> None:
    """Tie outcomes that say the same of the same people under two names.

    Somebody who was not admitted is so in each outcome. Where a value of one outcome has the same
    code and in each group the same count as in another, an attacker takes them for one.
    """
    for one, two in same_values(evaluation, system.value):
        for first, second in zip(one, two, strict=True):
            system.tie(_at(system, first), [_at(system, second)])
            system.twins.append((_at(system, first), _at(system, second)))


def _tie_nested(system: System, evaluation: Evaluation) -> None:
    """Put in by how much one sum exceeds another that lies inside it by definition.

    Anyone can subtract the two, and what is left counts people.
    """
    for inner, outer in nested_sums(evaluation, system.value):
        places = [[_at(system, cell) for cell in cells] for cells in (inner, outer)]
        less, more = (sum(system.values[at] for at in side) for side in places)
        name = repr((sorted(map(sorted, inner)), sorted(map(sorted, outer))))
        beyond = system.add(alone(frozenset({("beyond", name)})), more - less)
        system.unprinted.add(beyond)
        whole = places[1][0]
        if len(outer) > 1:
            whole = system.add(alone(frozenset({("around", name)})), more)
            system.unprinted.add(whole)
            system.tie(whole, places[1])
        system.tie(whole, [*places[0], beyond])
