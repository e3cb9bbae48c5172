"""The release check at the side: how much is hidden and why, the audit, what would help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ati_desktop.casework.specifications import Spec
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.tab_order import put_behind, stops_of
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.kit.words import label, rule
from ati_desktop.ui.pages.evaluation.check_facts import audit_method, check_facts, state_of
from ati_desktop.ui.pages.evaluation.check_tables import HiddenTables
from ati_desktop.ui.pages.evaluation.live_check import LiveCheck, Stage
from ati_desktop.ui.pages.evaluation.reading import Ready
from ati_desktop.ui.pages.evaluation.remedies import Help, helps

_MOST_HELP = 3


class ReleaseCheck(Card):
    """Says what a release of the question put last would hide; counts only, never which number.

    Emits ``wanted`` with a specification that would hide less. ``check`` is called when somebody
    asks for a check that was stopped.
    """

    wanted = Signal(object)

    def __init__(
        self,
        live: LiveCheck,
        theme: Theme,
        check: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "", parent)
        self._live, self._theme, self._check = live, theme, check
        self._content: Card | None = None
        self.bar: QProgressBar | None = None
        self.button: Button | None = None
        self.tables: HiddenTables | None = None
        self.remedies: list[Button] = []
        self.body.setContentsMargins(0, 0, 0, 0)
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName(self.tr("Release check"))
        self._anchor = QWidget(self)  # never seen; what is shown anew stands behind it for Tab
        self._anchor.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._anchor.hide()
        live.turned.connect(self.show_stage)
        live.moved.connect(self._move)
        self.show_stage()

    def show_stage(self) -> None:
        """Show how far the check is, or what it found."""
        stage, ready, spec = self._live.stage, self._live.ready, self._live.spec
        if stage in (Stage.WAITING, Stage.RUNNING):
            self._show_running()
        elif stage is Stage.FOUND and ready is not None and spec is not None:
            self._show_found(ready, spec)
        elif stage is Stage.REFUSED and self._live.refused is not None:
            self._show_refused(sentence(self._live.refused))
        else:
            self._show_resting(stopped=stage is Stage.STOPPED)
        if self._content is not None:
            self._content.body.addStretch(1)
        put_behind(self._anchor, stops_of(self))

    def _show_running(self) -> None:
        if self.bar is not None:
            return
        fresh = self._fresh(Chip(self.tr("Checking"), Kind.NEUTRAL))
        words = self.tr(
            "What a release would hide is worked out while you go on. Change the question, and "
            "the check begins anew."
        )
        fresh.add(label(words, "muted", wrap=True))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("Release check"))
        fresh.add(self.bar)
        self.button = Button(self.tr("Stop"), self._live.stop, Weight.QUIET)
        self.button.setAccessibleName(self.tr("Stop the release check"))
        fresh.add(_left(self.button))

    def _show_resting(self, *, stopped: bool) -> None:
        chip = Chip(self.tr("Stopped"), Kind.NEUTRAL) if stopped else None
        fresh = self._fresh(chip)
        words = self.tr(
            "Before figures leave the office, small numbers are hidden, more are hidden so that "
            "nobody can work them out, and an attack is tried on what is left."
        )
        fresh.add(label(words, "muted", wrap=True))
        if stopped:
            self.button = Button(self.tr("Check now"), self._check, Weight.SECONDARY)
            fresh.add(_left(self.button))

    def _show_refused(self, said: str) -> None:
        fresh = self._fresh(Chip(self.tr("Nothing may leave"), Kind.BAD))
        fresh.add(label(said, wrap=True, selectable=True))
        self.button = Button(self.tr("Check now"), self._check, Weight.SECONDARY)
        fresh.add(_left(self.button))

    def _show_found(self, ready: Ready, spec: Spec) -> None:
        protected = ready.prepared.protected
        fresh = self._fresh(state_of(ready))
        for name, value in check_facts(ready):
            fresh.fact(name, value)
        fresh.add(label(audit_method(protected), "small", wrap=True))
        self.tables = HiddenTables(protected.tables, self._theme)
        fresh.add(self.tables)
        found = helps(protected, spec, _MOST_HELP)
        if found:
            fresh.add(rule())
            fresh.add(label(self.tr("What would help"), "strong"))
        for each in found:
            fresh.add(self._help(each))

    def _help(self, each: Help) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if each.spec is None:
            column.addWidget(label(each.title, wrap=True))
        else:
            button = Button(each.title, lambda: self.wanted.emit(each.spec), Weight.SECONDARY)
            button.setAccessibleDescription(each.detail)
            button.setToolTip(f"{each.title}, {each.detail}")
            self.remedies.append(button)
            column.addLayout(_left(button))
        column.addWidget(label(each.detail, "small", wrap=True))
        return line

    def _move(self, done: int, total: int, text: str) -> None:
        if self.bar is not None:
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.bar.setAccessibleDescription(text)

    def _fresh(self, chip: Chip | None) -> Card:
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self.bar, self.button, self.tables, self.remedies = None, None, None, []
        self._content = Card(self.tr("Release check"))
        self._content.setProperty("kind", "clear")
        if chip is not None:
            self._content.action(chip)
        self.add(self._content)
        return self._content


def _left(button: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(button)
    line.addStretch(1)
    return line
