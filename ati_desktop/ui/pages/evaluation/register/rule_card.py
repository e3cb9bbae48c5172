"""The office's rule about a second person, with what follows from it in words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.register.lines import RegisterRead

ON, OFF, OPEN = "on", "off", "open"


class RuleCard(Card):
    """Emits ``ruled`` with on, off or open; those who may not rule read it only."""

    ruled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.add(label(self.tr("Second pair of eyes"), "card_title"))
        self.setAccessibleName(self.tr("Second pair of eyes"))
        self.choice = Segment(
            [
                (ON, self.tr("Always")),
                (OPEN, self.tr("When somebody is there")),
                (OFF, self.tr("Never")),
            ],
            "choice",
        )
        self.choice.setAccessibleName(self.tr("When a second person is asked"))
        self.choice.chosen.connect(self.ruled)
        self.add(self.choice)
        self.said = label("", "muted", wrap=True)
        self.add(self.said)

    def show_rule(self, read: RegisterRead) -> None:
        """Show the rule as it is."""
        rule = read.rule or OPEN
        self.choice.choose(rule)
        self.choice.setVisible(read.may_rule)
        self.said.setText(self._consequence(rule, read))

    def _consequence(self, rule: str, read: RegisterRead) -> str:
        names = ", ".join(read.reviewers)
        if rule == OFF:
            return self.tr(
                "Nobody else is asked: who prepares a package writes it. Every receipt says that "
                "the second person is switched off."
            )
        if not names and rule == ON:
            return self.tr(
                "Every package needs the approval of somebody else, and nobody else here may "
                "give it. Until there is a second supervisor or evaluator, nothing can leave."
            )
        if not names:
            return self.tr(
                "Nobody else in this office may decide, so nobody is asked. Every receipt says so."
            )
        return self.tr(
            "Every package needs the approval of somebody else before it is written. For what "
            "you ask, these may decide: {names}."
        ).format(names=names)
