"""The form of a consent: its own rules of revoking."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ati_desktop.ui.kit.buttons import Button
from ati_desktop.ui.pages.person.record_sheet import RecordSheet

_MAY_BIND = "criminal_justice"


class ConsentSheet(RecordSheet):
    """Revoke is offered only where the consent may be revoked today."""

    def add_buttons(self) -> None:
        """Put Revoke before Remove."""
        self.revoke_button = Button(self.tr("Revoke…"), self.revoke)
        self.foot.addWidget(self.revoke_button)
        super().add_buttons()

    def refresh_rules(self) -> None:
        """Only a criminal-justice consent can be bound to its event; a bound one waits for it."""
        values = self.values()
        binding = self.form.input("irrevocable_until_event")
        may_bind = values["kind"] == _MAY_BIND
        if not may_bind and values["irrevocable_until_event"] == "yes":
            binding.show_value("no")
        binding.setEnabled(may_bind)
        bound = may_bind and values["irrevocable_until_event"] == "yes"
        free = not bound or values["event_happened_on"] is not None
        kept, revoked = self.record_id is not None, values["revoked_on"] is not None
        self.revoke_button.setVisible(self.writes and kept and free and not revoked)
        self.form.input("revoked_on").setEnabled(kept and (free or revoked))

    def revoke(self) -> None:
        """Fill in today as the day of the revocation; saving makes it so."""
        entry = self.form.input("revoked_on")
        entry.show_value(self.desk.today.isoformat())
        entry.entry().setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(entry)
        self.form.changed.emit()
        self.notice.show_text(self.tr("Check the day of the revocation, then save."), "warn")
