"""The audit trail: one line a deed, chained by keyed hashes."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record


class AuditLine(Record):
    """What was done, by whom and when: names of tables and fields, never a value."""

    __tablename__ = "audit"

    at: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(60))
    deed: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(Text)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
