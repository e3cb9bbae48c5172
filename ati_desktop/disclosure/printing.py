"""From numbers and what is hidden to the views: the only place where a true number is let by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from ati_desktop.disclosure.cells import Cell, Number, alone
from ati_desktop.disclosure.curves import draw_curves
from ati_desktop.disclosure.primary import (
    quantile_interval_may_be_shown,
    quantile_may_be_shown,
    small_probability,
)
from ati_desktop.disclosure.system import Rest, System
from ati_desktop.disclosure.views import FigureView, Row, Shown, TableView, Views
from ati_desktop.evaluation.results import (
    DOUBT,
    FIRST,
    PERSON,
    CountTable,
    Evaluation,
    Figure,
    Unit,
    Where,
)

_NOBODY = "There is nobody in this group to compute it of."
_DECIMALS = {Unit.SHARE: 4, Unit.PROBABILITY: 4, Unit.DAYS: 0, Unit.COUNT: 0}


@dataclass(frozen=True)
class Printer:
    """Prints what is not hidden."""

    system: System
    hidden: frozenset[int]
    threshold: int

    def known(self, number: Number | None) -> int | None:
        """Return the true value of a number where it may be printed."""
        place = None if number is None else self.system.place(number)
        return None if place is None or place in self.hidden else self.system.values[place]

    def alone(self, value: int) -> int | None:
        """Return a number that stands in no table, where it is not small."""
        return None if 0 < value < self.threshold else value

    def hidden_groups(self) -> dict[Where, int]:
        """Return the true size of each cell whose count is hidden."""
        cells = {
            tuple(sorted(*number)): at
            for number, at in self.system.places.items()
            if len(number) == 1
        }
        return {cell: self.system.values[at] for cell, at in cells.items() if at in self.hidden}

    def table(self, table: CountTable, *, withheld: bool) -> TableView:
        """Return every cell and margin in the order of the values, sums last."""
        spans = [(*self.system.spans[name], None) for name in table.variables]
        rows = []
        for key in product(*spans):
            pairs = zip(table.variables, key, strict=True)
            cell: Cell = frozenset((name, value) for name, value in pairs if value is not None)
            rows.append(Row(key, self.known(alone(cell))))
        return TableView(
            table.id, table.title, table.variables, tuple(rows), withheld, table.listed
        )

    def figure(
        self, figure: Figure, rest: Rest | None, left_out: Mapping[str, Number | None]
    ) -> FigureView:
        """Return a figure, its value shown only where everything it rests on is shown."""
        numerator = denominator = None
        if rest is not None:
            numerator, denominator = self.known(rest.numerator), self.known(rest.denominator)
        open_ = figure.value is not None and self._open(figure, rest)
        bounds = open_ and self._interval_open(figure)
        view = FigureView(
            measure=figure.measure,
            group=figure.group,
            unit=figure.unit.value,
            shown=self._shown(figure, self._reason(figure, rest, left_out), open_=open_),
            value=_rounded(figure.value, figure.unit) if open_ else None,
            numerator=numerator,
            denominator=denominator,
            low=_rounded(figure.low, figure.unit) if bounds else None,
            high=_rounded(figure.high, figure.unit) if bounds else None,
            quantile=figure.quantile,
            hidden=frozenset(),
            excluded=tuple((reason, self.known(number)) for reason, number in left_out.items()),
            not_computed=self._reason(figure, rest, left_out),
        )
        return _with_hidden(figure, view)

    def _open(self, figure: Figure, rest: Rest | None) -> bool:
        if rest is None or small_probability(figure, self.threshold):
            return False
        needed = [number for number in (rest.numerator, rest.denominator, rest.remainder) if number]
        if any(self.system.places[number] in self.hidden for number in needed):
            return False
        return figure.unit is not Unit.DAYS or quantile_may_be_shown(figure, self.threshold)

    def _shown(self, figure: Figure, reason: str | None, *, open_: bool) -> Shown:
        if figure.value is None:
            return Shown.NOT_COMPUTED if reason else Shown.HIDDEN
        return Shown.SHOWN if open_ else Shown.HIDDEN

    def _reason(
        self, figure: Figure, rest: Rest | None, left_out: Mapping[str, Number | None]
    ) -> str | None:
        """Return why there is no value, unless that would say something of a hidden number.

        That so few are still followed is such a thing: where it is not said, there are more. So a
        probability of which nobody followed is missing is hidden or shown, whatever the reason.
        """
        if figure.not_computed is None or (rest is None and figure.group):
            return None
        numbers = [n for n in (rest.numerator, rest.denominator) if n] if rest else []
        if any(self.known(number) is None for number in numbers):
            return None
        if figure.unit is Unit.PROBABILITY and figure.denominator:
            return None
        # For a group, the main reason could be worked out from hidden counts; for the whole, the
        # largest of several reasons says of which two counts one is larger.
        hidden = any(self.known(number) is None for number in left_out.values())
        neutral = figure.group or (hidden and len(left_out) > 1)
        return _NOBODY if figure.denominator == 0 and neutral else figure.not_computed

    def _interval_open(self, figure: Figure) -> bool:
        return figure.unit is not Unit.DAYS or quantile_interval_may_be_shown(
            figure, self.threshold
        )


def print_views(
    evaluation: Evaluation,
    system: System,
    hidden: frozenset[int],
    threshold: int,
    withheld: frozenset[str] = frozenset(),
) -> Views:
    """Return everything that will be printed."""
    printer = Printer(system, hidden, threshold)
    figures = tuple(
        printer.figure(figure, rest, left_out)
        for figure, rest, left_out in zip(
            evaluation.figures, system.rests, system.left_out, strict=True
        )
    )
    curves, tests, figures = draw_curves(evaluation, figures, threshold, printer.hidden_groups())
    referrals = evaluation.cohort.referrals
    gap = abs(referrals - system.total)
    tables = tuple(printer.table(t, withheld=t.id in withheld) for t in evaluation.tables)
    flags = {table.id: table for table in tables if not table.listed}
    return Views(
        tables=tables,
        figures=figures,
        curves=curves,
        tests=tests,
        referrals=None if 0 < gap < threshold else printer.alone(referrals),
        people=_people(evaluation, printer, flags),
        doubts=tuple(_doubts(evaluation, flags)),
    )


def _people(evaluation: Evaluation, printer: Printer, flags: Mapping[str, TableView]) -> int | None:
    """Return how many people there are: a number of the system, or one person a row."""
    if PERSON in flags:
        return flags[PERSON].count(FIRST)
    people = evaluation.cohort.people
    return printer.alone(people) if people == evaluation.cohort.referrals else None


def _doubts(
    evaluation: Evaluation, flags: Mapping[str, TableView]
) -> Iterator[tuple[str, int | None]]:
    for code in sorted(evaluation.doubts):
        table = flags.get(DOUBT + code)
        yield code, None if table is None else table.count(code)


def _rounded(value: float | None, unit: Unit) -> float | None:
    return None if value is None else round(float(value), _DECIMALS[unit])


def _with_hidden(figure: Figure, view: FigureView) -> FigureView:
    names = ("value", "numerator", "denominator", "low", "high")
    gone = {name for name in names if getattr(figure, name) is not None}
    if view.unit == Unit.PROBABILITY.value and view.shown is Shown.HIDDEN:
        gone |= {"value", "low", "high"}  # whatever of it there is, it is hidden alike
    gone = {name for name in gone if getattr(view, name) is None}
    return replace(view, hidden=frozenset(gone))
