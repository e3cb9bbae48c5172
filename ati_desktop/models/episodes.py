"""Treatment episodes and the stays inside them; a transfer is not a discharge."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from ati_desktop.models.columns import Record, coded, dated, of
from ati_desktop.models.dates import PartialDate, When


class Episode(Record):
    """From admission to treatment until the treatment of the plan ends."""

    __tablename__ = "episodes"

    participant_id: Mapped[int] = of("participants")
    enrollment_id: Mapped[int | None] = of("enrollments", optional=True)
    provider_id: Mapped[int | None] = of("providers", optional=True)
    admitted_on: Mapped[When | None] = dated()
    ended_on: Mapped[When | None] = dated()
    end_reason: Mapped[str | None] = coded("exit_reason")


class Stay(Record):
    """A spell at one level of care and one provider inside an episode."""

    __tablename__ = "stays"

    episode_id: Mapped[int] = of("episodes")
    participant_id: Mapped[int] = of("participants")
    provider_id: Mapped[int | None] = of("providers", optional=True)
    level_of_care: Mapped[str | None] = coded("level_of_care")
    setting: Mapped[str | None] = coded("treatment_setting")
    in_custody: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[When | None] = dated()
    ended_on: Mapped[When | None] = dated()

    def covers(self, day: date) -> bool:
        """Return whether the person was in this stay on a day, as far as the dates tell."""
        if not isinstance(self.started_on, PartialDate) or day < self.started_on.earliest:
            return False
        return not isinstance(self.ended_on, PartialDate) or day <= self.ended_on.latest
