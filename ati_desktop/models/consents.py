"""Consents: who may give what to whom, for which purpose, until when (42 CFR 2.31, 2.35)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.answers import MISSING_CODES
from ati_desktop.models.columns import Record, coded, codes, of, sealed

GENERAL = "general"
CRIMINAL_JUSTICE = "criminal_justice"
PROCEEDINGS = "proceedings"


class Consent(Record):
    """One signed consent, with the elements of 42 CFR 2.31(a).

    ``kind`` decides the rules: a criminal-justice consent (2.35) may be irrevocable until its
    event; a consent for proceedings stands alone and cannot carry another purpose.
    """

    __tablename__ = "consents"

    participant_id: Mapped[int] = of("participants")
    kind: Mapped[str | None] = coded("consent_kind")
    discloser: Mapped[str | None] = sealed()
    sections: Mapped[tuple[str, ...]] = codes("information_section")
    purposes: Mapped[tuple[str, ...]] = codes("disclosure_purpose")
    valid_from: Mapped[date | None] = mapped_column(default=None)
    expires_on: Mapped[date | None] = mapped_column(default=None, index=True)
    expires_event: Mapped[str | None] = coded("consent_event")
    event_happened_on: Mapped[date | None] = mapped_column(default=None)
    irrevocable_until_event: Mapped[bool] = mapped_column(default=False)
    right_to_revoke_told: Mapped[str | None] = coded("yes_no")
    redisclosure_risk_told: Mapped[str | None] = coded("yes_no")
    signed_on: Mapped[date | None] = mapped_column(default=None)
    signed_by: Mapped[str | None] = coded("consent_signer")
    signature_form: Mapped[str | None] = coded("signature_form")
    copy_given: Mapped[str | None] = coded("yes_no")
    interpreter: Mapped[str | None] = coded("yes_no")
    revoked_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str | None] = sealed()

    def missing_elements(self, recipients: Sequence[ConsentRecipient]) -> tuple[str, ...]:
        """Return the names of required elements that are not there; such a consent holds nothing.

        An answer such as "unknown" or "not asked" is no element.

        Source: 42 CFR 2.31(a) and (c); 2.35(b), (c) for criminal-justice consents.
        """
        needed = {
            "kind": _told(self.kind),
            "discloser": self.discloser,
            "sections": set(self.sections) - MISSING_CODES,
            "purposes": set(self.purposes) - MISSING_CODES,
            "recipients": tuple(recipients),
            "expiry": self.expires_on or _told(self.expires_event),
            "signed_on": self.signed_on,
            "signed_by": _told(self.signed_by),
        }
        return tuple(name for name, value in needed.items() if not value)

    def live_on(self, day: date) -> bool:
        """Return whether the consent is signed and neither ended nor revoked on a day."""
        start = self.valid_from or self.signed_on
        if start is None or self.signed_on is None or day < max(start, self.signed_on):
            return False
        if self.expires_on is not None and day > self.expires_on:
            return False
        if self.event_happened_on is not None and day >= self.event_happened_on:
            return False
        return self.revoked_on is None or day < self.revoked_on

    @property
    def ended_on(self) -> date | None:
        """Return the day from which it holds no more, by revocation, event or date; None if open.

        It still holds on the day of its date, and no more on that of its event or revocation.
        """
        ends = (self.revoked_on, self.event_happened_on, self.expires_on)
        return min((day for day in ends if day is not None), default=None)

    def allows_purpose(self, purpose: str) -> bool:
        """Return whether the purpose is one of those signed for.

        Source: 42 CFR 2.31(d); a consent for proceedings cannot be combined with another purpose.
        """
        if PROCEEDINGS in (self.kind, purpose) and len(self.purposes) > 1:
            return False
        return purpose in self.purposes

    def may_be_revoked(self) -> bool:
        """Return whether the person may revoke it now (2.31(a)(6) against 2.35(c))."""
        return self.revoked_on is None and not self.bound

    @property
    def bound(self) -> bool:
        """Return whether it cannot be revoked before its event; only criminal justice may be so.

        Source: 42 CFR 2.35(c), the exception from 2.31(a)(6).
        """
        waits = self.irrevocable_until_event and self.event_happened_on is None
        return waits and self.kind == CRIMINAL_JUSTICE


class ConsentRecipient(Record):
    """One recipient of a consent: a named organisation, or every one of a kind."""

    __tablename__ = "consent_recipients"

    consent_id: Mapped[int] = of("consents")
    provider_id: Mapped[int | None] = of("providers", optional=True)
    provider_kind: Mapped[str | None] = coded("provider_kind")

    def names(self, provider_id: int, kind: str | None) -> bool:
        """Return whether an organisation of a kind is this recipient."""
        if self.provider_id is not None:
            return self.provider_id == provider_id
        return _told(self.provider_kind) is not None and self.provider_kind == kind


def _told(code: str | None) -> str | None:
    return None if code in MISSING_CODES else code
