"""What leaves the office: hidden numbers are nowhere in the window, and the package is written."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ati_desktop.casework.results import Shown
from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.pages.evaluation.board import RELEASED
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.pages.evaluation.release.wizard import ReleaseWizard
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import SPEC, cells_of, words_of
from tests.ui.pages.evaluation.steps import stop_in_the_midst

Settle = Callable[[], None]


@pytest.fixture
def released(room: EvaluationPage, settle: Settle) -> EvaluationPage:
    room.board.view.buttons()[1].click()
    settle()
    assert room.board.view.value() == RELEASED
    return room


def test_the_check_works_by_itself_and_says_counts_only(
    room: EvaluationPage, checked: Callable[[EvaluationPage], None]
) -> None:
    checked(room)
    protected = room.asking.ready.prepared.protected
    said = words_of(room.board.release_check)
    assert f"Cells below {protected.threshold}" in said
    assert f"{protected.reasons['small']} hidden" in said
    assert "holds" in said
    assert str(protected.views.smallest_shown) in said


def test_a_hidden_figure_shows_s_and_its_value_is_nowhere_in_the_window(
    released: EvaluationPage,
) -> None:
    ready, evaluation = released.asking.ready, released.asking.read.evaluation
    views = ready.prepared.protected.figures
    hidden = [
        (view, figure)
        for view, figure in zip(views, evaluation.figures, strict=True)
        if view.shown is Shown.HIDDEN
    ]
    assert hidden
    view, figure = hidden[0]
    released.board.view.buttons()[0].click()
    released.board.measures.choose((view.measure, view.group))
    released.board.curves.turn()
    released.board.view.buttons()[1].click()
    released.board.measures.choose((view.measure, view.group))
    shown = words_of(released)
    tree = cells_of(released.board.measures)
    assert "s" in tree
    for _view, secret in hidden:
        if secret.numerator is not None and secret.denominator is not None:
            assert f"{secret.numerator} of {secret.denominator}" not in shown
    rows = cells_of(released.board.curves.table)
    exact = {f"{100 * (1 - point.survival):.1f}\N{NO-BREAK SPACE}%" for curve in evaluation.curves
             for point in curve.points}  # fmt: skip
    if not released.board.curves.lines:
        assert not exact & set(rows)
    card = " ".join(words_of(released.board.figure))
    for number in (figure.numerator, figure.denominator):
        if number is not None and number > 1:
            assert not re.search(rf"(?<![\d.,]){number}(?![\d.,])", _without_definition(card))


def _without_definition(card: str) -> str:
    """Return the card without days and years that stand in the words of the definition."""
    return re.sub(r"(\d+ days|version \d+|19\d\d|20\d\d|95 %|Recidivism 101)", "", card)


def test_tables_show_s_where_the_package_does(
    released: EvaluationPage, checked: Callable[[EvaluationPage], None]
) -> None:
    wizard = at_check(released, checked)
    wizard.check.preview.show_tab("tables")
    tab = wizard.check.preview.tabs["tables"]
    protected = released.asking.ready.prepared.protected
    for at, table in enumerate(protected.tables):
        tab.names.setCurrentRow(at)
        if table.withheld:
            assert "left out" in tab.note.text()
            assert not tab.table.isVisible()
            continue
        cells = cells_of(tab.table)
        assert cells.count("s") == len(table.hidden)
        for row in table.rows:
            if row.count is not None:
                assert str(row.count) in cells


def test_a_hidden_curve_says_so_and_is_not_drawn(released: EvaluationPage) -> None:
    views = released.asking.ready.prepared.protected.views
    hidden = next(one for one in views.curves if one.shown is Shown.HIDDEN)
    curves = released.board.curves
    curves.choose(0, hidden.group[0][0] if hidden.group else "")
    if curves.lines:
        assert all(line.coarse for line in curves.lines)
    else:
        assert "not shown" in curves.hidden.text()


def test_nothing_tells_which_hidden_number_is_small(
    released: EvaluationPage, checked: Callable[[EvaluationPage], None]
) -> None:
    preview = at_check(released, checked).check.preview
    for name in ("tables", "figures", "hidden"):
        preview.show_tab(name)
    tree = cells_of(preview.tabs["figures"].view)
    reasons = {text for text in tree if "hidden" in text}
    assert {text.rpartition(": ")[2] for text in reasons} == {"hidden to protect people"}


@pytest.mark.usefixtures("for_real")
def test_a_check_that_is_waited_for_can_be_stopped_and_begun_again(
    small_room: EvaluationPage, settle: Settle, shell: Shell
) -> None:
    room = small_room

    def check() -> Running:
        room.board.view.buttons()[1].click()
        assert room.asking.running is not None
        return room.asking.running

    steps = stop_in_the_midst(shell, check)
    assert not room.release.isEnabled()
    settle()
    assert len(steps) == 1
    assert room.asking.ready is None
    assert room.board.view.value() != RELEASED
    assert room.release.isEnabled()
    assert any("Stopped" in line for line in shell.notices.lines)
    room.board.view.buttons()[1].click()
    settle()
    assert room.board.view.value() == RELEASED


def test_a_cohort_smaller_than_the_threshold_is_refused_in_its_sentence(
    room: EvaluationPage, settle: Settle, checked: Callable[[EvaluationPage], None]
) -> None:
    few = SPEC.replace('kind = "referral"', 'kind = "referral"\nfrom = "2023"\nto = "2023-01"')
    room.arrive(spec=few)
    settle()
    checked(room)
    assert room.asking.read.evaluation.cohort.referrals < 11
    assert any("fewer than 11" in text for text in words_of(room.board.release_check))
    room.open_release()
    wizard = room.sheet
    wizard.forward()
    assert wizard.at is wizard.check
    wizard.forward()
    assert wizard.at is wizard.check
    assert "change the question" in wizard.check.problem.text()


def at_check(page: EvaluationPage, checked: Callable[[EvaluationPage], None]) -> ReleaseWizard:
    """Open the wizard at its second step, with the check there."""
    page.open_release()
    wizard = page.sheet
    assert isinstance(wizard, ReleaseWizard)
    wizard.forward()
    checked(page)
    return wizard
