"""The cohort panel: who is counted, how long and by which groups; the check works beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.specifications import Join, Spec, save_spec
from ati_desktop.errors import Refused
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.layouts import scrolled
from ati_desktop.ui.pages.evaluation.cohort_fields import (
    answers_of,
    spec_from,
    what_fields,
    who_fields,
)
from ati_desktop.ui.pages.evaluation.freeze_row import FreezeRow
from ati_desktop.ui.pages.evaluation.joins_card import JoinsCard
from ati_desktop.ui.pages.evaluation.live_check import LiveCheck
from ati_desktop.ui.pages.evaluation.reading import Read
from ati_desktop.ui.pages.evaluation.release_check import ReleaseCheck
from ati_desktop.ui.pages.evaluation.words import value_words_of
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.periods import Period

_THREE, _TWO = 1160, 700
_SIDE = 352


class CohortPanel(QWidget):
    """Emits ``chosen`` with a specification, or ``left`` when all stays as it was."""

    chosen = Signal(object)
    opened = Signal(object)
    left = Signal()

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        read: Read,
        live: LiveCheck,
    ) -> None:
        super().__init__()
        self._shell, self._spec, self._live, self._read = shell, read.spec, live, read
        words = value_words_of(read.evaluation) if read.evaluation is not None else {}
        self.who = Form(who_fields(read.overview, read.periods))
        self.what = Form(what_fields())
        self.freeze = FreezeRow(desk, shell)
        self.freeze.frozen.connect(self._frozen)
        self.joins = JoinsCard(words)
        self.joins.apart.connect(self._take_apart)
        self.check = ReleaseCheck(live, shell.theme, live.again)
        self.check.wanted.connect(self.show_spec)
        self.head = Head(
            self.tr("Change cohort"),
            self.tr("Choose here, or open a specification file that somebody saved before."),
        )
        self.open_file = Button(self.tr("Open a specification…"), self._open)
        self.save_file = Button(self.tr("Save as a file…"), self._save)
        self.cancel = Button(self.tr("Cancel"), self.left.emit)
        self.show_figures = Button(self.tr("Show figures"), self.take, Weight.PRIMARY)
        for button in (self.open_file, self.save_file, self.cancel, self.show_figures):
            self.head.action(button)
        self._forms, self._columns = QWidget(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._forms)
        self._arrange()
        self.show_spec(read.spec)
        for form in (self.who, self.what):
            form.changed.connect(self._ask)

    def show_spec(self, spec: Spec) -> None:
        """Fill everything in as a specification says, and check it."""
        self._spec = spec
        for form in (self.who, self.what):
            form.fill(answers_of(spec))
        self.joins.show_joins(spec.joins)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the halves under each other where there is no room beside, the check last."""
        super().resizeEvent(event)
        length = self._shell.theme.length
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        beside = self.width() >= length(_TWO)
        self._halves.setDirection(across if self.width() >= length(_THREE) else down)
        self._columns.setDirection(across if beside else down)
        self._side.setMinimumWidth(length(_SIDE) if beside else 0)
        self._side.setMaximumWidth(length(_SIDE) if beside else 1 << 20)

    def take(self) -> None:
        """Hand the specification on, if it is whole."""
        spec = self._whole()
        if spec is not None:
            self.chosen.emit(spec)

    def _ask(self) -> None:
        """Put the question to the check as far as it is whole; nothing is complained of."""
        if not (self.who.is_sound() and self.what.is_sound()):
            self._live.rest()
            return
        try:
            spec = spec_from(self._answers(), self._spec)
        except Refused:
            self._live.rest()
            return
        # Another title hides nothing else: what was found for the old one still holds.
        self._live.ask(replace(spec, title=self._spec.title))

    def _answers(self) -> dict[str, object]:
        return self.who.values() | self.what.values()

    def _frozen(self, period: Period) -> None:
        """Offer a new frozen copy and choose it."""
        read, answers = self._read, self._answers()
        self._read = replace(read, periods=(*read.periods, period))
        fresh = Form(who_fields(read.overview, self._read.periods))
        fresh.fill(answers | {"period": period.name})
        fresh.changed.connect(self._ask)
        self._who_card.body.replaceWidget(self.who, fresh)
        self.who.hide()
        self.who.deleteLater()
        self.who = fresh
        self._ask()

    def _whole(self) -> Spec | None:
        whole = [form.check() for form in (self.what, self.who)]
        if not all(whole):
            return None
        return self._shell.attempt(lambda: spec_from(self._answers(), self._spec))

    def _take_apart(self, join: Join) -> None:
        joins = tuple(one for one in self._spec.joins if one != join)
        self._spec = replace(self._spec, joins=joins)
        self.joins.show_joins(joins)
        self._ask()

    def _open(self) -> None:
        path = self._shell.surroundings.ask_open("*.toml")
        if path is not None:
            self.opened.emit(path)

    def _save(self) -> None:
        spec = self._whole()
        if spec is None:
            return
        path = self._shell.surroundings.ask_file("specification.toml")
        if path is None:
            return

        def save() -> bool:
            save_spec(spec, path)
            return True

        if self._shell.attempt(save):
            self._shell.notices.say(self.tr("Saved as {name}").format(name=path.name))

    def _arrange(self) -> None:
        self._halves.setContentsMargins(0, 0, 0, 0)
        for layout in (self._halves, self._columns):
            layout.setSpacing(12)
        self._who_card, what = Card(self.tr("Who is counted")), Card(self.tr("What is counted"))
        for card, parts, share in (
            (self._who_card, (self.who, self.freeze), 4),
            (what, (self.what, self.joins), 5),
        ):
            for part in parts:
                card.add(part)
            card.body.addStretch(1)
            self._halves.addWidget(card, share)
        self._columns.addWidget(scrolled(self._forms), 1)
        inside = QWidget()
        side = QVBoxLayout(inside)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.check)
        side.addStretch(1)
        self._side = scrolled(inside)
        self._columns.addWidget(self._side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addLayout(self._columns, 1)
