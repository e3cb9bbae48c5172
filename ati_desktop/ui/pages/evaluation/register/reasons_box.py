"""Where a second person says why; without reasons there is no decision."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ati_desktop.ui.kit.words import label, restyle


class ReasonsBox(QWidget):
    """Several lines of text under their name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(self.tr("Reasons, required"))
        self.box.setFixedHeight(self.box.fontMetrics().height() * 4 + 20)
        named = label(self.tr("Reasons *"), "muted")
        named.setBuddy(self.box)
        helped = self.tr("They stay in the register with your decision.")
        self.box.setAccessibleDescription(helped)
        self.problem = label(self.tr("Give your reasons, for yes as for no."), "problem", wrap=True)
        self.problem.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        for each in (named, self.box, label(helped, "small", wrap=True), self.problem):
            whole.addWidget(each)

    @property
    def text(self) -> str:
        """Return the reasons without space around them."""
        return self.box.toPlainText().strip()

    def check(self) -> bool:
        """Return whether there are reasons, saying so beside the box if not."""
        self.problem.setVisible(not self.text)
        restyle(self.box, "problem", "false" if self.text else "true")
        if not self.text:
            self.box.setFocus()
        return bool(self.text)
