"""Where a participant stands, worked out from enrollments and referrals, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ati_desktop.models import Enrollment, Referral
from ati_desktop.models.dates import PartialDate, When
from ati_desktop.models.enrollments import COMPLETED, NOT_COMPLETED
from ati_desktop.models.referrals import ADMITTED


class Status(StrEnum):
    """The word a participant's chip shows."""

    REFERRED = "referred"
    ACTIVE = "active"
    COMPLETED = "completed"
    LEFT = "left"
    EXITED = "exited"
    NOT_ADMITTED = "not_admitted"
    NEW = "new"


# Decided for the person, who has not begun yet.
_WAITING = (ADMITTED, "waitlisted")
_EXITS = {COMPLETED: Status.COMPLETED, NOT_COMPLETED: Status.LEFT}


def current_enrollment(enrollments: Sequence[Enrollment]) -> Enrollment | None:
    """Return the open enrollment, or the one that ended last."""
    if not enrollments:
        return None
    return max(enrollments, key=lambda one: (not one.ended, _day(one.exited_on), one.id or 0))


def status_of(enrollments: Sequence[Enrollment], referrals: Sequence[Referral]) -> Status:
    """Return the status: an open enrollment first, then an open referral, then the last exit.

    Who was never enrolled counts as referred while admitted on paper or waiting for a place.
    """
    enrollment = current_enrollment(enrollments)
    if enrollment is not None and not enrollment.ended:
        return Status.ACTIVE
    if any(one.open for one in referrals):
        return Status.REFERRED
    if enrollment is not None:
        return _EXITS.get(enrollment.exit_program or "", Status.EXITED)
    if any(one.decision in _WAITING for one in referrals):
        return Status.REFERRED
    return Status.NOT_ADMITTED if referrals else Status.NEW


def _day(when: When | None) -> date:
    return when.latest if isinstance(when, PartialDate) else date.min
