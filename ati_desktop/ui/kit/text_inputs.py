"""Inputs for text: one line, several lines, a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ati_desktop.errors import Refused
from ati_desktop.ui.kit.fields import Code, Field, no_answers
from ati_desktop.ui.kit.input import Input
from ati_desktop.ui.kit.locale_dates import date_in_words, date_text, date_words
from ati_desktop.ui.kit.say import sentence
from ati_desktop.ui.kit.typed_dates import read_date
from ati_desktop.ui.kit.words import label


class TextInput(Input):
    """One line of text."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(field.placeholder)
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self.left)
        self.whole.addWidget(self.line)

    def value(self) -> object:
        """Return the text without spaces around it, or None."""
        return self.line.text().strip() or None

    def show_value(self, value: object) -> None:
        """Show a text."""
        self.line.setText("" if value is None else str(value))

    def entry(self) -> QWidget:
        """Return the line."""
        return self.line


class LongInput(Input):
    """Several lines of text; Tab leaves it, as on the other fields."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(field.placeholder)
        self.text.setTabChangesFocus(True)
        lines = self.text.fontMetrics().height()
        self.text.setMinimumHeight(lines * 3 + 20)
        self.text.setMaximumHeight(lines * 8 + 20)
        self.text.textChanged.connect(self._typed)
        self.text.installEventFilter(self)
        self._quiet = False
        self.whole.addWidget(self.text)

    def value(self) -> object:
        """Return the text, or None when there is nothing but space."""
        text = self.text.toPlainText()
        return text if text.strip() else None

    def show_value(self, value: object) -> None:
        """Show a text."""
        self._quiet = True
        self.text.setPlainText("" if value is None else str(value))
        self._quiet = False

    def entry(self) -> QWidget:
        """Return the text box."""
        return self.text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the box is left."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()


class DateInput(Input):
    """A typed date with its reading in words beside it."""

    def __init__(
        self, field: Field, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(field, parent)
        self._today = today
        self.line = QLineEdit()
        self.line.setPlaceholderText(field.placeholder or self.tr("today, -3, mon, 2024"))
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._left)
        self.reading = label("", "small")
        row = QHBoxLayout()
        row.setSpacing(8)
        wide = self.line.fontMetrics().averageCharWidth()
        self.line.setMinimumWidth(wide * 15)
        self.line.setMaximumWidth(wide * 30)
        self.reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self.line, 3)
        row.addWidget(self.reading, 4)
        self.whole.addLayout(row)

    def value(self) -> object:
        """Return the stored form, a no-answer, the text as typed if unreadable, or None."""
        text = self.line.text().strip()
        try:
            return self._read() or None
        except Refused:
            return text

    def show_value(self, value: object) -> None:
        """Show a date in the locale's short form, or a text as it was typed."""
        text = "" if value is None else str(value)
        kept = {code.value: code.label for code in self._no_answers()}
        self.line.setText(kept.get(text, text))
        self.settle()

    def unreadable(self) -> str:
        """Return which part of the date cannot be read, or ""."""
        try:
            self._read()
        except Refused as refused:
            return sentence(refused)
        return ""

    def entry(self) -> QWidget:
        """Return the line."""
        return self.line

    def settle(self) -> None:
        """Show what was understood."""
        try:
            found = self._read()
        except Refused:
            self.reading.setText("")
            return
        if found and found[0].isdigit():
            self.line.setText(date_text(found, self.locale()))
        self._show_reading(found)

    def _no_answers(self) -> list[Code]:
        return no_answers() if self.field.offers_no_answer else []

    def _read(self) -> str:
        text = self.line.text().strip()
        for code in self._no_answers():
            if text.casefold() in (code.value, code.label.casefold()):
                return code.value
        return read_date(text, self._today(), date_words(self.locale()), self.field.towards)

    def _edited(self) -> None:
        try:
            self._show_reading(self._read())
        except Refused:
            self.reading.setText("")
        self.changed.emit()

    def _left(self) -> None:
        self.settle()
        self.left.emit()

    def _show_reading(self, found: str) -> None:
        self.reading.setText(date_in_words(found, self.locale()) if found[:1].isdigit() else "")
