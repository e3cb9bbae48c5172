"""The check works while the question is put: the newest counts, and it gives way to other work."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ati_desktop.casework.specifications import Join, Spec
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.pages.evaluation.cohort_panel import CohortPanel
from ati_desktop.ui.pages.evaluation.live_check import Stage
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import words_of
from tests.ui.pages.evaluation.prepared import Held
from tests.waiting import SECONDS

Wait = Callable[[EvaluationPage], None]


def panel_of(page: EvaluationPage) -> CohortPanel:
    page.change.click()
    assert isinstance(page.sheet, CohortPanel)
    return page.sheet


@pytest.mark.usefixtures("for_real")
def test_a_changed_breakdown_is_checked_by_itself(
    small_room: EvaluationPage, checked: Wait
) -> None:
    room = small_room
    checked(room)
    panel = panel_of(room)
    panel.what.input("by").show_value(["sex"])
    panel.what.changed.emit()
    assert room.asking.live.stage is Stage.WAITING
    checked(room)
    spec = room.asking.live.spec
    assert spec is not None
    assert spec.by == ("sex",)
    protected = room.asking.live.ready.prepared.protected
    assert {name for table in protected.tables for name in table.variables} & {"sex"}
    said = words_of(panel.check)
    assert f"Cells below {protected.threshold}" in said
    assert "Attacker audit: holds" in said or "holds" in said


def test_a_newer_question_replaces_the_older_check(
    room: EvaluationPage, checked: Wait, qtbot: Any, preparing: Held
) -> None:
    checked(room)
    preparing.hold()
    live, spec = room.asking.live, room.asking.read.spec
    first, second = replace(spec, by=("sex",)), replace(spec, by=("year",))
    live.ask(first)
    qtbot.waitUntil(lambda: live.stage is Stage.RUNNING)
    older = live.running
    live.ask(second)
    assert older.progress.cancelled
    preparing.let_go()
    checked(room)
    assert live.stage is Stage.FOUND
    assert live.ready.prepared.spec == second
    assert live.known(first) is None


def test_the_check_gives_way_to_whatever_a_person_asks_for(
    room: EvaluationPage, checked: Wait, qtbot: Any, shell: Shell, preparing: Held
) -> None:
    checked(room)
    preparing.hold()
    live = room.asking.live
    wanted = replace(room.asking.read.spec, by=("sex",))
    live.ask(wanted)
    qtbot.waitUntil(lambda: live.stage is Stage.RUNNING)
    done: list[str] = []
    shell.lane.run(lambda _progress: "done", done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert live.stage is not Stage.FOUND
    preparing.let_go()
    checked(room)
    assert live.ready.prepared.spec == wanted


def test_a_check_that_gives_way_and_is_then_waited_for_begins_anew(
    room: EvaluationPage, checked: Wait, qtbot: Any, shell: Shell, preparing: Held
) -> None:
    checked(room)
    preparing.hold()
    live = room.asking.live
    wanted = replace(room.asking.read.spec, by=("sex",))
    live.ask(wanted)
    qtbot.waitUntil(lambda: live.stage is Stage.RUNNING)
    gone_on: list[str] = []
    shell.lane.run(lambda _progress: None)
    live.need(wanted, lambda: gone_on.append("on"), "Checking")
    preparing.let_go()
    checked(room)
    assert live.stage is Stage.FOUND
    assert gone_on == ["on"]
    assert not any("Stopped" in line for line in shell.notices.lines)


def test_a_check_that_was_stopped_leaves_nothing_and_begins_again_when_asked(
    room: EvaluationPage, checked: Wait, qtbot: Any, settle: Callable[[], None], preparing: Held
) -> None:
    checked(room)
    preparing.hold()
    live = room.asking.live
    live.ask(replace(room.asking.read.spec, by=("sex",)))
    qtbot.waitUntil(lambda: live.stage is Stage.RUNNING)
    room.board.release_check.button.click()
    settle()
    assert live.stage is Stage.STOPPED
    assert live.ready is None
    assert "Stopped" in words_of(room.board.release_check)
    preparing.let_go()
    live.again()
    checked(room)
    assert live.stage is Stage.FOUND


def test_the_check_rests_while_nobody_looks_at_the_room(
    room: EvaluationPage, checked: Wait, qtbot: Any, settle: Callable[[], None], preparing: Held
) -> None:
    checked(room)
    preparing.hold()
    live = room.asking.live
    live.ask(replace(room.asking.read.spec, by=("sex",)))
    qtbot.waitUntil(lambda: live.stage is Stage.RUNNING)
    older = live.running
    room.hide()
    assert older.progress.cancelled
    settle()
    assert live.stage is Stage.WAITING
    preparing.let_go()
    room.show()
    checked(room)
    assert live.stage is Stage.FOUND


def test_a_known_question_is_answered_at_once(room: EvaluationPage, checked: Wait) -> None:
    checked(room)
    live, spec = room.asking.live, room.asking.read.spec
    live.rest()
    live.ask(spec)
    assert live.stage is Stage.FOUND


def test_rebuilt_figures_forget_what_was_found(
    room: EvaluationPage, checked: Wait, settle: Callable[[], None]
) -> None:
    checked(room)
    before = room.asking.ready
    room.rebuild.click()
    settle()
    checked(room)
    assert room.asking.ready is not before


def test_a_question_that_is_not_whole_is_not_checked(room: EvaluationPage, checked: Wait) -> None:
    checked(room)
    panel = panel_of(room)
    panel.who.input("first").show_value("2024-03-11")
    panel.who.changed.emit()
    assert room.asking.live.stage is Stage.NONE
    assert panel.who.problems() == {}


def test_what_would_help_is_one_press_away(
    room: EvaluationPage, checked: Wait, settle: Callable[[], None]
) -> None:
    two = replace(room.asking.read.spec, by=("program", "ethnicity"), measures=("referrals",))
    room.asking.take(two)
    settle()
    checked(room)
    panel = panel_of(room)
    names = [button.text() for button in panel.check.remedies]
    assert names
    wanted = next(button for button in panel.check.remedies if "Leave out" in button.text())
    wanted.click()
    left = panel.what.input("by").value()
    assert isinstance(left, list)
    assert len(left) == 1
    checked(room)
    assert room.asking.live.spec.by == tuple(left)


def test_joined_values_are_shown_and_taken_apart_again(
    room: EvaluationPage, checked: Wait, settle: Callable[[], None]
) -> None:
    joined = Join("program", ("DTC", "MHC"))
    room.asking.take(replace(room.asking.read.spec, joins=(joined,)))
    settle()
    checked(room)
    panel = panel_of(room)
    assert "Drug Treatment Court or Mental Health Court" in words_of(panel.joins)
    panel.joins.buttons[0].click()
    checked(room)
    assert room.asking.live.spec.joins == ()
    panel.take()
    settle()
    assert room.asking.spec.joins == ()


def test_another_title_alone_is_no_new_check(room: EvaluationPage, checked: Wait) -> None:
    checked(room)
    panel = panel_of(room)
    panel.who.input("title").show_value("Another title")
    panel.who.changed.emit()
    assert room.asking.live.stage is Stage.FOUND


def test_leaving_the_panel_checks_the_figures_that_are_shown(
    room: EvaluationPage, checked: Wait
) -> None:
    checked(room)
    panel = panel_of(room)
    panel.what.input("by").show_value(["sex"])
    panel.what.changed.emit()
    panel.cancel.click()
    assert room.asking.live.spec == room.asking.read.spec
    assert room.asking.live.stage is Stage.FOUND


def test_the_window_stays_alive_while_the_check_is_at_work(
    room: EvaluationPage, checked: Wait, qtbot: Any, preparing: Held
) -> None:
    checked(room)
    preparing.hold()
    live = room.asking.live
    live.ask(Spec("Everything"))
    qtbot.waitUntil(lambda: live.stage is Stage.RUNNING)
    assert room.release.isEnabled()
    assert room.change.isEnabled()
    bar = room.board.release_check.bar
    assert bar is not None
    assert threading.current_thread() is threading.main_thread()


def test_work_aside_that_somebody_waits_for_no_longer_gives_way(shell: Shell, qtbot: Any) -> None:
    begun, go = threading.Event(), threading.Event()
    seen: list[str] = []

    def slow(progress: Progress) -> str:
        begun.set()
        go.wait(SECONDS)
        progress.check()
        return "aside"

    running = shell.lane.run_aside(slow, seen.append)
    qtbot.waitUntil(begun.is_set)
    shell.lane.keep(running)
    shell.lane.run(lambda _progress: "other", seen.append)
    go.set()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == ["aside", "other"]
