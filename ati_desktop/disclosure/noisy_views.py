"""Tables and figures said in noisy numbers, whatever made them noisy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from ati_desktop.disclosure.cells import Cell, Number, Values, alone, number_of
from ati_desktop.disclosure.views import Row
from ati_desktop.evaluation.results import Figure, Unit, Variable, Where

_DECIMALS = 3


@dataclass(frozen=True)
class Speaker:
    """How numbers are said: ``number`` gives what is printed for a sum of cells, None is hidden.

    ``beside`` tells whether a part may be printed beside the whole in which it lies, ``enough``
    whether a printed base is large enough for a share.
    """

    number: Callable[[Number], int | None]
    beside: Callable[[Number, Number], bool]
    enough: Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class NoisyFigure:
    """A count or a share from noisy counts; ``value`` is None where it is hidden."""

    measure: str
    group: Where
    unit: str
    value: float | None
    numerator: int | None
    denominator: int | None


def noisy_rows(names: tuple[str, ...], values: Values, speaker: Speaker) -> Iterator[Row]:
    """Yield every cell and margin of a table, sums last."""
    for key in product(*((*values[name], None) for name in names)):
        pairs = zip(names, key, strict=True)
        cell: Cell = frozenset((name, value) for name, value in pairs if value is not None)
        yield Row(key, speaker.number(alone(cell)))


def noisy_figure(figure: Figure, values: Values, speaker: Speaker) -> NoisyFigure:
    """Return a count or a share as it may be said."""
    group = alone(frozenset(figure.group))
    part = number_of(figure.numerator_cells or (figure.group,), values)
    if figure.unit is Unit.COUNT:
        count = _within(part, group, speaker)
        return NoisyFigure(figure.measure, figure.group, figure.unit.value, count, count, None)
    whole = number_of(figure.denominator_cells, values)
    base = _within(whole, group, speaker) if whole else None
    counted = _within(part, whole, speaker) if base and speaker.enough(base) else None
    value = round(min(counted / base, 1.0), _DECIMALS) if base and counted is not None else None
    return NoisyFigure(figure.measure, figure.group, figure.unit.value, value, counted, base)


def _within(part: Number, whole: Number, speaker: Speaker) -> int | None:
    return speaker.number(part) if part == whole or speaker.beside(part, whole) else None


def named_variables(
    variables: Iterable[Variable], named: Callable[[str, str], bool]
) -> tuple[Variable, ...]:
    """Leave values that are printed as nobody out: that one is there would say somebody has it."""
    found = []
    for variable in variables:
        values = tuple(value for value in variable.values if named(variable.name, value))
        if values:
            labels = {value: variable.labels[value] for value in values}
            found.append(Variable(variable.name, variable.title, values, labels))
    return tuple(found)
