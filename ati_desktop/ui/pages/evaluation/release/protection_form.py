"""How the files of a package are locked: not at all, with a password, or to a recipient's key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ati_desktop.ui.first_run_steps import PasswordStep
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.buttons import Button
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.stack import Places
from ati_desktop.ui.kit.words import label, restyle
from ati_desktop.ui.pages.evaluation.release.draft import Protection

if TYPE_CHECKING:
    from ati_desktop.casework.requests import Encryption

_LARGEST_KEY = 10_000
_STARTS = ("age1", "ssh-ed25519 ", "ssh-rsa ")


class ProtectionForm(QWidget):
    """A choice of three, and what each of them needs."""

    def __init__(self, surroundings: Surroundings, known: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self._surroundings = surroundings
        self.choice = Segment(
            [
                (Protection.FOLDER, self.tr("Plain folder")),
                (Protection.PASSWORD, self.tr("Locked with a password")),
                (Protection.KEY, self.tr("Locked to a key")),
            ],
            "choice",
        )
        self.choice.setAccessibleName(self.tr("Protection of the files"))
        self.choice.chosen.connect(self.choose)
        self.password = PasswordStep(surroundings, known)
        self.password.heading.setText(self.tr("Password of the package"))
        restyle(self.password.heading, "kind", "card_title")
        self.password.why.setText(
            self.tr(
                "Give it to the recipient another way than the file, such as by phone. It is kept "
                "nowhere: without it nobody can open the package."
            )
        )
        self.key = QLineEdit()
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self._places = Places()
        self._parts = {
            Protection.FOLDER: self._plain(),
            Protection.PASSWORD: self.password,
            Protection.KEY: self._keyed(),
        }
        for part in self._parts.values():
            self._places.add_place(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for each in (self.choice, self._places, self.problem):
            whole.addWidget(each)
        self.choose(Protection.FOLDER)

    def choose(self, name: str) -> None:
        """Show one way of locking."""
        self.problem.hide()
        self.choice.choose(name)
        self._places.show_place(self._parts[Protection(name)])

    @property
    def chosen(self) -> Protection:
        """Return the way that is chosen."""
        return Protection(self.choice.value() or Protection.FOLDER)

    def ready(self) -> bool:
        """Return whether nothing is missing, saying what if something is."""
        if self.chosen is Protection.PASSWORD:
            return self.password.ready()
        wrong = self.chosen is Protection.KEY and not self.key.text().strip().startswith(_STARTS)
        self.problem.setVisible(wrong)
        if wrong:
            self.key.setFocus()
            self.problem.setText(
                self.tr("Paste the recipient's public key. It begins with age1, or with ssh-.")
            )
        return not wrong

    def encryption(self) -> Encryption | None:
        """Return what the package is locked with; None for a plain folder."""
        if self.chosen is Protection.FOLDER:
            return None
        from ati_desktop.casework.requests import Encryption  # noqa: PLC0415 - when it is asked

        if self.chosen is Protection.PASSWORD:
            return Encryption(passphrase=self.password.first.text())
        return Encryption(recipients=(self.key.text().strip(),))

    def forget(self) -> None:
        """Let no password stay in the window."""
        self.password.forget()

    def _plain(self) -> QWidget:
        words = self.tr(
            "The files are written as they are. Nobody can be found in them; lock them all the "
            "same where they go over a line that others can read."
        )
        return label(words, "muted", wrap=True)

    def _keyed(self) -> QWidget:
        part = QWidget()
        whole = QVBoxLayout(part)
        whole.setContentsMargins(0, 0, 0, 0)
        words = self.tr(
            "Only who holds the private half of this key can open the package. Recipients make "
            "such keys with age; an SSH key will do as well."
        )
        whole.addWidget(label(words, "muted", wrap=True))
        said = label(self.tr("The recipient's public key"), "muted")
        said.setBuddy(self.key)
        self.key.setAccessibleName(self.tr("The recipient's public key"))
        self.key.setPlaceholderText(self.tr("age1…"))
        whole.addWidget(said)
        whole.addWidget(self.key)
        row = QHBoxLayout()
        row.addWidget(Button(self.tr("Read it from a file…"), self._read))
        row.addStretch(1)
        whole.addLayout(row)
        return part

    def _read(self) -> None:
        path = self._surroundings.ask_open("*")
        if path is None:
            return
        try:
            text = path.read_bytes()[:_LARGEST_KEY].decode("utf-8", "replace")
        except OSError:
            text = ""
        lines = (line.strip() for line in text.splitlines())
        found = next((line for line in lines if line.startswith(_STARTS)), "")
        self.key.setText(found)
        self.ready()
