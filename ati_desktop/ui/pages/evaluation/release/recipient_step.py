"""The third step: for whom the package is, what for, and how it is locked on its way."""

from __future__ import annotations

from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.gate import Surroundings
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.fields import Field, FieldKind
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.pages.evaluation.release.draft import ReleaseDraft
from ati_desktop.ui.pages.evaluation.release.protection_form import ProtectionForm


class RecipientStep(Step):
    """Recipient and purpose, which the register keeps; protection, which it does not."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__("", "")
        self.heading.setText(self.tr("For whom, and what for"))
        self.why.setText(
            self.tr("Both are kept in the register, and are what a second person decides on.")
        )
        self.form = Form(
            (
                Field(
                    "recipient",
                    self.tr("Recipient"),
                    required=True,
                    help=self.tr("An office or a body, such as the county's research office."),
                ),
                Field(
                    "purpose",
                    self.tr("Purpose"),
                    FieldKind.LONG,
                    required=True,
                    help=self.tr("What the figures will be used for."),
                ),
            )
        )
        purpose = self.form.input("purpose").entry()
        purpose.setMaximumHeight(purpose.fontMetrics().height() * 4 + 20)
        self.protection = ProtectionForm(surroundings, self._known)
        self.protection.password.done.connect(self.done)
        self.protection.key.returnPressed.connect(self.done)
        whom = Card()
        whom.add(self.form)
        locked = Card(self.tr("Protection of the files"))
        locked.add(self.protection)
        self.body.addWidget(whom)
        self.body.addWidget(locked)

    def show_draft(self, draft: ReleaseDraft) -> None:
        """Fill in what was typed before."""
        self.form.fill({"recipient": draft.recipient, "purpose": draft.purpose})
        self.protection.key.setText(draft.key)
        self.protection.choose(draft.protection)

    def keep(self, draft: ReleaseDraft) -> None:
        """Take what is typed into a draft; a password stays where it is."""
        values = self.form.values()
        draft.recipient = str(values["recipient"] or "")
        draft.purpose = str(values["purpose"] or "")
        draft.protection = self.protection.chosen
        draft.key = self.protection.key.text()

    def ready(self) -> bool:
        """Return whether nothing is missing."""
        return self.form.check() and self.protection.ready()

    def enter(self) -> None:
        """Put the cursor into the first field."""
        self.form.first()

    def _known(self) -> tuple[str, ...]:
        return (str(self.form.values()["recipient"] or ""),)
