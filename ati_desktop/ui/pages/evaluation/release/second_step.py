"""The fourth step: who must look before the package is written, or why nobody does."""

from __future__ import annotations

from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.reading import Ready


class SecondStep(Step):
    """Says it in words; nothing is asked here."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.heading.setText(self.tr("A second pair of eyes"))
        self.why.setText(
            self.tr("The office's rule says whether somebody else looks before a package leaves.")
        )
        self.said: Card | None = None

    def show_rule(self, ready: Ready) -> None:
        """Show what the rule means for this package."""
        if self.said is not None:
            self.body.removeWidget(self.said)
            self.said.hide()
            self.said.deleteLater()
        self.said = Card()
        if ready.review_needed:
            self._needed(self.said, ready)
        else:
            self._not_needed(self.said, ready)
        self.body.addWidget(self.said)

    def _needed(self, card: Card, ready: Ready) -> None:
        card.add(Chip(self.tr("Somebody else must look"), Kind.WARN))
        names = ", ".join(ready.reviewers)
        if names:
            who = self.tr("Any one of them may decide: {names}.").format(names=names)
        else:
            who = self.tr(
                "Nobody else in this office may decide yet. Ask an administrator to add a "
                "supervisor or an evaluator, or a supervisor to change the rule."
            )
        card.add(label(who, wrap=True))
        card.add(
            label(
                self.tr(
                    "They see every file exactly as it would be written, the recipient and the "
                    "purpose, and approve or decline with reasons. Once it is approved, you write "
                    "it from the register; nothing in it can be changed between."
                ),
                "muted",
                wrap=True,
            )
        )

    def _not_needed(self, card: Card, ready: Ready) -> None:
        card.add(Chip(self.tr("Nobody else is asked"), Kind.NEUTRAL))
        said = self.tr("The receipt says so: “{phrase}”.").format(phrase=ready.review)
        card.add(label(said, wrap=True))
        card.add(
            label(
                self.tr("A supervisor or an administrator can change the rule in the register."),
                "muted",
                wrap=True,
            )
        )
