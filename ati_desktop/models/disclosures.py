"""Disclosures: what was let out, to whom, under which consent, and the paper as it was."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, codes, of, sealed


class Disclosure(Record):
    """One paper let out of the office. ``facts`` holds what it said, so it can be made again."""

    __tablename__ = "disclosures"

    participant_id: Mapped[int] = of("participants")
    consent_id: Mapped[int] = of("consents")
    recipient_id: Mapped[int] = of("providers")
    user_id: Mapped[int] = of("users")
    paper: Mapped[str] = mapped_column(String(40), info={"codes": "paper"})
    purpose: Mapped[str] = mapped_column(String(40), info={"codes": "disclosure_purpose"})
    made_at: Mapped[str] = mapped_column(String(32))
    print_id: Mapped[str] = mapped_column(String(20), unique=True)
    sections: Mapped[tuple[str, ...]] = codes("information_section")
    withheld: Mapped[tuple[str, ...]] = codes("information_section")
    content_sha256: Mapped[str] = mapped_column(String(64))
    facts: Mapped[str | None] = sealed()
