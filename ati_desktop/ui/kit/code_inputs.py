"""Inputs for answers from a list: one, several, yes or no."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QWidget,
)

from ati_desktop.ui.kit.fields import Code, Field, no_answer_values, no_answers
from ati_desktop.ui.kit.input import Input
from ati_desktop.ui.kit.segment import Segment

_VALUE = Qt.ItemDataRole.UserRole


class _Box(QComboBox):
    """A box that the mouse wheel does not change while somebody scrolls the form."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CodeInput(Input):
    """One answer of a list; any part of it can be typed, the no-answers stand last."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = _Box()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMaxVisibleItems(14)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(18)
        self._codes: list[Code] = []
        self._fill_box()
        edit = QLineEdit()
        edit.setPlaceholderText(field.placeholder or self.tr("Choose or type"))
        edit.textEdited.connect(self.changed)
        edit.editingFinished.connect(self._left)
        self.box.setLineEdit(edit)
        self._complete()
        self.box.activated.connect(self.changed)
        self.whole.addWidget(self.box)

    def value(self) -> object:
        """Return the code, the text as typed if it is none of the list, or None."""
        text = self.box.currentText().strip()
        found = self._match(text)
        return found.value if found else (text or None)

    def show_value(self, value: object) -> None:
        """Show a code, or a text as it was typed."""
        for code in self._codes:
            if code.value == value:
                self._take(code)
                return
        self.box.setCurrentIndex(0)
        self.box.setEditText("" if value is None else str(value))

    def unreadable(self) -> str:
        """Return a sentence when the text is none of the list."""
        text = self.box.currentText().strip()
        if not text or self._match(text):
            return ""
        return self.tr("“{text}” is not in the list. Choose one of its answers.").format(text=text)

    def entry(self) -> QWidget:
        """Return the box."""
        return self.box

    def settle(self) -> None:
        """Complete a text that only one answer contains."""
        found = self._match(self.box.currentText().strip())
        if found is not None:
            self._take(found)

    def _take(self, code: Code) -> None:
        self.box.setCurrentIndex(self.box.findData(code.value))
        line = self.box.lineEdit()
        if line is not None:
            line.setCursorPosition(0)  # a long answer shows its beginning

    def _complete(self) -> None:
        finish = QCompleter([code.label for code in self._codes], self.box)
        finish.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        finish.setFilterMode(Qt.MatchFlag.MatchContains)
        finish.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finish.setMaxVisibleItems(14)
        popup = finish.popup()
        if popup is not None:
            popup.setProperty("kind", "popup")
        self.box.setCompleter(finish)

    def _fill_box(self) -> None:
        self.box.addItem("", None)
        answers = list(self.field.answers())
        extra = no_answers() if self.field.offers_no_answer else []
        self._codes = [*answers, *extra]
        for code in answers:
            self.box.addItem(code.label, code.value)
        if extra:
            self.box.insertSeparator(self.box.count())
        for code in extra:
            self.box.addItem(code.label, code.value)
        self.box.setCurrentIndex(0)

    def _match(self, text: str) -> Code | None:
        wanted = text.casefold()
        if not wanted:
            return None
        exact = [code for code in self._codes if code.label.casefold() == wanted]
        near = [code for code in self._codes if wanted in code.label.casefold()]
        found = exact or near
        return found[0] if exact or len(near) == 1 else None

    def _left(self) -> None:
        self.settle()
        self.left.emit()


class CodesInput(Input):
    """Several answers of a list, ticked with Space; a no-answer takes the others away."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.list = QListWidget()
        self.list.setProperty("kind", "choices")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        extra = no_answers() if field.offers_no_answer else []
        codes = [*field.answers(), *extra]
        for code in codes:
            item = QListWidgetItem(code.label, self.list)
            item.setData(_VALUE, code.value)
            item.setToolTip(code.label)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self._shown = min(max(len(codes), 2), 10)
        self.list.setFixedHeight((self.list.fontMetrics().height() + 14) * self._shown + 10)
        self.list.itemChanged.connect(self._ticked)
        self.list.installEventFilter(self)
        self.whole.addWidget(self.list)

    def value(self) -> object:
        """Return the ticked codes in the order of the list, or None."""
        ticked = [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        return [str(item.data(_VALUE)) for item in ticked] or None

    def show_value(self, value: object) -> None:
        """Tick the codes of a list."""
        wanted = set(value) if isinstance(value, list | tuple | set | frozenset) else set()
        self.list.blockSignals(True)
        for item in self._items():
            on = item.data(_VALUE) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def entry(self) -> QWidget:
        """Return the list."""
        return self.list

    def showEvent(self, event: QShowEvent) -> None:
        """Be as tall as the rows are, now that their style is known."""
        super().showEvent(event)
        row = self.list.sizeHintForRow(0)
        if row > 0:
            self.list.setFixedHeight(row * self._shown + 12)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell when the list is left."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _ticked(self, item: QListWidgetItem) -> None:
        if item.checkState() == Qt.CheckState.Checked:
            alone = item.data(_VALUE) in no_answer_values()
            kept = [item.data(_VALUE)] if alone else [
                code for code in self._now() if code not in no_answer_values()
            ]  # fmt: skip
            self.show_value(kept)
        self.changed.emit()

    def _now(self) -> list[str]:
        now = self.value()
        return now if isinstance(now, list) else []


class YesNoInput(Input):
    """Yes, no, or why there is no answer."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        choices = [("yes", self.tr("Yes")), ("no", self.tr("No"))]
        if field.offers_no_answer:
            choices.append(("none", self.tr("No answer")))
        self.row = Segment(choices, "choice")
        self._why: str | None = None
        self.row.chosen.connect(self._chosen)
        self.whole.addWidget(self.row)
        self._menu = QMenu(self)
        for code in no_answers():
            self._menu.addAction(code.label).setData(code.value)
        self._menu.triggered.connect(lambda action: self._because(action.data()))

    def value(self) -> object:
        """Return "yes", "no", one of the four no-answers, or None."""
        chosen = self.row.value()
        return self._why if chosen == "none" else chosen

    def show_value(self, value: object) -> None:
        """Show an answer."""
        self._why = str(value) if value in no_answer_values() else None
        known = value if value in ("yes", "no") else "none" if self._why else None
        self.row.choose(str(known) if known else None)
        self._name_last()

    def entry(self) -> QWidget:
        """Return the button the Tab key stops at."""
        proxy = self.row.focusProxy()
        return proxy if proxy is not None else self.row

    def _chosen(self, name: str) -> None:
        if name == "none":
            self._why = self._why or "unknown"
            button = self.row.buttons()[-1]
            self._menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        else:
            self._why = None
        self._name_last()
        self.changed.emit()

    def _because(self, value: str) -> None:
        self._why = value
        self._name_last()
        self.changed.emit()

    def _name_last(self) -> None:
        if not self.field.offers_no_answer:
            return
        titles = {code.value: code.label for code in no_answers()}
        title = titles.get(self._why or "", self.tr("No answer"))
        self.row.buttons()[-1].setText(title)
        self.row.buttons()[-1].setAccessibleName(title)
