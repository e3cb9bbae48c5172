"""Legal cases and the offences in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, blind_index, coded, dated, of, sealed
from ati_desktop.models.dates import When


class LegalCase(Record):
    """One case before a court or prosecutor. The docket number is sealed and blindly indexed."""

    __tablename__ = "legal_cases"

    participant_id: Mapped[int] = of("participants")
    docket: Mapped[str | None] = sealed()
    docket_index: Mapped[bytes | None] = blind_index()
    court_id: Mapped[int | None] = of("providers", optional=True)
    supervising_id: Mapped[int | None] = of("providers", optional=True)
    judge: Mapped[str | None] = sealed()
    received_on: Mapped[When | None] = dated()
    legal_status: Mapped[str | None] = coded("legal_status")
    next_hearing_on: Mapped[date | None] = mapped_column(default=None, index=True)
    disposed_on: Mapped[When | None] = dated()
    note: Mapped[str | None] = sealed()


class Offence(Record):
    """One charge of a legal case, with its ICCS 1.0 section and the office's own category."""

    __tablename__ = "offences"

    legal_case_id: Mapped[int] = of("legal_cases")
    participant_id: Mapped[int] = of("participants")
    section: Mapped[str | None] = coded("iccs_section")
    category: Mapped[str | None] = coded("offence_category")
    charge: Mapped[str | None] = sealed()
    statute: Mapped[str | None] = sealed()
    offence_on: Mapped[When | None] = dated()
    severity: Mapped[str | None] = coded("offence_severity")
