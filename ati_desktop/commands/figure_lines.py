"""Figures as lines of text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ati_desktop.evaluation.results import Evaluation, Figure, Unit, Variable


def figure_lines(evaluation: Evaluation) -> Iterator[str]:
    """Yield one line a figure, with its base and its interval, or why there is none."""
    yield f"{evaluation.title}, as of {evaluation.as_of}: {evaluation.cohort.rule}"
    titles = {card.measure: card.title for card in evaluation.cards}
    variables = {variable.name: variable for variable in evaluation.variables}
    for figure in evaluation.figures:
        group = ", ".join(_named(variables, *pair) for pair in figure.group) or "all"
        title = titles.get(figure.measure, figure.measure)
        if figure.quantile is not None:
            title = f"{title}, {figure.quantile:.0%} point"
        yield f"  {title} [{group}]: {_said(figure)}"
        for beside in (*figure.excluded, *figure.notes):
            yield f"    {beside.count} beside: {beside.reason}"
    for test in evaluation.tests:
        said = test.not_computed or f"chi-square {test.chi_square:.4f}, p {_p(test.p_value)}"
        yield f"  Log-rank by {test.variable}: {said}"
    for other in evaluation.beside:
        yield from figure_lines(other)


def _named(variables: Mapping[str, Variable], name: str, value: str) -> str:
    """Return the group of a figure in words, with its code where they differ."""
    variable = variables.get(name)
    if variable is None:
        return f"{name} {value}"
    word = variable.labels.get(value, value)
    return f"{variable.title} {word}" + ("" if word == value else f" ({value})")


def _p(value: float | None) -> str:
    """Return a p-value; one that would round to nothing as a bound."""
    if value is None:
        return "not computed"
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


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
