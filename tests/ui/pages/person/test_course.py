"""The course of the case: the picture and the table say the same, and the keyboard walks it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QLocale, QRectF, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ati_desktop.casework.courses import LANES, Course, Mark, Span, read_course
from ati_desktop.casework.desk import Desk
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.ui.kit.theme import Mode, Theme
from ati_desktop.ui.pages.person.course_card import CourseCard
from ati_desktop.ui.pages.person.course_chart import CourseChart
from ati_desktop.ui.pages.person.course_items import Item, item_sentence
from ati_desktop.ui.pages.person.course_marks import mark_path
from ati_desktop.ui.pages.person.course_rows import Sizes, lay_out
from ati_desktop.ui.pages.person.course_scale import make_scale, ticks
from tests.ui.pages.office import add, add_person, add_program

TODAY = date(2026, 11, 21)


@pytest.fixture
def course(desk: Desk) -> Course:
    person = add_person(desk, "Abara", "Ngozi", next_hearing_on="2026-12-01")
    program = add_program(desk)
    dates = {"admitted_on": "2026-06-28", "phase": "2", "phase_since": "2026-09-01"}
    add(desk, "enrollment", person, program_id=str(program), **dates)
    add(desk, "event", person, kind="custody", happened_on="2026-05", ended_on="2026-06-05")
    add(desk, "event", person, kind="arrest", happened_on="2026-05-28")
    return read_course(desk, person)


@pytest.fixture
def card(qtbot: Any, theme: Theme, course: Course) -> CourseCard:
    made = CourseCard(theme, CodeLists())
    qtbot.addWidget(made)
    made.resize(760, 500)
    made.show()
    made.show_course(course)
    return made


def test_the_picture_draws_what_the_table_lists(card: CourseCard, course: Course) -> None:
    drawn = {item_sentence(one.item, QLocale()) for one in card.chart.layout_now.placed}
    model = card.model
    assert len(drawn) == model.rowCount() == len(course.spans) + len(course.marks)
    for row in range(model.rowCount()):
        lane, what, start = (model.index(row, column).data() for column in range(3))
        assert any(said.startswith(f"{lane}: {what},") and start in said for said in drawn)


def test_the_switch_shows_the_one_or_the_other(card: CourseCard) -> None:
    assert card.chart.isVisible()
    assert not card.table.isVisible()
    card.switch.click()
    assert card.table.isVisible()
    assert not card.chart.isVisible()


def test_the_table_keeps_the_rules_of_qt(card: CourseCard, course: Course) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(card.model, mode)
    card.show_course(course)
    assert tester.model() is card.model


def test_arrows_walk_the_items_and_enter_opens_the_record(qtbot: Any, card: CourseCard) -> None:
    card.chart.setFocus()
    seen = {card.chart.current}
    for key in (Qt.Key.Key_Up,) * 6 + (Qt.Key.Key_Left,) * 9 + (Qt.Key.Key_Right,) * 9:
        qtbot.keyClick(card.chart, key)
        seen.add(card.chart.current)
    for _lane in LANES:
        qtbot.keyClick(card.chart, Qt.Key.Key_Down)
        for key in (Qt.Key.Key_Left,) * 9 + (Qt.Key.Key_Right,) * 9:
            qtbot.keyClick(card.chart, key)
            seen.add(card.chart.current)
    assert seen >= set(card.items)
    assert card.chart.accessibleDescription() == item_sentence(card.chart.current, QLocale())
    with qtbot.waitSignal(card.opened) as opened:
        qtbot.keyClick(card.chart, Qt.Key.Key_Return)
    assert opened.args == [card.chart.current.noun, card.chart.current.record_id]


def test_the_mouse_marks_an_item_and_a_click_opens_its_record(qtbot: Any, card: CourseCard) -> None:
    placed = next(one for one in card.chart.layout_now.placed if not one.item.mark)
    spot = placed.bar.center().toPoint()
    qtbot.mouseMove(card.chart, spot)
    assert card.chart._hovered == placed.item
    with qtbot.waitSignal(card.opened) as opened:
        qtbot.mouseClick(card.chart, Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == [placed.item.noun, placed.item.record_id]
    card.chart.leaveEvent(QEvent(QEvent.Type.Leave))
    assert card.chart._hovered is None


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("mode", list(Mode)[1:])
def test_every_kind_of_mark_and_end_is_drawn(
    qtbot: Any, theme: Theme, mode: Mode, exact: bool
) -> None:
    kinds = ("arrest", "charge", "conviction", "hearing", "overdose", "hospital", "death")
    marks = [
        Item("health", kind, kind, TODAY - timedelta(days=9 * at), TODAY, exact, "event", at, True)
        for at, kind in enumerate(kinds)
    ]
    spans = [
        Item(
            "treatment",
            kind,
            "A long label that finds no room",
            start,
            end,
            exact,
            "stay",
            1,
            False,
        )
        for kind in ("in_custody", "community")
        for start, end in (
            (TODAY - timedelta(days=300), None),
            (TODAY - timedelta(days=40), TODAY + timedelta(days=900)),
            (TODAY - timedelta(days=3), TODAY),
        )
    ]
    theme.use(mode=mode)
    chart = CourseChart(theme)
    qtbot.addWidget(chart)
    chart.resize(500, 400)
    chart.show()
    chart.show_items([*spans, *marks], TODAY)
    assert not chart.grab().isNull()


def test_every_kind_of_mark_has_a_shape_of_its_own() -> None:
    kinds = ("arrest", "charge", "conviction", "hearing", "overdose", "hospital", "death")
    box = QRectF(0, 0, 12, 12)
    shapes = [mark_path(kind, box) for kind in kinds]
    assert all(one != other for at, one in enumerate(shapes) for other in shapes[at + 1 :])


def test_phases_stand_behind_each_other_in_one_row(card: CourseCard) -> None:
    tops = {one.bar.top() for one in card.chart.layout_now.placed if one.item.lane == "program"}
    assert len(tops) == 1


def test_an_empty_course_says_what_belongs_there(qtbot: Any, theme: Theme) -> None:
    made = CourseCard(theme, CodeLists())
    qtbot.addWidget(made)
    made.show()
    made.show_course(Course(None, TODAY, (), ()))
    assert made.empty.isVisible()
    assert not made.switch.isVisible()


def test_a_change_of_colours_and_of_text_size_draws_it_anew(card: CourseCard, theme: Theme) -> None:
    before = card.chart.layout_now.height
    theme.use(scale=1.5)
    assert card.chart.layout_now.height > before
    assert not card.chart.grab().isNull()


days = st.dates(date(1990, 1, 1), date(2027, 12, 31))


@st.composite
def items(draw: st.DrawFn) -> Item:
    start = draw(days)
    mark = draw(st.booleans())
    ends = st.none() | st.integers(0, 3000).map(lambda n: start + timedelta(days=n))
    end = start if mark else draw(ends)
    lane = draw(st.sampled_from(LANES))
    return Item(lane, "x", draw(st.text(max_size=30)), start, end, True, "event", 1, mark)


@settings(suppress_health_check=[HealthCheck.too_slow])  # how busy the machine is decides it
@given(st.lists(items(), max_size=25), st.integers(240, 1600))
def test_no_two_items_of_a_row_ever_touch_and_all_stay_in_the_picture(
    made: list[Item], width: int
) -> None:
    scale = make_scale(made, TODAY, 92, width)
    sizes = Sizes(24, 4, 12, 13, 5, 8)
    laid = lay_out(made, scale, TODAY, sizes, lambda words: 7.0 * len(words), 34)
    assert len(laid.placed) == len(made)
    rows: dict[float, list[tuple[float, float]]] = {}
    for one in laid.placed:
        rows.setdefault(one.bar.top(), []).append((one.bar.left(), one.bar.right()))
    for bars in rows.values():
        bars.sort()
        assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(bars))
    for lane in laid.lanes:
        inside = [p for p in laid.placed if p.item.lane == lane.name]
        assert all(lane.top <= p.bar.top() <= lane.top + lane.height for p in inside)


@given(st.lists(items(), min_size=1, max_size=25), st.integers(240, 1600))
def test_ticks_stand_inside_the_picture_and_apart(made: list[Item], width: int) -> None:
    scale = make_scale(made, TODAY, 92, width)
    found = [scale.x(tick.day) for tick in ticks(scale, QLocale("en"), 58)]
    assert all(92 <= x <= width for x in found)
    assert all(after - before >= 58 for before, after in pairwise(found))


def test_the_first_and_the_last_day_are_inside_the_picture() -> None:
    span = Span("consent", "consent", "general", None, TODAY, date(2036, 1, 1), True, "consent", 1)
    mark = Mark("justice", "arrest", "arrest", None, date(2011, 2, 3), True, "event", 2)
    assert span.start == TODAY
    made = [
        Item("consent", "c", "C", span.start, span.end, True, "consent", 1, mark=False),
        Item("justice", "a", "A", mark.day, mark.day, True, "event", 2, mark=True),
    ]
    scale = make_scale(made, TODAY, 0, 1000)
    assert scale.first < mark.day
    assert scale.beyond(span.end)
    assert 0 < scale.x(TODAY) < 1000
