"""The last step: everything at a glance, and the button that asks or writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QHBoxLayout

from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.pairs import Pair, Pairs
from ati_desktop.ui.pages.evaluation.reading import Package, Ready
from ati_desktop.ui.pages.evaluation.release.draft import Protection, ReleaseDraft
from ati_desktop.ui.pages.evaluation.words import count, translate


class EndStep(Step):
    """Shows what will be written; ``act`` holds the one button of the moment."""

    def __init__(self) -> None:
        super().__init__("", "")
        self.act: Button | None = None
        self._shown: Card | None = None
        self.heading.setText(self.tr("Write it, or ask for it"))
        self.why.setText(self.tr("Nothing has left so far. Look at it once more."))

    def show_making(self) -> None:
        """Say that the files are still made."""
        card = self._fresh(self.tr("The package"))
        card.add(label(self.tr("The files are being made."), "muted", wrap=True))

    def show_end(
        self,
        draft: ReleaseDraft,
        ready: Ready,
        package: Package,
        write: Callable[[], object],
        ask: Callable[[], object],
    ) -> None:
        """Show the package and what can be done with it now."""
        card = self._fresh(self.tr("The package"))
        card.add(Pairs(end_facts(draft, ready, package)))
        request = package.request
        if ready.review_needed and (request is None or request.state == "waiting"):
            self._ask(card, ask, waits=request is not None)
        else:
            if request is not None:
                words = self.tr("Approved by {name}: {reasons}")
                said = words.format(name=request.decided_by, reasons=request.reasons)
                card.add(label(said, wrap=True))
            self.act = Button(self.tr("Write package…"), write, Weight.PRIMARY)
            card.add(_right(self.act))

    def enter(self) -> None:
        """Put the cursor on the button."""
        if self.act is not None:
            self.act.setFocus()

    def wait(self, *, busy: bool) -> None:
        """Let the button rest while work is under way."""
        if self.act is not None:
            self.act.setEnabled(not busy)

    def show_done(self, done: Card) -> None:
        """Show what was done instead of the button."""
        self._put(done)
        self.act = None

    def _ask(self, card: Card, ask: Callable[[], object], *, waits: bool) -> None:
        if waits:
            words = self.tr("You have asked for exactly this already. It waits for a decision.")
            card.add(label(words, wrap=True))
            return
        self.act = Button(self.tr("Ask for approval"), ask, Weight.PRIMARY)
        card.add(_right(self.act))

    def _fresh(self, title: str) -> Card:
        card = Card(title)
        self.act = None
        self._put(card)
        return card

    def _put(self, card: Card) -> None:
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = card
        self.body.addWidget(card)


def end_facts(draft: ReleaseDraft, ready: Ready, package: Package) -> Iterator[Pair]:
    """Yield what somebody looks at before a package leaves."""
    protected = ready.prepared.protected
    yield translate("Evaluation", "Title"), draft.spec.title
    yield translate("Evaluation", "Recipient"), draft.recipient
    yield translate("Evaluation", "Purpose"), draft.purpose
    yield translate("Evaluation", "Hidden numbers"), count(protected.hidden_cells)
    yield translate("Evaluation", "Files"), count(len(package.candidate.files))
    yield translate("Evaluation", "Protection of the files"), _protection(draft.protection)
    said = Chip(ready.review, Kind.WARN if ready.review_needed else Kind.NEUTRAL)
    if ready.review_needed:
        said = Chip(translate("Evaluation", "Somebody else must look"), Kind.WARN)
        if package.request is not None and package.request.state != "waiting":
            said = Chip(translate("Evaluation", "Approved"), Kind.GOOD)
    yield translate("Evaluation", "Second person"), said


def _protection(kind: Protection) -> str:
    return {
        Protection.FOLDER: translate("Evaluation", "none: a plain folder"),
        Protection.PASSWORD: translate("Evaluation", "locked with a password"),
        Protection.KEY: translate("Evaluation", "locked to the recipient's key"),
    }[kind]


def _right(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(button)
    return row
