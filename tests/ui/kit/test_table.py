from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from ati_desktop.ui.kit.paged import GONE, PAGE, Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.theme import Theme

COLUMNS = (
    Column("Name", lambda row: row.name),
    Column("State", lambda row: row.state, 120, kind=lambda _row: "good"),
    Column("Days", lambda row: row.days, 60, number=True, quiet=True),
)


class Store:
    def __init__(self, count: int) -> None:
        self.rows = {
            at: SimpleNamespace(id=at, name=f"Person {at}", state="Active", days=str(at))
            for at in range(count)
        }
        self.asked: list[list[int]] = []

    def fetch(self, ids: Sequence[int]) -> list[SimpleNamespace]:
        self.asked.append(list(ids))
        return [self.rows[at] for at in ids if at in self.rows]


@pytest.fixture
def store() -> Store:
    return Store(5000)


@pytest.fixture
def model(qapp: Any, store: Store) -> PagedTableModel:
    made = PagedTableModel(COLUMNS, store.fetch)
    made.show_ids(range(5000))
    return made


def text(model: PagedTableModel, row: int, column: int = 0) -> str:
    return str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole))


def test_the_model_keeps_the_rules_of_qt(qapp: Any, store: Store) -> None:
    made = PagedTableModel(COLUMNS, store.fetch)
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show_ids(range(300))
    made.refresh()
    made.show_ids([3, 1, 2])
    made.show_ids([])
    assert tester.model() is made


def test_a_list_asks_for_no_row_before_it_is_drawn(model: PagedTableModel, store: Store) -> None:
    assert model.rowCount() == 5000
    assert store.asked == []
    assert text(model, 250) == "Person 250"
    assert store.asked == [list(range(200, 300))]
    assert len(store.asked[0]) == PAGE


def test_a_page_is_asked_for_once(model: PagedTableModel, store: Store) -> None:
    for row in range(100):
        for column in range(3):
            text(model, row, column)
    assert len(store.asked) == 1


def test_a_row_that_is_gone_shows_a_dash(model: PagedTableModel, store: Store) -> None:
    del store.rows[7]
    assert [text(model, 7, column) for column in range(3)] == [GONE] * 3
    text(model, 7)
    assert len(store.asked) == 1


def test_refreshing_reads_again_and_keeps_the_list(model: PagedTableModel, store: Store) -> None:
    text(model, 0)
    store.rows[0].name = "Another"
    model.refresh()
    assert text(model, 0) == "Another"
    assert model.ids[:3] == [0, 1, 2]


def test_only_what_is_in_sight_is_fetched_by_the_view(
    qtbot: Any, theme: Theme, model: PagedTableModel, store: Store
) -> None:
    view = TableView("People", theme)
    qtbot.addWidget(view)
    view.show_model(model)
    view.resize(600, 500)
    with qtbot.waitExposed(view):
        view.show()
    view.grab()
    assert store.asked == [list(range(100))]
    assert 36 <= view.rowHeight(0) <= 40


def test_enter_opens_and_arrows_pick(qtbot: Any, theme: Theme, model: PagedTableModel) -> None:
    view = TableView("People", theme)
    qtbot.addWidget(view)
    view.show_model(model)
    view.show()
    opened: list[int] = []
    picked: list[int] = []
    view.opened.connect(opened.append)
    view.picked.connect(picked.append)
    view.pick(4)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert picked == [4, 5]
    assert opened == [5]


def test_a_cell_is_read_out_with_its_column(model: PagedTableModel) -> None:
    said = model.index(3, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "State: Active"


def test_rows_grow_with_the_text(qtbot: Any, theme: Theme, model: PagedTableModel) -> None:
    view = TableView("People", theme)
    qtbot.addWidget(view)
    view.show_model(model)
    theme.use(scale=2.0)
    assert view.verticalHeader().defaultSectionSize() == 76
