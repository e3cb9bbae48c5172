"""Events of justice and health, each with its source and its own date of the offence."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, coded, dated, of, sealed
from ati_desktop.models.dates import When

ARREST = "arrest"
CONVICTION = "conviction"
CUSTODY = "custody"
DEATH = "death"


class OutcomeSource(Record):
    """Where events come from, and the day to which that source is complete."""

    __tablename__ = "outcome_sources"

    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str | None] = coded("source_kind")
    complete_to: Mapped[date | None] = mapped_column(default=None)


class Event(Record):
    """An arrest, charge, conviction, custody spell, overdose, hospital stay or death.

    ``offence_on`` is the day of the offence behind a justice event, which may lie before
    admission even when the arrest lies after it.
    """

    __tablename__ = "events"

    participant_id: Mapped[int] = of("participants")
    kind: Mapped[str] = mapped_column(String(20), info={"codes": "event_kind"})
    happened_on: Mapped[When | None] = dated()
    ended_on: Mapped[When | None] = dated()
    offence_on: Mapped[When | None] = dated()
    section: Mapped[str | None] = coded("iccs_section")
    legal_case_id: Mapped[int | None] = of("legal_cases", optional=True)
    source_id: Mapped[int | None] = of("outcome_sources", optional=True)
    index_case: Mapped[bool] = mapped_column(default=False)
    technical: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = sealed()
