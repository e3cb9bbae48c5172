"""The step in which the recovery code is typed, for a person of the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from ati_desktop.ui.code_groups import CodeGroups
from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.kit.words import label


class CodeStep(Step):
    """Asks whose password is set anew, and the code from both halves of the sheet."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.heading.setText(self.tr("Whose password is lost?"))
        self.why.setText(
            self.tr(
                "Choose the name and type the code from both halves of the recovery sheet. "
                "Capitals, spaces and hyphens do not matter. That the code was used is written "
                "down for the office to see."
            )
        )
        self.who = QComboBox()
        self.who.setAccessibleName(self.tr("User name"))
        self.who.setMaxVisibleItems(14)
        named = label(self.tr("User name"), "muted")
        named.setBuddy(self.who)
        self.code = CodeGroups()
        self.code.noticed.connect(self.complain)
        self.code.entered.connect(self.done)
        for widget in (named, self.who):
            self.body.addWidget(widget)
        self.body.addSpacing(12)
        self.body.addWidget(self.code)
        self.body.addSpacing(4)

    def offer(self, names: Sequence[str], wanted: str = "") -> None:
        """Offer the names of the office, the one that was typed at the door first."""
        self.who.clear()
        self.who.addItems(list(names))
        known = [name.casefold() for name in names]
        if wanted.strip().casefold() in known:
            self.who.setCurrentIndex(known.index(wanted.strip().casefold()))

    def ready(self) -> bool:
        """Return whether somebody is chosen and the code can be a code."""
        if not self.who.currentText():
            self.who.setFocus()
            return self.complain(self.tr("Please choose whose password is set anew."))
        return self.complain(self.code.complaint())

    def enter(self) -> None:
        """Put the cursor into the first group, or on the names when there are several."""
        (self.who if self.who.count() > 1 else self.code).setFocus()
