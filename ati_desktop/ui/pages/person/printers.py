"""Asking for a printer, and printing pages on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ati_desktop.ui.kit.pdf_pages import PdfPages, print_pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

AskPrinter = Callable[[QWidget], "QPrinter | None"]


def ask_printer(over: QWidget) -> QPrinter | None:
    """Ask the person for a printer; None when they think better of it."""
    from PySide6.QtPrintSupport import (  # noqa: PLC0415 - loaded only when printing
        QPrintDialog,
        QPrinter,
    )

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, over)
    chosen = bool(dialog.exec())
    dialog.deleteLater()
    return printer if chosen else None


def print_pdf(pdf: bytes, printer: QPrinter) -> None:
    """Print every page of a paper."""
    print_pages(PdfPages(pdf), printer)
