"""From figures to the lines of the table: value, base, interval, and the groups folded under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ati_desktop.casework.results import Evaluation, Figure, FigureView, Shown, Unit, Variable
from ati_desktop.ui.pages.evaluation.words import (
    HIDDEN,
    count,
    days,
    percent,
    span,
    translate,
    variables_of,
)

AnyFigure = Figure | FigureView
Key = tuple[str, tuple[tuple[str, str], ...]]
_SHARES = (Unit.SHARE, Unit.PROBABILITY)


@dataclass(frozen=True)
class Line:
    """One line of the table; ``low``, ``middle`` and ``high`` are 0 to 1, for the drawn interval.

    A line without ``figures`` is the title of a breakdown.
    """

    title: str
    value: str = ""
    base: str = ""
    interval: str = ""
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    state: Shown = Shown.SHOWN
    key: Key = ("", ())
    figures: tuple[AnyFigure, ...] = ()
    under: tuple[Line, ...] = field(default=(), repr=False)


def lines_of(evaluation: Evaluation, figures: Iterable[AnyFigure]) -> tuple[Line, ...]:
    """Return one line a measure, in their order, with its groups folded under it."""
    titles = {card.measure: card.title for card in evaluation.cards}
    variables = variables_of(evaluation)
    measures: dict[str, dict[tuple[tuple[str, str], ...], list[AnyFigure]]] = {}
    for figure in figures:
        measures.setdefault(figure.measure, {}).setdefault(figure.group, []).append(figure)
    return tuple(
        _measure(titles.get(name, name), groups, variables) for name, groups in measures.items()
    )


def _measure(
    title: str,
    groups: Mapping[tuple[tuple[str, str], ...], list[AnyFigure]],
    variables: Mapping[str, Variable],
) -> Line:
    whole = line_of(title, groups.get((), []))
    under: dict[str, list[Line]] = {}
    for group, figures in groups.items():
        if len(group) == 1:
            name, value = group[0]
            labels = variables[name].labels if name in variables else {}
            under.setdefault(name, []).append(line_of(labels.get(value, value), figures))
    folded = tuple(
        Line(variables[name].title if name in variables else name, under=tuple(lines))
        for name, lines in under.items()
    )
    return replace(whole, under=folded)


def line_of(title: str, figures: Sequence[AnyFigure]) -> Line:
    """Return the line of one measure in one group; several figures are its quartiles."""
    if not figures:
        return Line(title)
    main = next((one for one in figures if one.quantile == 0.5), figures[0])
    state = _state(main)
    line = Line(title, state=state, key=(main.measure, main.group), figures=tuple(figures))
    if state is Shown.NOT_COMPUTED:
        why = translate("Evaluation", "not computed: {why}").format(why=main.not_computed or "")
        return replace(line, value="\N{EM DASH}", base=why)
    if state is Shown.HIDDEN:
        return replace(line, value=HIDDEN, base=translate("Evaluation", "hidden to protect people"))
    line = replace(
        line,
        value=value_words(main),
        base=", ".join(_base(main, figures)),
        interval=interval_words(main),
    )
    if main.unit not in _SHARES:
        return line
    return replace(line, low=main.low, middle=main.value, high=main.high)


def value_words(figure: AnyFigure) -> str:
    """Return a value as people read it; a hidden one as it is printed."""
    if figure.value is None:
        return HIDDEN if _state(figure) is Shown.HIDDEN else "\N{EM DASH}"
    if figure.unit in _SHARES:
        return percent(figure.value)
    if figure.unit == Unit.DAYS:
        return translate("Evaluation", "{count} days").format(count=days(figure.value))
    return count(figure.value)


def interval_words(figure: AnyFigure) -> str:
    """Return the 95 % interval in words, or "" where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    if figure.unit in _SHARES:
        return span(_bare(figure.low), percent(figure.high))
    return span(days(figure.low), days(figure.high))


def count_words(figure: AnyFigure, field_name: str) -> str:
    """Return the numerator or denominator; ``s`` where it is hidden, "" where there is none."""
    number = getattr(figure, field_name)
    if number is not None:
        return count(number)
    return HIDDEN if field_name in getattr(figure, "hidden", ()) else ""


def _state(figure: AnyFigure) -> Shown:
    if isinstance(figure, FigureView):
        return figure.shown
    return Shown.NOT_COMPUTED if figure.value is None else Shown.SHOWN


def _base(main: AnyFigure, figures: Sequence[AnyFigure]) -> Iterator[str]:
    above, below = count_words(main, "numerator"), count_words(main, "denominator")
    if main.unit == Unit.DAYS:
        ends = [next((o.value for o in figures if o.quantile == q), None) for q in (0.25, 0.75)]
        if None not in ends:
            low, high = (days(end) for end in ends if end is not None)
            yield translate("Evaluation", "IQR {span}").format(span=span(low, high))
        if below:
            yield translate("Evaluation", "of {below}").format(below=below)
    elif above and below:
        yield translate("Evaluation", "{above} of {below}").format(above=above, below=below)
    elif below:
        yield translate("Evaluation", "{below} followed").format(below=below)


def _bare(share: float) -> str:
    return percent(share).rstrip("%").strip()
