"""Rooms for tests and pictures of the window: a list with a form beside it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.ui.commands import Command
from ati_desktop.ui.gate import Desk
from ati_desktop.ui.kit.buttons import Button
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, FilterChip
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.fields import Code, Field
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.layouts import scrolled
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.search_box import SearchBox
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.shell import ROLES, Room, Shell

from .office import PEOPLE

TODAY = date(2026, 11, 12)

SEX = (Code("woman", "Woman"), Code("man", "Man"), Code("another", "Another gender"))
SUBSTANCES = tuple(
    Code(value, label)
    for value, label in (
        ("alcohol", "Alcohol"),
        ("cannabis", "Cannabis"),
        ("cocaine", "Cocaine"),
        ("fentanyl", "Fentanyl"),
        ("heroin", "Heroin"),
        ("methamphetamine", "Methamphetamine"),
    )
)

FIELDS = (
    Field("given", "Given name", required=True, section="Person"),
    Field("family", "Family name", required=True),
    Field("born", "Date of birth", "date", help="A year alone will do.", no_answers=True),
    Field("sex", "Gender", "code", SEX),
    Field("interpreter", "Needs an interpreter", "yes_no"),
    Field("referred", "Referred on", "date", required=True, section="Referral"),
    Field("substances", "Substances used", "codes", SUBSTANCES),
    Field("reason", "Reason", "long"),
)


class ListRoom(QWidget):
    """A list of people beside a form."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self.desk, self.shell = desk, shell
        self.held: list[dict[str, object]] = []
        self.arrived: dict[str, Any] = {}
        self.heard: list[Any] = []
        self.form = Form(FIELDS, lambda: TODAY)
        self.model, self.table = self._list()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addLayout(self._left(), 2)
        whole.addLayout(self._right(), 3)

    def _list(self) -> tuple[PagedTableModel, TableView]:
        names = ("id", "name", "phase", "next", "state", "kind")
        rows = {
            person[0]: SimpleNamespace(**dict(zip(names, person, strict=True))) for person in PEOPLE
        }
        columns = (
            Column("Participant", lambda row: row.name),
            Column("Phase", lambda row: row.phase, 96),
            Column("State", lambda row: row.state, 112, kind=lambda row: row.kind),
            Column("Next", lambda row: row.next, 120, quiet=True),
        )
        model = PagedTableModel(columns, lambda ids: {i: rows[i] for i in ids}, self)
        model.show_ids(list(rows))
        table = TableView("Participants", self.shell.theme)
        table.show_model(model)
        return model, table

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        head = Head("Participants")
        head.action(Button("New intake", weight="primary"))
        left.addWidget(head)
        left.addWidget(SearchBox("Search name, reference or docket"))
        chips = Flow()
        chips.addWidget(FilterChip("My caseload 34", "accent"))
        chips.addWidget(FilterChip("Needs attention 5", "warn"))
        chips.addWidget(FilterChip("All 212", "neutral"))
        left.addLayout(chips)
        held = Card()
        held.add(self.table)
        left.addWidget(held, 1)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        person = Head("Abara, Ngozi", "P-7K3F-92 · 34 y · woman · Day 146 in program", framed=True)
        chips = (
            Chip("Active", "good"),
            Chip("Phase 2 of 4", "accent"),
            Chip("Consent ends in 12 days", "warn"),
        )
        person.show_chips(list(chips))
        person.action(Button("Record…"))
        person.action(Button("Print…"))
        right.addWidget(person)
        tabs = (
            ("overview", "Overview"),
            ("legal", "Referral and legal"),
            ("plan", "Plan"),
            ("court", "Court"),
        )
        right.addWidget(Segment(tabs))
        card = Card("Intake", "Fields with * are needed before the record can be saved.")
        card.action(Button("Save", weight="primary"))
        card.add(scrolled(self.form), 1)
        right.addWidget(card, 1)
        return right

    def hold(self) -> None:
        self.held.append(self.form.values())

    def arrive(self, **where: Any) -> None:
        self.arrived = where
        if where.get("reference"):
            self.table.pick(where["reference"])

    def where(self) -> dict[str, Any]:
        return dict(self.arrived)

    def on_changed(self, kinds: Any) -> None:
        self.heard.append(kinds)


def empty_room(_desk: Desk, _shell: Shell) -> QWidget:
    return EmptyPlace(
        "referrals",
        "Referrals that come in are listed here until somebody decides on them.",
        "Enter a referral",
    )


def rooms() -> list[Room]:
    staff = ROLES - {"evaluator"}
    new = Command(
        "new_intake",
        "New intake",
        "Begins a new intake.",
        "Record",
        "Ctrl+N",
        staff,
        "participants",
        {"new": ""},
    )
    return [
        Room("today", "Today", "today", staff, empty_room),
        Room("participants", "Participants", "participants", staff, ListRoom, (new,)),
        Room("referrals", "Referrals", "referrals", staff, empty_room),
        Room("court", "Court calendar", "court", staff, empty_room),
        Room("directory", "Directory", "directory", staff, empty_room),
        Room("evaluation", "Evaluation", "evaluation", ROLES, empty_room),
        Room("reports", "Reports", "reports", ROLES, empty_room),
        Room(
            "administration",
            "Administration",
            "administration",
            frozenset({"administrator"}),
            empty_room,
        ),
    ]
