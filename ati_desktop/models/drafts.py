"""Drafts: what somebody was typing, kept sealed until it is saved or fades."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, of, sealed


class Draft(Record):
    """The text of one half-filled form of one user; ``form`` names it, ``about`` its record."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "form", "about"),)

    user_id: Mapped[int] = of("users")
    form: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(60), default="")
    base_version: Mapped[int | None] = mapped_column(default=None)
    changed_at: Mapped[str] = mapped_column(String(32))
    content: Mapped[str | None] = sealed()
