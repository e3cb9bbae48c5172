"""What each measure counts, among whom, and why the others are left out."""

from __future__ import annotations

from ati_desktop.evaluation.base import ADMITTED_RESULTS
from ati_desktop.evaluation.curves import Following
from ati_desktop.evaluation.durations import Duration
from ati_desktop.evaluation.shares import Share
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.variables import FOLLOWED, NOT_RECORDED

_NOT_ADMITTED = {
    "not_admitted": "Not admitted",
    "admission_not_recorded": "Admission not recorded",
}
_OUTCOME_UNKNOWN = {"exit_not_recorded": "Left, outcome not recorded"}
_OTHER_EXIT = "Left for another reason (death, medical, administrative transfer)"
_VAGUE = "Day of {days} missing or not exact"
_REACHED = {
    "not_yet_observed": "Admitted too recently to be observed for so long",
    NOT_RECORDED: _VAGUE.format(days="admission or exit"),
    "not_admitted": "Not admitted",
}
_FOLLOWED = {
    "not_yet_observed": "Not yet followed for so long by the arrest source",
    "not_followed": "Not followed by any arrest source after admission",
    NOT_RECORDED: _VAGUE.format(days="admission or of an arrest"),
    "not_first": "Not the person's first admission; people are counted once",
    "not_admitted": "Not admitted",
}
_WHEN_CLOSED = {
    "open": "Not closed yet",
    "closed_before_referral": "Closed before referral",
    "closed_inexact": _VAGUE.format(days="referral or closing"),
}
_WHEN_ADMITTED = {
    "not_admitted": "Not admitted",
    "admitted_before_referral": "Admitted before referral",
    "admitted_inexact": _VAGUE.format(days="referral or admission"),
    "no_referral": "Admitted without a referral",
    NOT_RECORDED: "Admission not recorded",
}
NEEDS_REFERRALS = frozenset({"referrals", "admission_rate", "days_to_closing"})
"""Measures that only a cohort of referrals can give."""
_SIMPLE = {
    "referrals": Share("referrals", "result", (*ADMITTED_RESULTS, *_NOT_ADMITTED)),
    "admissions": Share("admissions", "result", ADMITTED_RESULTS),
    "admission_rate": Share(
        "admission_rate",
        "result",
        ADMITTED_RESULTS,
        (*ADMITTED_RESULTS, "not_admitted"),
        {"admission_not_recorded": "Admission not recorded"},
    ),
    "completion_of_exits": Share(
        "completion_of_exits",
        "result",
        ("completed",),
        ("completed", "not_completed"),
        {
            "enrolled": "Still enrolled",
            "other_exit": _OTHER_EXIT,
            **_OUTCOME_UNKNOWN,
            **_NOT_ADMITTED,
        },
    ),
}
_OF_ADMITTED = Share(
    "completion_of_admitted",
    "result",
    ("completed",),
    ("enrolled", "completed", "not_completed", "other_exit"),
    _OUTCOME_UNKNOWN | _NOT_ADMITTED,
)
_DURATIONS = {
    "days_to_closing": Duration(
        "days_to_closing", "closing_days", "closing", "closed", _WHEN_CLOSED
    ),
    "days_to_admission": Duration(
        "days_to_admission", "admission_days", "admission", "admitted", _WHEN_ADMITTED
    ),
}


def shares(spec: Spec, name: str) -> tuple[Share, ...]:
    """Return the counts and shares that one measure of a specification stands for."""
    if name in _SIMPLE:
        return (_SIMPLE[name],)
    if name == "completion_of_admitted":
        days = spec.completion_days
        return (_OF_ADMITTED if days is None else _reached(name, f"completed_{days}"),)
    if name == "retention":
        return tuple(_reached(f"retention_{d}", f"retained_{d}") for d in spec.retention_days)
    if name == "rearrest":
        names = (f"rearrest_{days}" for days in spec.windows_days)
        return tuple(Share(name, name, ("yes",), ("yes", "no"), _FOLLOWED) for name in names)
    return ()


def _reached(measure: str, variable: str) -> Share:
    return Share(measure, variable, ("yes",), ("yes", "no"), _REACHED)


def duration(name: str) -> Duration | None:
    """Return what a measure in days measures, None for any other measure."""
    return _DURATIONS.get(name)


def following(spec: Spec) -> Following:
    """Return how new arrests are followed over time."""
    return Following(
        measure="rearrest_km",
        time="follow_days",
        event="new_arrest",
        variable="rearrest_followed",
        counted=("new_arrest", "no_new_arrest"),
        left_out={code: reason for code, reason in _FOLLOWED.items() if code in FOLLOWED},
        unit="days",
        moments=tuple((f"rearrest_km_{days}", float(days)) for days in spec.windows_days),
        fewest=spec.threshold,
    )
