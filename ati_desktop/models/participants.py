"""A participant: the coded facts of one person, without anything that names them."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, coded, of

REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference_from(randomness: bytes) -> str:
    """Return a reference such as ``P-7K3F-92`` made from at least six random bytes."""
    letters = [REFERENCE_ALPHABET[byte % len(REFERENCE_ALPHABET)] for byte in randomness[:6]]
    return f"P-{''.join(letters[:4])}-{''.join(letters[4:])}"


class Participant(Record):
    """One person of the program. Sex follows ISO 5218; ethnicity is the office's own list."""

    __tablename__ = "participants"

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    sex: Mapped[str | None] = coded("sex")
    gender_identity: Mapped[str | None] = coded("gender_identity")
    ethnicity: Mapped[str | None] = coded("ethnicity")
    language: Mapped[str | None] = coded("language")
    interpreter: Mapped[str | None] = coded("yes_no")
    case_manager_id: Mapped[int | None] = of("users", optional=True)
    restricted: Mapped[bool] = mapped_column(default=False)
    demo: Mapped[bool] = mapped_column(default=False)
