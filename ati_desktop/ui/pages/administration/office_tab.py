"""The office's settings: what stands on papers, which law applies, when the window locks."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.settings import OfficeSettings, read_settings, save_settings
from ati_desktop.ui.kit.buttons import Button, Weight
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.fields import Code, Field, FieldKind
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.long_work import carry_out
from ati_desktop.ui.shell import Shell

_WIDEST = 760


class OfficeTab(QWidget):
    """A form with the settings; saved as one."""

    def __init__(self, desk: Desk, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.save_button = Button(self.tr("Save"), self.save, Weight.PRIMARY)
        self.save_button.setEnabled(False)
        self.form = Form(self._fields())
        self.form.changed.connect(lambda: self.save_button.setEnabled(True))
        card = Card(self.tr("The office"), self.tr("This stands on every paper."))
        card.setMaximumWidth(shell.theme.length(_WIDEST))
        card.action(self.save_button)
        card.add(self.form)
        row = QHBoxLayout()
        row.addWidget(card, 1)
        row.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        whole.addStretch(1)
        carry_out(
            shell, self, self.tr("Reading the settings"), lambda _p: read_settings(desk), self._fill
        )

    def save(self) -> None:
        """Save the settings."""
        if not self.form.check():
            return
        values = {name: str(value or "") for name, value in self.form.values().items()}
        settings, desk = OfficeSettings(**values), self._desk
        self._shell.notices.clear()
        carry_out(
            self._shell,
            self,
            self.tr("Saving the settings"),
            lambda _progress: save_settings(desk, settings),
            self._saved,
        )

    def _fill(self, settings: OfficeSettings) -> None:
        self.form.fill(asdict(settings))
        if not settings.office:
            self.form.input("office").show_value(self._desk.home.office)

    def _saved(self, changed: Changed) -> None:
        self.save_button.setEnabled(False)
        self._shell.notices.say(self.tr("Saved"))
        self._shell.changed(changed)

    def _fields(self) -> tuple[Field, ...]:
        papers, rules = self.tr("On papers"), self.tr("Rules")
        part2 = self.tr(
            "Programs that treat substance use with federal help fall under it. Their papers then "
            "carry the notice that forbids handing them on."
        )
        return (
            Field("office", self.tr("Name"), required=True, section=papers),
            Field("address", self.tr("Address"), FieldKind.LONG),
            Field("phone", self.tr("Phone")),
            Field("email", self.tr("E-mail")),
            Field(
                "paper_size",
                self.tr("Paper size"),
                FieldKind.CODE,
                (
                    Code("letter", self.tr("Letter (8.5 by 11 in)")),
                    Code("a4", self.tr("A4 (210 by 297 mm)")),
                ),
                required=True,
                no_answers=False,
            ),
            Field(
                "part2",
                self.tr("42 CFR Part 2 applies"),
                FieldKind.YES_NO,
                required=True,
                no_answers=False,
                help=part2,
                section=rules,
            ),
            Field(
                "lock_after_minutes",
                self.tr("Lock after minutes"),
                required=True,
                help=self.tr("1 to 120 minutes without a key; it counts from the next sign-in."),
            ),
        )
