"""Programs, and people's enrollments in them, with three separate outcomes at exit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, coded, dated, of
from ati_desktop.models.dates import PartialDate, When, exact_day

COMPLETED = "completed"
NOT_COMPLETED = "not_completed"
OTHER_EXIT = "other_exit"


class Program(Record):
    """A program of the office that people are enrolled in."""

    __tablename__ = "programs"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str | None] = coded("program_kind")
    provider_id: Mapped[int | None] = of("providers", optional=True)
    active: Mapped[bool] = mapped_column(default=True)


class Enrollment(Record):
    """A stay in a program.

    ``ordered_on`` is the justice admission (order or agreement), ``admitted_on`` the day of the
    first direct service: two clocks. Program, treatment and justice outcomes are independent.
    """

    __tablename__ = "enrollments"

    participant_id: Mapped[int] = of("participants")
    program_id: Mapped[int] = of("programs")
    referral_id: Mapped[int | None] = of("referrals", optional=True)
    legal_case_id: Mapped[int | None] = of("legal_cases", optional=True)
    ordered_on: Mapped[When | None] = dated()
    admitted_on: Mapped[When | None] = dated()
    phase: Mapped[str | None] = coded("phase")
    phase_since: Mapped[When | None] = dated()
    exited_on: Mapped[When | None] = dated()
    exit_program: Mapped[str | None] = coded("program_outcome")
    exit_treatment: Mapped[str | None] = coded("treatment_outcome")
    exit_justice: Mapped[str | None] = coded("justice_outcome")
    exit_reason: Mapped[str | None] = coded("exit_reason")

    @property
    def ended(self) -> bool:
        """Return whether the person has left the program, by date or by outcome."""
        return self.exited_on is not None or self.exit_program is not None

    def overlaps(self, other: Enrollment) -> bool:
        """Return whether the two stays can share a day; an open end never ends."""
        return _starts_by(self, other) and _starts_by(other, self)

    def days_in_program(self, today: date) -> int | None:
        """Return the day of the stay, 1 on the first, or None when an end of it is not known."""
        first = exact_day(self.admitted_on)
        last = exact_day(self.exited_on) if self.ended else today
        if first is None or last is None or first > last:
            return None
        return (last - first).days + 1


def _starts_by(one: Enrollment, other: Enrollment) -> bool:
    start = one.admitted_on if isinstance(one.admitted_on, PartialDate) else None
    end = other.exited_on if isinstance(other.exited_on, PartialDate) else None
    return start is None or end is None or start.earliest <= end.latest
