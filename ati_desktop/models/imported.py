"""Imports: what came in, from which file, and what looked doubtful."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, of


class ImportRun(Record):
    """One import of one file under one mapping."""

    __tablename__ = "imports"

    mapping: Mapped[str] = mapped_column(String(80))
    mapping_version: Mapped[int]
    file_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[str] = mapped_column(String(32))
    rows: Mapped[int]
    created: Mapped[int]
    rejected: Mapped[int]


class ImportedKey(Record):
    """The keyed hash of a source row's key, so that the same row never makes a second record.

    ``content_index`` is that of all that the row said; None where an earlier version imported it.
    """

    __tablename__ = "imported_keys"

    import_id: Mapped[int] = of("imports")
    table: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    key_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    content_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)


class Doubt(Record):
    """A record that was taken in although something about it cannot be right."""

    __tablename__ = "doubts"

    participant_id: Mapped[int] = of("participants")
    import_id: Mapped[int | None] = of("imports", optional=True)
    table: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(40), info={"codes": "doubt"})
    settled: Mapped[bool] = mapped_column(default=False, index=True)
