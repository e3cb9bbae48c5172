"""Everything the register keeps of one package, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.pairs import Pairs
from ati_desktop.ui.pages.evaluation.register.lines import (
    RegisterLine,
    kind_words,
    state_kind,
    state_words,
    when,
)
from ati_desktop.ui.pages.evaluation.register.summary_words import summary_pairs
from ati_desktop.ui.pages.evaluation.words import month, translate

_OF_A_DAY = "state-"


class LineCard(Card):
    """Emits ``review``, ``write``, ``withdraw`` or ``again`` with the line that is shown."""

    review = Signal(object)
    write = Signal(object)
    withdraw = Signal(object)
    again = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._content: Card | None = None
        self.buttons: dict[str, Button] = {}
        self.body.setContentsMargins(0, 0, 0, 0)
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.setContentsMargins(0, 0, 0, 0)

    def show_line(self, line: RegisterLine, *, may_decide: bool) -> None:
        """Show one line of the register."""
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        content = Card(line.title)
        content.title.setWordWrap(True)
        content.setProperty("kind", "clear")
        content.action(Chip(state_words(line.state), state_kind(line.state)))
        self.setAccessibleName(line.title)
        self._do(content, line, may_decide=may_decide)
        content.add(Pairs(line_facts(line)))
        content.body.addStretch(1)
        self._content = content
        self.add(content, 1)

    def _do(self, card: Card, line: RegisterLine, *, may_decide: bool) -> None:
        self.buttons = {}
        ways = [
            ("review", self.tr("Open and review"), self.review, Weight.PRIMARY),
            ("write", self.tr("Write package…"), self.write, Weight.PRIMARY),
            ("look", self.tr("Look at the files"), self.review, Weight.SECONDARY),
            ("withdraw", self.tr("Withdraw"), self.withdraw, Weight.SECONDARY),
            ("again", self.tr("Ask the same again"), self.again, Weight.SECONDARY),
        ]
        wanted = _deeds(line, may_decide=may_decide)
        holder = QWidget()
        row = Flow(8, 8, holder)
        for name, title, told, weight in ways:
            if name in wanted:
                button = Button(title, partial(told.emit, line), weight)
                self.buttons[name] = button
                row.addWidget(button)
        card.add(holder)
        said = self._why_not(line, may_decide=may_decide)
        if said:
            card.add(label(said, "muted", wrap=True))

    def _why_not(self, line: RegisterLine, *, may_decide: bool) -> str:
        if line.state == "waiting" and line.mine:
            return self.tr("You asked for this yourself: somebody else decides about it.")
        if line.state == "waiting" and not may_decide:
            return self.tr(
                "Your role does not decide about releases: a supervisor or evaluator does."
            )
        if line.state == "approved" and not line.mine:
            return self.tr("{name} writes it, who asked for it.").format(name=line.asked_by)
        return ""


def _deeds(line: RegisterLine, *, may_decide: bool) -> set[str]:
    """Return what can be done with a line by the person who looks at it."""
    deeds = {"again"} if line.kind == "figures" else set()
    if line.state == "waiting":
        deeds.add("look" if line.mine or not may_decide else "review")
    if line.state == "approved":
        deeds.add("look")
    if line.mine and line.state in ("waiting", "approved"):
        deeds.add("withdraw")
    if line.mine and line.state == "approved":
        deeds.add("write")
    return deeds


def line_facts(line: RegisterLine) -> Iterator[tuple[str, str]]:
    """Yield what is known of a line, as name and value."""
    facts = (
        (translate("Evaluation", "Kind"), kind_words(line.kind)),
        (translate("Evaluation", "Number"), line.release_id or line.id),
        (translate("Evaluation", "Recipient"), line.recipient),
        (translate("Evaluation", "Purpose"), line.purpose),
        (translate("Evaluation", "Asked by"), _by(line.asked_by, line.asked_at)),
        (translate("Evaluation", "Decided by"), _by(line.decided_by, line.decided_at)),
        (translate("Evaluation", "Reasons"), line.reasons),
        (translate("Evaluation", "Written by"), _by(line.written_by, line.written_at)),
        (translate("Evaluation", "Second person"), line.review),
        (translate("Evaluation", "Figures as of"), month(line.as_of) if line.as_of else ""),
        (translate("Evaluation", "Frozen period"), _period(line.period)),
        (translate("Evaluation", "Smallest count shown"), line.threshold),
        *summary_pairs(line.summary),
        (translate("Evaluation", "SHA-256 of the manifest"), _in_groups(line.manifest_sha256)),
    )
    yield from ((name, value) for name, value in facts if value)


def _period(name: str) -> str:
    """Return the name of a frozen period; copies that nobody named keep a day's figures."""
    if name.startswith(_OF_A_DAY):
        return translate("Evaluation", "none: a copy of the figures of that day is kept")
    return name


def _by(name: str, moment: str) -> str:
    return f"{name} · {when(moment)}" if name else ""


def _in_groups(checksum: str) -> str:
    return " ".join(checksum[at : at + 8] for at in range(0, len(checksum), 8))
