"""The plan of an import: what it will make, what is there already, what is rejected and why."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.administration.import_work import Looked

translate = QCoreApplication.translate


class PlanCard(QWidget):
    """Facts at the left, rejected rows at the right; emits what is wanted with the plan."""

    wanted = Signal()
    rejects_wanted = Signal()
    left = Signal()

    def __init__(self, desk: Desk, theme: Theme, looked: Looked) -> None:
        super().__init__()
        self.looked = looked
        facts = Card(self.tr("What importing will do"), self.tr("Nothing was written so far."))
        for name, value in plan_facts(looked):
            facts.fact(name, value)
        made = list(_made(looked))
        if made:
            facts.add(label(self.tr("New records"), "strong"))
            for name, value in made:
                facts.fact(name, value)
        doubts = list(_doubts(desk, looked))
        if doubts:
            facts.add(label(self.tr("Taken in, but flagged as doubtful"), "strong"))
            for name, value in doubts:
                facts.fact(name, value)
        facts.body.addStretch(1)
        facts.add(self._buttons())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(facts, 2)
        row.addWidget(self._rejects(theme), 3)

    def _buttons(self) -> QHBoxLayout:
        title = self.tr("Import now") if self.looked.plan else self.tr("Keep this cohort file")
        self.go = Button(title, self.wanted.emit, Weight.PRIMARY)
        self.go.setEnabled(self.looked.takes)
        self.back = Button(self.tr("Start again"), self.left.emit)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.go)
        return row

    def _rejects(self, theme: Theme) -> QWidget:
        rows = {reject.id: reject for reject in self.looked.rejects}
        card = Card(self.tr("Rejected rows, and why"))
        if not rows:
            card.add(label(self.tr("No row is rejected."), "muted"))
            card.body.addStretch(1)
            return card
        columns = (
            Column(self.tr("Line"), lambda row: number(row.line), 80, number=True),
            Column(self.tr("Why it is not taken in"), lambda row: row.why),
        )
        model = PagedTableModel(columns, lambda ids: {i: rows[i] for i in ids}, self)
        model.show_ids(list(rows))
        self.table = TableView(self.tr("Rejected rows"), theme)
        self.table.setMinimumHeight(theme.length(240))
        self.table.show_model(model)
        if self.looked.plan is not None:
            self.save = Button(self.tr("Save rejected rows…"), self.rejects_wanted.emit)
            card.action(self.save)
        card.add(self.table, 1)
        return card


def plan_facts(looked: Looked) -> Iterator[tuple[str, str | Chip]]:
    """Yield the lines of a plan."""
    yield translate("Import", "File"), looked.file.name
    yield translate("Import", "Rows in the file"), number(looked.rows)
    plan = looked.plan
    if plan is not None:
        yield translate("Import", "New rows"), Chip(number(plan.new), Kind.ACCENT)
        yield translate("Import", "Imported before, left as they are"), number(plan.present)
        if plan.changed:
            name = translate("Import", "Changed at the source, not taken in")
            yield name, Chip(number(len(plan.changed)), Kind.WARN)
        if plan.elsewhere:
            name = translate("Import", "New people whose number somebody else has")
            yield name, Chip(number(len(plan.elsewhere)), Kind.WARN)
        if plan.cleaned:
            yield translate("Import", "Keys and codes cleaned"), number(plan.cleaned)
        yield translate("Import", "Twice in this file, taken once"), number(plan.repeated)
    rejected = len(looked.rejects)
    kind = Kind.BAD if rejected else Kind.GOOD
    name = translate("Import", "Rejected rows") if plan else translate("Import", "Problems")
    yield name, Chip(number(rejected), kind)


def number(value: int) -> str:
    """Return a whole number with the locale's thousands."""
    return QLocale().toString(value)


def _made(looked: Looked) -> Iterator[tuple[str, str]]:
    if looked.plan is None:
        return
    words = {
        "participants": translate("Import", "Participants"),
        "people": translate("Import", "Identities"),
        "person_names": translate("Import", "Names"),
        "person_identifiers": translate("Import", "Identifiers"),
        "legal_cases": translate("Import", "Legal cases"),
        "offences": translate("Import", "Offences"),
        "referrals": translate("Import", "Referrals"),
        "enrollments": translate("Import", "Enrollments"),
        "events": translate("Import", "Events"),
        "programs": translate("Import", "Programs"),
        "outcome_sources": translate("Import", "Sources of outcomes"),
    }
    for table, made in looked.plan.created.items():
        yield words.get(table, table.replace("_", " ").capitalize()), number(made)


def _doubts(desk: Desk, looked: Looked) -> Iterator[tuple[str, str]]:
    if looked.plan is not None:
        for code, found in sorted(looked.plan.doubts.items()):
            yield desk.codes.label("doubt", code), number(found)
