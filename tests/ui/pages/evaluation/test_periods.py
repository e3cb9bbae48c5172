"""Frozen periods: made and chosen in the cohort panel; the same question keeps its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from ati_desktop.casework import periods
from ati_desktop.casework.desk import Desk
from ati_desktop.ui.pages.evaluation.cohort_panel import CohortPanel
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import words_of

Settle = Callable[[], None]


@pytest.fixture
def panel(room: EvaluationPage) -> CohortPanel:
    room.change.click()
    assert isinstance(room.sheet, CohortPanel)
    return room.sheet


def test_a_period_is_frozen_with_the_keyboard_and_chosen(
    panel: CohortPanel, demo_desk: Desk, settle: Settle, qtbot: Any
) -> None:
    qtbot.keyClick(panel.freeze.begin, Qt.Key.Key_Return)
    qtbot.keyClicks(panel.freeze.name, "2026-q3")
    qtbot.keyClick(panel.freeze.name, Qt.Key.Key_Return)
    settle()
    assert "2026-q3" in [one.name for one in periods.list_periods(demo_desk)]
    assert panel.who.values()["period"] == "2026-q3"
    panel.take()
    settle()


def test_figures_of_a_frozen_period_are_shown(
    room: EvaluationPage, panel: CohortPanel, demo_desk: Desk, settle: Settle
) -> None:
    panel.freeze.open()
    panel.freeze.name.setText("2026-q3")
    panel.freeze.go.click()
    settle()
    panel.show_figures.click()
    settle()
    assert room.asking.spec is not None
    assert room.asking.spec.period == "2026-q3"
    assert room.asking.read.evaluation.as_of == periods.list_periods(demo_desk)[0].as_of
    room.change.click()
    assert any("2026-q3, frozen" in text for text in boxes(room.sheet))


def test_a_name_that_is_taken_is_refused_in_its_sentence(
    panel: CohortPanel, demo_desk: Desk, settle: Settle, shell: Shell
) -> None:
    periods.freeze_period(demo_desk, "2026-q3")
    panel.freeze.open()
    panel.freeze.name.setText("2026-q3")
    panel.freeze.go.click()
    settle()
    assert any("There is a copy named 2026-q3 already" in line for line in shell.notices.lines)
    assert panel.freeze.name.text() == "2026-q3"


def test_what_was_filled_in_stays_when_a_period_is_frozen(
    panel: CohortPanel, settle: Settle
) -> None:
    panel.who.input("title").show_value("Courts by quarter")
    panel.freeze.open()
    panel.freeze.name.setText("2026-q3")
    panel.freeze.go.click()
    settle()
    assert panel.who.values()["title"] == "Courts by quarter"


def test_freezing_can_be_thought_better_of(panel: CohortPanel, demo_desk: Desk) -> None:
    panel.freeze.open()
    panel.freeze.cancel.click()
    assert panel.freeze.begin.isVisible()
    assert periods.list_periods(demo_desk) == []


def boxes(panel: CohortPanel) -> list[str]:
    box = panel.who.input("period").entry()
    return [*words_of(panel), *(box.itemText(at) for at in range(box.count()))]  # type: ignore[attr-defined]
