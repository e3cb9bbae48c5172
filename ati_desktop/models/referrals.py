"""Referrals: one request from one source on one date for one justice event."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, coded, codes, dated, of, sealed
from ati_desktop.models.dates import When

ADMITTED = "admitted"
PENDING = "pending"


class Referral(Record):
    """A referral to a program, with its decision and the reason for it."""

    __tablename__ = "referrals"

    participant_id: Mapped[int] = of("participants")
    legal_case_id: Mapped[int | None] = of("legal_cases", optional=True)
    program_id: Mapped[int | None] = of("programs", optional=True)
    provider_id: Mapped[int | None] = of("providers", optional=True)
    direction: Mapped[str] = mapped_column(default="inbound", info={"codes": "direction"})
    source: Mapped[str | None] = coded("referral_source")
    justice_point: Mapped[str | None] = coded("justice_point")
    referred_on: Mapped[When | None] = dated()
    reason: Mapped[str | None] = coded("referral_reason")
    reason_note: Mapped[str | None] = sealed()
    decision: Mapped[str | None] = coded("referral_decision", index=True)
    decided_on: Mapped[When | None] = dated()
    decision_reason: Mapped[str | None] = coded("decision_reason")
    decision_note: Mapped[str | None] = sealed()
    ordinal: Mapped[int | None] = mapped_column(default=None)
    screen_level: Mapped[str | None] = coded("screen_level")
    screened_on: Mapped[When | None] = dated()
    requested_service: Mapped[str | None] = coded("treatment_setting")
    level_of_care: Mapped[str | None] = coded("level_of_care")
    urgent_needs: Mapped[tuple[str, ...]] = codes("urgent_need")

    @property
    def open(self) -> bool:
        """Return whether nobody has decided yet."""
        return self.decision in (None, PENDING)
