"""The cohort panel: who is counted, how long and by which groups; the check works beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.figures_overview import Overview
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
from ati_desktop.ui.pages.evaluation.joins_card import JoinsCard
from ati_desktop.ui.pages.evaluation.live_check import LiveCheck
from ati_desktop.ui.pages.evaluation.release_check import ReleaseCheck
from ati_desktop.ui.shell import Shell

_THREE, _TWO = 1160, 700
_SIDE = 360


class CohortPanel(QWidget):
    """Emits ``chosen`` with a specification, or ``left`` when all stays as it was."""

    chosen = Signal(object)
    opened = Signal(object)
    left = Signal()

    def __init__(
        self,
        shell: Shell,
        overview: Overview,
        spec: Spec,
        live: LiveCheck,
        words: Mapping[tuple[str, str], str] = {},
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell, self._spec, self._live = shell, spec, live
        self.who, self.what = Form(who_fields(overview)), Form(what_fields())
        self.joins = JoinsCard(words)
        self.joins.apart.connect(self._take_apart)
        self.check = ReleaseCheck(live, shell.theme, self._ask)
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
        self.show_spec(spec)
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
        self.check.setMinimumWidth(length(_SIDE) if beside else 0)
        self.check.setMaximumWidth(length(_SIDE) if beside else 1 << 20)

    def take(self) -> None:
        """Hand the specification on, if it is whole."""
        spec = self._read()
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

    def _read(self) -> Spec | None:
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
        spec = self._read()
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
        for title, parts in (
            (self.tr("Who is counted"), (self.who,)),
            (self.tr("What is counted"), (self.what, self.joins)),
        ):
            card = Card(title)
            for part in parts:
                card.add(part)
            card.body.addStretch(1)
            self._halves.addWidget(card, 1)
        self._columns.addWidget(scrolled(self._forms), 1)
        side = QVBoxLayout()
        side.addWidget(self.check)
        side.addStretch(1)
        self._columns.addLayout(side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addLayout(self._columns, 1)
