"""Figures as JSON and as rows: a value, or hidden, or not computed and why."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, HIDDEN, CurveView, FigureView, Shown, TestView
from ati_desktop.exports.described import NOTE, Described
from ati_desktop.exports.rows import DEMO, Value, as_csv

FORMAT = "ati-desktop/released-measures"
_NUMBERS = ("value", "numerator", "denominator", "low", "high")
HEADER = (
    "measure",
    "group_variable",
    "group_value",
    "quantile",
    "unit",
    "state",
    *_NUMBERS,
    "not_computed",
)
_TITLES = {
    "measure": "Measure",
    "group_variable": "Variable of the group",
    "group_value": "Value of the group",
    "quantile": "Which point of the distribution",
    "unit": "Unit",
    "state": "Shown, hidden or not computed",
    "value": "Value",
    "numerator": "Number counted",
    "denominator": "Number of whom",
    "low": "Lower end of the 95 % interval",
    "high": "Upper end of the 95 % interval",
    "not_computed": "Why it was not computed",
}
_HIDDEN = {"hidden": "hidden so that nobody can be found"}


def as_json(content: dict[str, object]) -> bytes:
    """Return JSON in a fixed order of keys, with a line feed at the end."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def measures_described(release: SealedRelease) -> Described:
    """Return what is in measures.csv, column by column."""
    rows = measure_rows(release)
    titles = {card.measure: card.title for card in release.cards}
    titles |= {variable.name: variable.title for variable in release.variables}
    fields: list[Field] = []
    for at, name in enumerate(HEADER):
        if name in (*_NUMBERS, "quantile"):
            hidden = _HIDDEN if name != "quantile" else {}
            fields.append(Field(name, _TITLES[name], Kind.NUMBER, hidden, tuple(hidden), "", 4))
        else:
            used = dict.fromkeys(str(row[at] or "") for row in rows)
            labels = {value: titles.get(value, value) or "none" for value in used}
            fields.append(Field(name, _TITLES[name], Kind.CODE, labels))
    if release.demo:
        fields.append(NOTE)
    return Described("measures.csv", "Measures", tuple(fields), len(rows))


def measure_files(release: SealedRelease) -> Iterator[tuple[str, bytes]]:
    """Yield measures.json and measures.csv."""
    yield "measures.json", as_json(_content(release))
    yield "measures.csv", as_csv(HEADER, measure_rows(release), demo=release.demo)


def measure_rows(release: SealedRelease) -> list[tuple[Value, ...]]:
    """Return one row a figure."""
    return [
        (
            figure.measure,
            " and ".join(pair[0] for pair in figure.group) or ALL,
            " and ".join(pair[1] for pair in figure.group) or ALL,
            figure.quantile,
            figure.unit,
            figure.shown.value,
            *(_number(figure, name) for name in _NUMBERS),
            figure.not_computed,
        )
        for figure in release.views.figures
    ]


def _number(figure: FigureView, name: str) -> Value:
    value: float | None = getattr(figure, name)
    return HIDDEN if name in figure.hidden else _whole(value)


def _whole(value: float | None) -> Value:
    """Return 3 for 3.0: counts and days have no decimals."""
    return int(value) if value is not None and float(value).is_integer() else value


def _content(release: SealedRelease) -> dict[str, object]:
    mark: dict[str, object] = {"mark": DEMO} if release.demo else {}
    return {
        "format": FORMAT,
        "version": 1,
        **mark,
        "title": release.title,
        "population": dict(release.population),
        "as_of": release.as_of,
        "outcome_complete_to": release.outcome_complete_to,
        "threshold": release.threshold,
        "hidden": HIDDEN,
        "figures": [_figure(figure) for figure in release.views.figures],
        "restricted_means": [
            _mean(curve) for curve in release.views.curves if curve.restricted_mean is not None
        ],
        "tests": [_test(test) for test in release.views.tests],
    }


def _figure(figure: FigureView) -> dict[str, object]:
    return {
        "measure": figure.measure,
        "group": dict(figure.group),
        "unit": figure.unit,
        "quantile": figure.quantile,
        "state": figure.shown.value,
        **{name: _number(figure, name) for name in _NUMBERS},
        "excluded": [
            {"reason": reason, "count": HIDDEN if count is None else count}
            for reason, count in figure.excluded
        ],
        "not_computed": figure.not_computed,
    }


def _mean(curve: CurveView) -> dict[str, object]:
    return {
        "measure": curve.measure,
        "group": dict(curve.group),
        "to": curve.horizon,
        "time_unit": curve.time_unit,
        "restricted_mean": curve.restricted_mean,
    }


def _test(test: TestView) -> dict[str, object]:
    shown = test.shown is Shown.SHOWN
    hidden = HIDDEN if test.shown is Shown.HIDDEN else None
    return {
        "measure": test.measure,
        "variable": test.variable,
        "state": test.shown.value,
        "groups": list(test.groups) if shown else hidden,
        "chi_square": test.chi_square if shown else hidden,
        "degrees_of_freedom": test.degrees if shown else hidden,
        "p_value": test.p_value if shown else hidden,
        "not_computed": test.not_computed if not shown and hidden is None else None,
    }
