"""What a package printed comes back from its text as it was."""

from __future__ import annotations

import json

import pytest

from ati_desktop.disclosure.printed import printed_as_text, printed_from_text
from ati_desktop.disclosure.protect import protect
from ati_desktop.evaluation.compute import evaluate
from ati_desktop.evaluation.spec import Spec
from tests.disclosure.builders import evaluation_of, grid
from tests.evaluation.office import office

TABLES = (("row",), ("row", "column"))


def test_everything_that_is_printed_comes_back_as_it_was() -> None:
    measures = ("referrals", "completion_of_exits", "rearrest_km")
    spec = Spec(title="x", by=("sex",), measures=measures)
    views = protect(evaluate(office(120), spec), 5).views
    assert views.curves
    assert views.tests
    assert any(figure.hidden for figure in views.figures)
    beside = protect(evaluation_of(grid({"p": (30, 3), "q": (40, 50)}), TABLES), 5).views
    text = printed_as_text(views, {"rossi": beside})
    assert printed_from_text(text) == (views, {"rossi": beside})
    assert printed_as_text(views, {"rossi": beside}) == text


def test_nothing_hidden_is_in_the_text() -> None:
    evaluation = evaluation_of(grid({"p": (3777, 3, 41), "q": (60, 7, 35)}), TABLES)
    text = printed_as_text(protect(evaluation, 5).views, {})
    read = printed_from_text(text)
    assert read is not None
    hidden = {row.key for table in read[0].tables for row in table.rows if row.count is None}
    assert ("p", "b") in hidden
    counts = [row[1] for table in json.loads(text)["views"]["tables"] for row in _rows(table)]
    assert 3 not in counts


def _rows(table: dict[str, list[dict[str, object]]]) -> list[tuple[object, object]]:
    return [(row["key"], row["count"]) for row in table["rows"]]


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "x", '{"version": 2, "views": {}, "beside": {}}',
             '{"version": 1, "views": {}, "beside": {}}', '{"version": 1, "views": 3}']
)  # fmt: skip
def test_a_text_of_another_kind_is_nothing_to_compare_with(text: str) -> None:
    assert printed_from_text(text) is None
