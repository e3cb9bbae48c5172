"""The cohort panel: who is counted, how long and by which groups; or a specification file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.figures_overview import Overview
from ati_desktop.casework.specifications import Spec, save_spec
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.pages.evaluation.cohort_fields import (
    answers_of,
    spec_from,
    what_fields,
    who_fields,
)
from ati_desktop.ui.shell import Shell

_BESIDE = 900


class CohortPanel(QWidget):
    """Emits ``chosen`` with a specification, or ``left`` when all stays as it was."""

    chosen = Signal(object)
    opened = Signal(object)
    left = Signal()

    def __init__(
        self, shell: Shell, overview: Overview, spec: Spec, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shell, self._spec = shell, spec
        self.who, self.what = Form(who_fields(overview)), Form(what_fields())
        for form in (self.who, self.what):
            form.fill(answers_of(spec))
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
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        for title, form in (
            (self.tr("Who is counted"), self.who),
            (self.tr("What is counted"), self.what),
        ):
            card = Card(title)
            card.add(form)
            card.body.addStretch(1)
            self._columns.addWidget(card, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.head)
        whole.addLayout(self._columns)
        whole.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the two halves under each other where there is no room beside."""
        super().resizeEvent(event)
        wide = self.width() >= self._shell.theme.length(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)

    def take(self) -> None:
        """Hand the specification on, if it is whole."""
        spec = self._read()
        if spec is not None:
            self.chosen.emit(spec)

    def _read(self) -> Spec | None:
        whole = [form.check() for form in (self.what, self.who)]
        if not all(whole):
            return None
        answers = self.who.values() | self.what.values()
        return self._shell.attempt(lambda: spec_from(answers, self._spec))

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
