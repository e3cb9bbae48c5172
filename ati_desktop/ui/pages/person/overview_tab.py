"""The tab Overview: the course of the case, what comes next, what the record holds."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ati_desktop.casework.caseload import NextStep
from ati_desktop.casework.changes import Changed
from ati_desktop.casework.courses import Course, read_course
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.persons import Overview, overview
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.person.course_card import CourseCard
from ati_desktop.ui.pages.person.lane_calls import fetch
from ati_desktop.ui.pages.person.tab import Tab
from ati_desktop.ui.pages.person.words import day_words, days_words, step_title
from ati_desktop.ui.shell import Shell

_SIDE_BY_SIDE = 560


class OverviewTab(Tab):
    """Read on the lane: it touches most of the record."""

    shows = (
        Changed.REFERRALS
        | Changed.LEGAL_CASES
        | Changed.CONSENTS
        | Changed.ENROLLMENTS
        | Changed.EPISODES
        | Changed.EVENTS
        | Changed.DISCLOSURES
        | Changed.PROGRAMS
    )

    def __init__(
        self, desk: Desk, shell: Shell, participant_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, shell, participant_id, parent)
        self.course = CourseCard(shell.theme, desk.codes)
        self.course.opened.connect(lambda noun, record: self.wants.emit(noun, record, {}))
        self.next = Card(self.tr("Next"))
        self.so_far = Card(self.tr("Record so far"))
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pair.setSpacing(12)
        self._pair.addWidget(self.next, 1)
        self._pair.addWidget(self.so_far, 1)
        self.cards.addWidget(self.course)
        self.cards.addLayout(self._pair)
        self.cards.addStretch(1)

    def read(self) -> None:
        """Read the course and the overview again."""
        desk, person = self.desk, self.participant_id
        fetch(
            self.shell,
            self,
            lambda: (read_course(desk, person), overview(desk, person)),
            self._show,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the two cards under each other where it is narrow."""
        super().resizeEvent(event)
        wide = event.size().width() >= self.shell.theme.length(_SIDE_BY_SIDE)
        across = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(across)

    def _show(self, read: tuple[Course, Overview]) -> None:
        course, seen = read
        self.course.show_course(course)
        self._show_next(seen)
        self._show_so_far(seen)

    def _show_next(self, seen: Overview) -> None:
        _empty(self.next)
        for step in seen.next:
            self.next.fact(step_title(step), self._when(step))
        if not seen.next:
            self.next.add(label(self.tr("Nothing is due."), "muted"))
        self.next.body.addStretch(1)

    def _when(self, step: NextStep) -> str | Chip:
        today = self.desk.today
        if step.kind == "decision" and step.day is not None:
            waits = (today - step.day).days
            one, many = self.tr("open for 1 day"), self.tr("open for {n} days").format(n=waits)
            return Chip(one if waits == 1 else many, "warn")
        if step.day is None:
            return Chip(self.tr("now"), "warn")
        left = (step.day - today).days
        if step.kind == "consent_ended":
            return Chip(days_words(left), "bad")
        if step.kind == "consent_ends_soon" or (step.kind == "hearing" and left <= 2):
            return Chip(days_words(left), "warn")
        return day_words(step.day, self.locale(), today=today)

    def _show_so_far(self, seen: Overview) -> None:
        _empty(self.so_far)
        number = self.locale().toString
        referrals = number(seen.referrals)
        if seen.open_referrals:
            referrals = self.tr("{n}, {open} open").format(n=referrals, open=seen.open_referrals)
        self.so_far.fact(self.tr("Referrals"), referrals)
        self.so_far.fact(self.tr("Enrollments"), number(seen.enrollments))
        arrests = seen.arrests_since_admission
        if arrests is not None:
            self.so_far.fact(self.tr("New arrests since admission"), number(arrests))
        self.so_far.fact(self.tr("Papers let out"), number(seen.disclosures))
        if seen.last_disclosure is not None:
            last = datetime.fromisoformat(seen.last_disclosure).astimezone().date()
            self.so_far.fact(self.tr("Last paper"), day_words(last, self.locale()))
        self.so_far.body.addStretch(1)


def _empty(card: Card) -> None:
    while (item := card.body.takeAt(0)) is not None:
        layout, widget = item.layout(), item.widget()
        if layout is not None:
            while (inner := layout.takeAt(0)) is not None:
                _drop(inner.widget())
        _drop(widget)


def _drop(widget: QWidget | None) -> None:
    if widget is not None:
        widget.deleteLater()
