"""Figures as lines of text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.evaluation.results import Evaluation, Figure, Unit


def figure_lines(evaluation: Evaluation) -> Iterator[str]:
    """Yield one line a figure, with its base and its interval, or why there is none."""
    yield f"{evaluation.title}, as of {evaluation.as_of}: {evaluation.cohort.rule}"
    titles = {card.measure: card.title for card in evaluation.cards}
    for figure in evaluation.figures:
        group = ", ".join(f"{name} {value}" for name, value in figure.group) or "all"
        title = titles.get(figure.measure, figure.measure)
        if figure.quantile is not None:
            title = f"{title}, {figure.quantile:.0%} point"
        yield f"  {title} [{group}]: {_said(figure)}"
    for test in evaluation.tests:
        said = test.not_computed or f"chi-square {test.chi_square:.4f}, p {test.p_value:.4f}"
        yield f"  Log-rank by {test.variable}: {said}"
    for beside in evaluation.beside:
        yield from figure_lines(beside)


def _said(figure: Figure) -> str:
    if figure.value is None:
        return f"not computed: {figure.not_computed}"
    if figure.unit in (Unit.SHARE, Unit.PROBABILITY):
        value = f"{figure.value:.2%}"
        interval = f", 95 % {figure.low:.2%} to {figure.high:.2%}" if figure.low is not None else ""
    else:
        value = f"{figure.value:g}" + (" days" if figure.unit is Unit.DAYS else "")
        interval = f", 95 % {figure.low:g} to {figure.high:g}" if figure.low is not None else ""
    base = ""
    if figure.denominator is not None:
        count = f"{figure.numerator} " if figure.numerator is not None else ""
        base = f" ({count}of {figure.denominator})"
    return value + base + interval
