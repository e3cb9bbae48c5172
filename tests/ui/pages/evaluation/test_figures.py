"""The figures that are shown are those that casework works out, each with its card."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ati_desktop.casework import figures
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import Spec
from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.pages.evaluation.cohort_fields import answers_of, spec_from
from ati_desktop.ui.pages.evaluation.lines import lines_of, value_words
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import EVALUATOR, SPEC, copy_home, open_home, words_of
from tests.ui.pages.evaluation.prepared import Held
from tests.ui.pages.evaluation.steps import stop_in_the_midst


def test_every_line_says_what_casework_worked_out(room: EvaluationPage, demo_desk: Desk) -> None:
    expected = figures.work_out(demo_desk, Spec.from_text(SPEC, "specification"))
    shown = room.board.measures.lines()
    assert [line.key[0] for line in shown] == list(
        dict.fromkeys(figure.measure for figure in expected.figures)
    )
    by_key = {(f.measure, f.group, f.quantile): f for f in expected.figures}
    for line in (*shown, *(one for top in shown for by in top.under for one in by.under)):
        for figure in line.figures:
            assert figure == by_key[(figure.measure, figure.group, figure.quantile)]
    completion = by_key[("completion_of_admitted", (), None)]
    line = next(line for line in shown if line.key[0] == "completion_of_admitted")
    assert line.value == value_words(completion)
    assert line.base == f"{completion.numerator} of {completion.denominator}"
    assert (line.low, line.middle, line.high) == (
        completion.low,
        completion.value,
        completion.high,
    )


def test_figures_of_the_office_are_marked_as_internal(room: EvaluationPage) -> None:
    assert "Internal, not for release" in words_of(room.head)


def test_enter_opens_the_card_of_a_figure_and_escape_closes_it(
    room: EvaluationPage, qtbot: Any
) -> None:
    room.board.measures.setFocus()
    qtbot.keyClick(room.board.measures, Qt.Key.Key_Down)
    qtbot.keyClick(room.board.measures, Qt.Key.Key_Return)
    card = room.board.figure
    assert card.isVisible()
    said = words_of(card)
    definition = next(
        one for one in room.asking.read.evaluation.cards if one.measure == "admissions"
    )
    for text in (definition.definition, definition.population, definition.method):
        assert text in said
    assert "Definition admissions, version 1" in said
    qtbot.keyClick(card.cross, Qt.Key.Key_Space)
    assert not card.isVisible()
    assert room.board.measures.hasFocus()


def test_a_card_says_who_was_left_out_and_why(room: EvaluationPage) -> None:
    room.board.measures.choose(("rearrest_365", ()))
    figure = room.board.measures.lines()[4].figures[0]
    said = words_of(room.board.figure)
    assert figure.excluded
    for left in figure.excluded:
        assert left.reason in said
        assert f"{left.reason}: {left.count}" in said


def test_groups_fold_out_with_the_arrow_key(room: EvaluationPage, qtbot: Any) -> None:
    view = room.board.measures
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    first = view.model().index(0, 0)
    assert view.isExpanded(first)
    assert view.isExpanded(view.model().index(0, 0, first))


def test_what_was_not_computed_says_why_and_is_never_zero(
    room: EvaluationPage, settle: Callable[[], None]
) -> None:
    room.arrive(spec=SPEC.replace('kind = "referral"', 'kind = "admission"'))
    settle()
    line = room.board.measures.lines()[0]
    assert line.value == "\N{EM DASH}"
    assert line.base == f"not computed: {line.figures[0].not_computed}"


def test_the_curve_has_a_table_beside_it_and_a_log_rank_line(
    room: EvaluationPage, demo_desk: Desk
) -> None:
    curves = room.board.curves
    curves.choose(0, "program")
    evaluation = figures.work_out(demo_desk, Spec.from_text(SPEC, "specification"))
    test = next(one for one in evaluation.tests if one.variable == "program")
    assert test.chi_square is not None
    assert f"chi-square {test.chi_square:.2f}" in curves.logrank.text()
    groups = [c for c in evaluation.curves if c.group and c.group[0][0] == "program"]
    assert len(curves.lines) == len(groups)
    curves.turn()
    assert curves.table.isVisible()
    assert not curves.plot.isVisible()
    largest = max(groups, key=lambda curve: curve.people)
    assert curves.lines[0].people == largest.people
    assert curves.lines[0].steps[-1].share == 1 - largest.points[-1].survival


def test_the_cohort_panel_shows_the_specification_and_reads_the_same_back() -> None:
    spec = Spec.from_text(SPEC, "specification")
    assert spec_from(answers_of(spec), spec) == spec


def test_a_changed_cohort_changes_the_figures(
    room: EvaluationPage, settle: Callable[[], None], qtbot: Any
) -> None:
    room.change.click()
    panel = room.sheet
    panel.who.input("kind").show_value("admission")
    panel.what.input("by").show_value(["sex"])
    qtbot.keyClick(panel.show_figures, Qt.Key.Key_Return)
    settle()
    assert room.sheet is None
    assert room.asking.spec.kind == "admission"
    assert room.asking.spec.by == ("sex",)
    assert "Admissions" in room.cohort.text()


def test_a_wrong_month_is_said_beside_its_field(room: EvaluationPage) -> None:
    room.change.click()
    panel = room.sheet
    panel.who.input("first").show_value("2024-03-11")
    panel.take()
    assert "first" in panel.who.problems()
    assert room.sheet is panel


def test_a_refused_specification_is_said_in_its_sentence(
    room: EvaluationPage, settle: Callable[[], None], shell: Shell
) -> None:
    room.arrive(spec=SPEC.replace('kind = "referral"', 'programs = ["NONE"]'))
    settle()
    assert any("no record names the program NONE" in line for line in shell.notices.lines)
    assert room.board.measures.lines()


def test_a_room_that_opens_at_a_question_draws_its_figures_alone(
    demo_desk: Desk, shell: Shell, preparing: Held, settle: Callable[[], None], qtbot: Any
) -> None:
    page = EvaluationPage(demo_desk, shell, preparing)
    qtbot.addWidget(page)
    drawn: list[bool] = []
    page.asking.figures.connect(drawn.append)
    page.arrive(spec=SPEC)
    settle()
    assert drawn == [True]
    assert page.asking.read.spec.title == "Court programs"
    assert page.change.isEnabled()


def test_a_room_that_opens_at_a_question_with_no_answer_shows_figures_all_the_same(
    open_room: Callable[..., EvaluationPage], demo_desk: Desk, shell: Shell
) -> None:
    page = open_room(demo_desk, SPEC.replace('kind = "referral"', 'programs = ["NONE"]'))
    assert any("no record names the program NONE" in line for line in shell.notices.lines)
    assert page.board.measures.lines()
    assert page.change.isEnabled()


def test_a_check_that_ends_leaves_the_card_of_a_figure_open(
    room: EvaluationPage, checked: Callable[[EvaluationPage], None], preparing: Held
) -> None:
    preparing.hold()
    room.asking.live.forget()
    room.board.measures.choose(("admissions", ()))
    assert room.board.figure.isVisible()
    preparing.let_go()
    checked(room)
    assert room.asking.ready is not None
    assert room.board.figure.isVisible()


def test_a_specification_is_saved_as_toml_and_opened_again(
    room: EvaluationPage, settle: Callable[[], None], tmp_path: Path
) -> None:
    room.change.click()
    room.sheet.save_file.click()
    saved = tmp_path / "specification.toml"
    again, _text = figures.load_spec(saved)
    assert again.measures == room.asking.spec.measures
    room.sheet.opened.emit(saved)
    settle()
    assert room.sheet is None
    assert room.asking.text == saved.read_text(encoding="utf-8")


def test_an_evaluator_reads_figures_but_cannot_rebuild_them(
    home: Path, open_room: Callable[[Desk], EvaluationPage]
) -> None:
    desk = open_home(home, EVALUATOR)
    try:
        page = open_room(desk)
        assert page.board.measures.lines()
        assert not page.rebuild.isVisible()
    finally:
        desk.close()


def test_an_evaluator_is_told_whom_to_ask_when_there_are_no_figures(
    bare_home: Path, tmp_path: Path, open_room: Callable[[Desk], EvaluationPage]
) -> None:
    desk = open_home(copy_home(bare_home, tmp_path / "bare"), EVALUATOR)
    try:
        page = open_room(desk)
        assert page.empty is not None
        assert "Ask a supervisor" in page.empty.sentence.text()
        assert not page.board.isVisible()
    finally:
        desk.close()


def test_an_empty_room_carries_the_button_that_rebuilds(
    bare_home: Path,
    tmp_path: Path,
    open_room: Callable[[Desk], EvaluationPage],
    settle: Callable[[], None],
) -> None:
    desk = open_home(copy_home(bare_home, tmp_path / "bare"))
    try:
        page = open_room(desk)
        assert page.empty is not None
        page.empty.button.click()
        settle()
        assert not page.empty.isVisible()
        assert page.board.measures.lines()
        assert page.release.isEnabled()
    finally:
        desk.close()


def test_rebuilding_can_be_stopped_and_leaves_the_old_figures(
    room: EvaluationPage, demo_desk: Desk, settle: Callable[[], None], shell: Shell
) -> None:
    before = figures.figures_as_of(demo_desk)

    def rebuild() -> Running:
        room.rebuild.click()
        assert room.asking.running is not None
        return room.asking.running

    steps = stop_in_the_midst(shell, rebuild)
    settle()
    assert len(steps) == 1
    assert figures.figures_as_of(demo_desk) == before
    assert room.rebuild.isEnabled()
    assert any("Stopped" in line for line in shell.notices.lines)


@pytest.mark.parametrize("unit", ["share", "days", "count"])
def test_numbers_are_written_for_people(room: EvaluationPage, unit: str) -> None:
    evaluation = room.asking.read.evaluation
    lines = lines_of(evaluation, evaluation.figures)
    words = next(line.value for line in lines if str(line.figures[0].unit) == unit)
    assert {"share": "%", "days": "days", "count": ""}[unit] in words


def test_no_label_of_the_room_is_rich_text(room: EvaluationPage) -> None:
    for said in room.findChildren(QLabel):
        assert said.textFormat() is Qt.TextFormat.PlainText or not said.text()
