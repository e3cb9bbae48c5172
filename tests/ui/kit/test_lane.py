from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from ati_desktop.errors import Cancelled, Refused
from ati_desktop.ui.kit.lane import Lane, Progress
from ati_desktop.ui.kit.progress import ProgressCard
from ati_desktop.ui.kit.theme import Theme
from tests.waiting import SECONDS


@pytest.fixture
def faults() -> list[Exception]:
    return []


@pytest.fixture
def lane(qapp: QApplication, faults: list[Exception]) -> Iterator[Lane]:
    made = Lane(faults.append)
    yield made
    made.close()


def test_the_result_arrives_in_the_thread_of_the_window(qtbot: Any, lane: Lane) -> None:
    seen: list[Any] = []
    work: list[Any] = []

    def task(_progress: Progress) -> int:
        work.append(threading.current_thread())
        return 42

    lane.run(task, lambda result: seen.append((result, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, threading.main_thread())]
    assert work[0] is not threading.main_thread()


def test_a_refusal_is_handed_on_and_is_no_fault(
    qtbot: Any, lane: Lane, faults: list[Exception]
) -> None:
    seen: list[Exception] = []

    def task(_progress: Progress) -> None:
        raise Refused("The folder {folder} is read-only. Choose another one.", folder="x")

    lane.run(task, None, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert str(seen[0]) == "The folder x is read-only. Choose another one."
    assert faults == []


def test_a_fault_is_reported_before_the_page_hears_of_it(
    qtbot: Any, lane: Lane, faults: list[Exception]
) -> None:
    seen: list[int] = []

    def task(_progress: Progress) -> None:
        raise ValueError("no record content may get out of here")

    lane.run(task, None, lambda _error: seen.append(len(faults)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [1]


def test_cancelling_stops_the_work_at_its_next_step(
    qtbot: Any, lane: Lane, faults: list[Exception]
) -> None:
    steps: list[int] = []
    seen: list[Exception] = []
    begun = threading.Event()
    go_on = threading.Event()

    def task(progress: Progress) -> None:
        for step in range(1000):
            progress.step(step, 1000, "Reading")
            steps.append(step)
            begun.set()
            go_on.wait(SECONDS)

    running = lane.run(task, None, seen.append)
    assert begun.wait(SECONDS)
    running.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], Cancelled)
    assert steps == [0]
    assert faults == []


def test_what_waits_behind_other_work_can_be_cancelled_before_it_begins(
    qtbot: Any, lane: Lane
) -> None:
    free = threading.Event()
    done: list[str] = []
    seen: list[Exception] = []
    lane.run(lambda _progress: free.wait(SECONDS), lambda _result: done.append("first"))
    second = lane.run(lambda _progress: done.append("second"), None, seen.append)
    second.cancel()
    free.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert done == ["first"]


def test_nothing_arrives_after_the_lane_was_cleared(qtbot: Any, lane: Lane) -> None:
    free = threading.Event()
    arrived: list[object] = []
    empty: list[bool] = []
    lane.run(lambda _progress: free.wait(SECONDS), arrived.append, arrived.append)
    lane.drop_all(then=lambda: empty.append(lane.idle))
    assert empty == []
    free.set()
    qtbot.waitUntil(lambda: bool(empty))
    assert empty == [True]
    assert arrived == []


def test_the_card_shows_progress_and_its_button_cancels(
    qtbot: Any, lane: Lane, theme: Theme
) -> None:
    seen: list[Exception] = []
    told = threading.Event()

    def task(progress: Progress) -> None:
        progress.step(5, 20, "Reading rows")
        told.wait(SECONDS)
        progress.step(6, 20)

    card = ProgressCard("Import")
    qtbot.addWidget(card)
    card.show()
    card.follow(lane.run(task, None, seen.append))
    qtbot.waitUntil(lambda: card.bar.value() == 5)
    assert card.bar.maximum() == 20
    assert card.step.text() == "Reading rows · 5 of 20"
    card.cancel.click()
    assert card.step.text() == "Stopping"
    told.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], Cancelled)


class Bell(QObject):
    rang = Signal(bool)
    counted = Signal(int, str, object)


def test_ten_thousand_signals_with_truths_leave_the_interpreter_alive(qapp: QApplication) -> None:
    bell = Bell()
    heard = [0, 0]

    def ring(on: bool) -> None:
        heard[0] += on

    def count(number: int, _word: str, _thing: object) -> None:
        heard[1] += number

    bell.rang.connect(ring)
    bell.counted.connect(count)
    for at in range(10_000):
        bell.rang.emit(at % 2 == 0)
        bell.counted.emit(1, "a", None)
    assert heard == [5_000, 10_000]
