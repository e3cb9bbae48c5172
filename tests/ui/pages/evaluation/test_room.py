"""The room in the real window: who sees it, cohort files, lock, and what is loaded when."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.casework.cohort_files import keep_cohort_file
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.mappings import shipped_mappings
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.rooms import ROOMS
from ati_desktop.ui.window import Window
from ati_desktop.workdesk import as_work_desk
from tests.ui.office import surroundings
from tests.ui.pages.demo_office import EVALUATOR, SPEC, USER, open_home, words_of
from tests.ui.pages.office import Clock, RealGate

Settle = Callable[[], None]
HEAVY = ("numpy", "polars", "pyqtgraph", "sqlalchemy", "scipy", "highspy", "reportlab")


@pytest.fixture
def window(qtbot: Any, theme: Theme, home: Path) -> Iterator[Window]:
    made = Window(RealGate(home, Clock()), ROOMS, theme, surroundings(), home)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def enter(window: Window, home: Path, user: str) -> None:
    window.enter(as_work_desk(open_home(home, user)))


def wait(qtbot: Any, window: Window) -> None:
    """Wait until nobody waits for anything; behind the lock, until nothing is under way."""
    qtbot.waitUntil(lambda: window.lane.idle if window.locked else window.lane.quiet)


def test_an_evaluator_sees_evaluation_only(qtbot: Any, window: Window, home: Path) -> None:
    enter(window, home, EVALUATOR)
    wait(qtbot, window)
    assert window.workplace.place.rail.names() == ["evaluation"]
    page = window.workplace.place.page("evaluation")
    assert page.board.measures.lines()
    names = {command.name for command in window.commands.allowed()}
    assert "prepare_release" in names
    assert not names & {"rebuild_figures", "import_file", "add_user", "new_intake"}


def test_an_administrator_sees_every_room(qtbot: Any, window: Window, home: Path) -> None:
    enter(window, home, USER)
    wait(qtbot, window)
    assert window.workplace.place.rail.names() == [room.name for room in ROOMS]


def test_a_command_leads_to_the_cohort(qtbot: Any, window: Window, home: Path) -> None:
    enter(window, home, USER)
    window.go("evaluation")
    wait(qtbot, window)
    window.commands.run("change_cohort")
    page = window.workplace.place.page("evaluation")
    assert page.sheet.who.isVisible()


def test_locking_while_a_release_is_checked_stops_it_and_forgets_the_figures(
    qtbot: Any, window: Window, home: Path
) -> None:
    enter(window, home, EVALUATOR)
    wait(qtbot, window)
    page = window.workplace.place.page("evaluation")
    page.arrive(spec=SPEC)
    wait(qtbot, window)
    page.release.click()
    window.lock()
    wait(qtbot, window)
    assert window.locked
    assert window.workplace.place.page("evaluation") is None
    qtbot.waitUntil(lambda: not any("Completion" in text for text in words_of(window)))


def test_after_the_lock_the_same_cohort_is_there(qtbot: Any, window: Window, home: Path) -> None:
    enter(window, home, EVALUATOR)
    wait(qtbot, window)
    window.workplace.place.page("evaluation").arrive(spec=SPEC)
    wait(qtbot, window)
    window.lock()
    wait(qtbot, window)
    enter(window, home, EVALUATOR)
    wait(qtbot, window)
    page = window.workplace.place.page("evaluation")
    assert page.asking.spec is not None
    assert page.asking.spec.title == "Court programs"


def test_the_rooms_load_nothing_heavy() -> None:
    ask = (
        "import sys; import ati_desktop.ui.rooms; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.fixture
def compared(
    room: EvaluationPage, demo_desk: Desk, tmp_path: Path, settle: Settle
) -> EvaluationPage:
    keep_cohort_file(demo_desk, released_people(tmp_path), rossi_mapping())
    room.on_changed(None)
    settle()
    room.board.files.buttons["rossi"].click()
    settle()
    return room


def test_a_cohort_file_stands_beside_with_its_curve(compared: EvaluationPage) -> None:
    assert compared.asking.spec.cohort_file.name == "rossi"
    beside = compared.asking.read.evaluation.beside[0]
    curves = compared.board.curves
    curves.choose(1, "")
    exact = next(one for one in beside.curves if not one.group)
    assert curves.lines[0].people == exact.people
    assert curves.lines[0].unit == "weeks"
    assert "beside" in words_of(compared.board.files)


def test_the_view_of_a_release_draws_the_coarse_grid_only(
    compared: EvaluationPage, settle: Settle
) -> None:
    compared.board.view.buttons()[1].click()
    settle()
    beside = compared.asking.ready.prepared.protected.beside[0]
    view = next(one for one in beside.views.curves if not one.group)
    exact = next(one for one in beside.evaluation.curves if not one.group)
    assert 1 < len(view.steps) < len(exact.points)
    curves = compared.board.curves
    at = next(n for n, one in enumerate(curves.sets) if one.evaluation is beside.evaluation)
    curves.choose(at, "")
    assert [step.time for step in curves.lines[0].steps] == [step.end for step in view.steps]
    assert all(line.coarse for line in curves.lines)


def test_a_cohort_file_is_taken_away_from_the_comparison(
    compared: EvaluationPage, settle: Settle
) -> None:
    compared.board.files.buttons["rossi"].click()
    settle()
    assert compared.asking.spec.cohort_file is None
    assert compared.asking.read.evaluation.beside == ()


def test_an_evaluator_adds_a_cohort_file_from_the_room(
    room: EvaluationPage, tmp_path: Path, settle: Settle
) -> None:
    room.board.files.add_file.click()
    sheet = room.sheet
    assert all(sheet.mapping.itemData(at).cohort for at in range(sheet.mapping.count()))
    sheet.file = released_people(tmp_path)
    sheet.look_now()
    settle()
    sheet.plan.go.click()
    settle()
    room.close_sheet()
    assert "rossi" in room.board.files.buttons


def rossi_mapping() -> Path:
    return next(card.path for card in shipped_mappings() if card.cohort)


def released_people(place: Path) -> Path:
    lines = ["id,week,arrest,fin,age,race,wexp,mar,paro,prio"]
    lines += [
        f"{n},{1 + n % 52},{int(n % 3 == 0)},{n % 2},{20 + n % 9},1,0,0,1,{n % 5}"
        for n in range(360)
    ]
    file = place / "released.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
