"""Settings of the office, and the link from a participant to the research id of figures."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, of


class Setting(Record):
    """One setting of the office, such as its name or whether 42 CFR Part 2 applies to it."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[str] = mapped_column(Text)


class ResearchId(Record):
    """The random id under which a participant stands in the evaluation store."""

    __tablename__ = "research_ids"

    participant_id: Mapped[int] = of("participants")
    research_id: Mapped[str] = mapped_column(String(16), unique=True)
