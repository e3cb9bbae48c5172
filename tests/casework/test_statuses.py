from __future__ import annotations

import pytest

from ati_desktop.casework.statuses import Status, current_enrollment, status_of
from ati_desktop.models import Enrollment, Referral
from ati_desktop.models.dates import PartialDate


def referral(decision: str | None) -> Referral:
    return Referral(participant_id=1, decision=decision)


def enrollment(exited: str | None = None, outcome: str | None = None) -> Enrollment:
    when = PartialDate.parse(exited) if exited else None
    return Enrollment(participant_id=1, program_id=1, exited_on=when, exit_program=outcome)


@pytest.mark.parametrize(
    ("enrollments", "referrals", "status"),
    [
        ([], [], Status.NEW),
        ([], ["pending"], Status.REFERRED),
        ([], [None], Status.REFERRED),
        ([], ["ineligible"], Status.NOT_ADMITTED),
        ([], ["ineligible", "pending"], Status.REFERRED),
        # On paper admitted or waiting for a place, and not here yet.
        ([], ["admitted"], Status.REFERRED),
        ([], ["waitlisted"], Status.REFERRED),
        ([enrollment()], ["admitted"], Status.ACTIVE),
        ([enrollment()], ["pending"], Status.ACTIVE),
        ([enrollment("2025", "completed")], ["admitted"], Status.COMPLETED),
        ([enrollment("2025", "not_completed")], ["admitted"], Status.LEFT),
        ([enrollment("2025", "other_exit")], ["admitted"], Status.EXITED),
        ([enrollment("2025", "unknown")], ["admitted"], Status.EXITED),
        ([enrollment(None, "completed")], ["admitted"], Status.COMPLETED),
        ([enrollment("2025", "completed")], ["admitted", "pending"], Status.REFERRED),
        ([enrollment("2025", "completed"), enrollment()], ["admitted"], Status.ACTIVE),
        ([enrollment("2025", "completed"), enrollment("2024", "not_completed")], [],
         Status.COMPLETED),
    ],
)  # fmt: skip
def test_the_status_follows_from_enrollments_and_referrals(
    enrollments: list[Enrollment], referrals: list[str | None], status: Status
) -> None:
    assert status_of(enrollments, [referral(one) for one in referrals]) is status


def test_the_open_enrollment_is_the_current_one_or_else_the_last_that_ended() -> None:
    first, last, undated = enrollment("2024"), enrollment("2025"), enrollment(None, "completed")
    assert current_enrollment([]) is None
    assert current_enrollment([first, last, undated]) is last
    running = enrollment()
    assert current_enrollment([running, last]) is running
