"""What was done at the end of the wizard: a package that is written, or one that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from ati_desktop.ui.kit.buttons import Button
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, Kind
from ati_desktop.ui.kit.words import label
from ati_desktop.ui.pages.evaluation.release.receipt_view import ReceiptView
from ati_desktop.ui.pages.evaluation.words import count

if TYPE_CHECKING:
    from ati_desktop.casework.candidates import Candidate
    from ati_desktop.casework.requests import Released, Request

_RECEIPT = "receipt.txt"
translate = QCoreApplication.translate


def asked_card(request: Request, register: Callable[[], object]) -> Card:
    """Return what to know when somebody else has to look now."""
    card = Card(translate("Evaluation", "The package is asked for"))
    card.action(Chip(translate("Evaluation", "Waiting"), Kind.WARN))
    words = translate(
        "Evaluation",
        "Somebody else looks at it in the register. Once it is approved, write it from there.",
    )
    card.add(label(words, wrap=True))
    number = translate("Evaluation", "Request {id}").format(id=request.id)
    card.add(label(number, "strong", selectable=True))
    card.add(_row(Button(translate("Evaluation", "Open the register"), register)))
    return card


def written_card(released: Released, candidate: Candidate, register: Callable[[], object]) -> Card:
    """Return where the package is, its number, and its receipt."""
    card = Card(translate("Evaluation", "The package is written"))
    said = translate("Evaluation", "Written: {count} files in {folder}").format(
        count=count(len(released.files)), folder=released.folder
    )
    card.add(label(said, wrap=True, selectable=True))
    number = translate("Evaluation", "Release {id} · receipt {receipt}")
    line = number.format(id=released.release.id, receipt=_RECEIPT)
    card.add(label(line, "strong", wrap=True, selectable=True))
    if released.again:
        again = translate(
            "Evaluation",
            "These are the same figures as an earlier release, so its number is kept.",
        )
        card.add(label(again, "muted", wrap=True))
    folder = released.folder if released.folder.is_dir() else released.folder.parent
    receipt = ReceiptView(candidate.files.get(_RECEIPT, b"").decode("utf-8", "replace"))
    receipt.hide()
    show = Button(translate("Evaluation", "Show the receipt"), receipt.show_and_focus)
    card.add(
        _row(
            Button(translate("Evaluation", "Open the folder"), lambda: _open(folder)),
            show,
            Button(translate("Evaluation", "Open the register"), register),
        )
    )
    card.add(receipt, 1)
    return card


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
