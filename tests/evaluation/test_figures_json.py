"""The JSON of the internal figures: its marks, its keys, plain values only."""

from __future__ import annotations

import json

from ati_desktop.evaluation.compute import evaluate, figures_as_json
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.office import office


def test_the_json_is_marked_as_internal_and_is_plain() -> None:
    evaluation = evaluate(office(), Spec("Court", threshold=3))
    shape = figures_as_json(evaluation)
    assert (shape["internal"], shape["not_for_release"]) == (True, True)
    assert (shape["format"], shape["version"]) == ("ati-desktop/measures", 1)
    again = json.loads(json.dumps(shape, allow_nan=False))
    assert len(again["figures"]) == len(evaluation.figures)
    assert set(again["figures"][0]) == {
        "measure",
        "group",
        "unit",
        "value",
        "numerator",
        "denominator",
        "low",
        "high",
        "quantile",
        "excluded",
        "notes",
        "not_computed",
    }
    assert set(again) == {
        "format",
        "version",
        "internal",
        "not_for_release",
        "title",
        "demo",
        "as_of",
        "outcome_complete_to",
        "cohort",
        "figures",
        "curves",
        "tests",
        "doubts",
        "cards",
        "beside",
    }
