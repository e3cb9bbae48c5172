"""The internal figures as plain values for JSON; the shape is documented and stays stable."""

from __future__ import annotations

from dataclasses import asdict

from ati_desktop.evaluation.results import (
    Curve,
    Evaluation,
    Exclusion,
    Figure,
    GroupTest,
    Where,
)

FORMAT = "ati-desktop/measures"
VERSION = 1


def figures_as_json(evaluation: Evaluation) -> dict[str, object]:
    """Return everything of an evaluation but its tables and cells, ready for ``json.dumps``.

    Marked as internal: nothing in it was protected against finding people.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "internal": True,
        "not_for_release": True,
        "title": evaluation.title,
        "demo": evaluation.demo,
        "as_of": evaluation.as_of,
        "outcome_complete_to": evaluation.outcome_complete_to,
        "cohort": asdict(evaluation.cohort),
        "figures": [_figure(figure) for figure in evaluation.figures],
        "curves": [_curve(curve) for curve in evaluation.curves],
        "tests": [_test(test) for test in evaluation.tests],
        "doubts": dict(evaluation.doubts),
        "cards": [asdict(card) for card in evaluation.cards],
        "beside": [figures_as_json(one) for one in evaluation.beside],
    }


def _group(group: Where) -> dict[str, str]:
    return dict(group)


def _reasons(exclusions: tuple[Exclusion, ...]) -> list[dict[str, object]]:
    return [{"reason": one.reason, "count": one.count} for one in exclusions]


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "measure": figure.measure,
        "group": _group(figure.group),
        "unit": str(figure.unit),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "low": figure.low,
        "high": figure.high,
        "quantile": figure.quantile,
        "excluded": _reasons(figure.excluded),
        "notes": _reasons(figure.notes),
        "not_computed": figure.not_computed,
    }


def _curve(curve: Curve) -> dict[str, object]:
    return {
        "measure": curve.measure,
        "group": _group(curve.group),
        "time_unit": curve.time_unit,
        "people": curve.people,
        "events": curve.events,
        "restricted_mean": curve.restricted_mean,
        "restricted_mean_se": curve.restricted_mean_se,
        "horizon": curve.horizon,
        "points": [asdict(point) for point in curve.points],
    }


def _test(test: GroupTest) -> dict[str, object]:
    return {
        "measure": test.measure,
        "variable": test.variable,
        "groups": list(test.groups),
        "observed": list(test.observed),
        "expected": list(test.expected),
        "chi_square": test.chi_square,
        "degrees": test.degrees,
        "p_value": test.p_value,
        "not_computed": test.not_computed,
    }
