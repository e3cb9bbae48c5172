"""People who sign in: the list, and the form for somebody new."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.staff import Colleague, Role, add_user, list_colleagues
from ati_desktop.ui.first_run_steps import PasswordStep
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.fields import Code, Field, FieldKind
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.paged import Column, PagedTableModel
from ati_desktop.ui.kit.table import TableView
from ati_desktop.ui.kit.words import label, restyle
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.pages.administration.roles import role_words
from ati_desktop.ui.roles import role_in_words
from ati_desktop.ui.shell import Shell


class PeopleTab(QWidget):
    """Lists names and roles; a card beside it takes somebody new in."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self._rows: dict[str, Colleague] = {}
        self.new: NewPerson | None = None
        columns = (
            Column(self.tr("Name"), self._name, 180),
            Column(self.tr("Role"), lambda row: role_in_words(row.role), 130),
            Column(self.tr("What the role may do"), lambda row: role_words(row.role), quiet=True),
        )
        self.model = PagedTableModel(columns, lambda ids: {i: self._rows[i] for i in ids}, self)
        self.table = TableView(self.tr("People who sign in"), shell.theme)
        self.table.show_model(self.model)
        self.add_button = Button(self.tr("Add a person"), self.open_new, Weight.PRIMARY)
        card = Card(
            self.tr("People who sign in"),
            self.tr("Each has a password of their own, and opens only what the role needs."),
        )
        card.action(self.add_button)
        card.add(self.table, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(card, 3)
        self._read()

    def open_new(self) -> None:
        """Show the form for somebody new."""
        if self.new is None:
            self.new = NewPerson(self._shell)
            self.new.left.connect(self.close_new)
            self.new.filled.connect(self._add)
            self._row.addWidget(self.new, 2)
        self.add_button.setEnabled(False)
        self.new.form.first()

    def close_new(self) -> None:
        """Take the form away, with what was typed into it."""
        if self.new is not None:
            self.new.password.forget()
            self._row.removeWidget(self.new)
            self.new.hide()
            self.new.deleteLater()
            self.new = None
        self.add_button.setEnabled(True)
        self.add_button.setFocus()

    def _name(self, row: Colleague) -> str:
        return self.tr("{name} (you)").format(name=row.name) if row.yourself else row.name

    def _read(self) -> None:
        found = self._shell.attempt(lambda: list_colleagues(self._desk))
        self._rows = {one.id: one for one in found or ()}
        self.model.show_ids(list(self._rows))

    def _add(self, name: str, role: str, password: str) -> None:
        desk = self._desk
        self._shell.notices.clear()

        def added(_nothing: None) -> None:
            self.close_new()
            self._read()
            said = self.tr("{name} can sign in now.").format(name=name)
            self._shell.notices.show(said, "good")
            self._shell.changed(Changed.USERS)

        carry_out(
            self._shell,
            self,
            self.tr("Making the keys"),
            lambda _progress: add_user(desk, name, Role(role), password),
            added,
            self._not_added,
        )

    def _not_added(self, _error: Exception) -> None:
        if self.new is not None:
            self.new.wait(waiting=False)


class NewPerson(Card):
    """Name, role with its explanation, and a first password; emits ``filled`` when whole."""

    filled = Signal(str, str, str)
    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.form = Form(self._fields())
        self.role = label("", "muted", wrap=True)
        self.form.changed.connect(self._explain)
        self.password = PasswordStep(shell.surroundings, self._known)
        self.password.heading.setText(self.tr("First password"))
        restyle(self.password.heading, "kind", "card_title")
        self.password.why.setText(self.tr("Hand it over in person. Nobody can look it up."))
        self.password.done.connect(self.take)
        self.save = Button(self.tr("Add this person"), self.take, Weight.PRIMARY)
        self.cancel = Button(self.tr("Cancel"), self.left.emit)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        self.add(label(self.tr("Somebody new"), "card_title"))
        self.add(self.form)
        self.add(self.role)
        self.add(self.password)
        self.body.addStretch(1)
        self.add(row)

    def take(self) -> None:
        """Hand on what was filled in, if it is whole."""
        whole = self.form.check()
        if not whole or not self.password.ready():
            return
        self.wait(waiting=True)
        values = self.form.values()
        self.filled.emit(str(values["name"]), str(values["role"]), self.password.first.text())

    def wait(self, *, waiting: bool) -> None:
        """Let the button rest while the keys are made."""
        self.save.setEnabled(not waiting)

    def _known(self) -> tuple[str, ...]:
        return (str(self.form.values().get("name") or ""),)

    def _explain(self) -> None:
        value = self.form.values().get("role")
        known = {str(role): role for role in Role}
        self.role.setText(role_words(known[str(value)]) if value in known else "")

    def _fields(self) -> Sequence[Field]:
        return (
            Field("name", self.tr("User name"), required=True),
            Field(
                "role",
                self.tr("Role"),
                FieldKind.CODE,
                [Code(str(role), role_in_words(role)) for role in Role],
                required=True,
                no_answers=False,
            ),
        )
