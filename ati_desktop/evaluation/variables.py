"""The closed variables of the base table: their titles, values and words, in display order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ati_desktop.evaluation.results import Variable
from ati_desktop.models.code_lists import read_code_list

NOT_RECORDED = "not_recorded"
MISSING = {
    "unknown": "Unknown",
    "not_asked": "Not asked",
    "not_applicable": "Not applicable",
    "declined": "Declined to answer",
    NOT_RECORDED: "Not recorded",
}
RESULT = {
    "not_admitted": "Not admitted",
    "enrolled": "Enrolled",
    "completed": "Completed",
    "not_completed": "Left before completion",
    "other_exit": "Left for another reason (death, medical, administrative transfer)",
    "exit_not_recorded": "Left, outcome not recorded",
    "admission_not_recorded": "Admission not recorded",
}
CLOSING = {
    "open": "Open",
    "closed": "Closed",
    "closed_before_referral": "Closed before referral",
    "closed_inexact": "Closed, a date is missing or not exact",
}
ADMISSION = {
    "not_admitted": "Not admitted",
    "admitted": "Admitted",
    "admitted_before_referral": "Admitted before referral",
    "admitted_inexact": "Admitted, a date is missing or not exact",
    "no_referral": "Admitted without a referral",
    NOT_RECORDED: "Admission not recorded",
}
REACHED = {
    "yes": "Yes",
    "no": "No",
    "not_yet_observed": "Not yet observed",
    NOT_RECORDED: "A date is missing or not exact",
    "not_admitted": "Not admitted",
}
REARREST = {
    "yes": "Yes",
    "no": "No",
    "not_yet_observed": "Not yet followed for so long",
    "not_followed": "Not followed by an arrest source",
    NOT_RECORDED: "A date is missing or not exact",
    "not_first": "Not the person's first admission",
    "not_admitted": "Not admitted",
}
FOLLOWED = {
    "new_arrest": "New arrest",
    "no_new_arrest": "No new arrest so far",
    **{code: REARREST[code] for code in ("not_followed", NOT_RECORDED, "not_first")},
    "not_admitted": "Not admitted",
}
_OUTCOMES = {
    "result": ("Result", RESULT),
    "closing": ("Referral closed", CLOSING),
    "admission": ("Admission", ADMISSION),
    "rearrest_followed": ("New arrest at any time followed", FOLLOWED),
}
_TIMED = {
    "retained": ("Still enrolled, or completed, at day {days}", REACHED),
    "completed": ("Completed by day {days}", REACHED),
    "rearrest": ("New arrest within {days} days", REARREST),
}
_ALWAYS = frozenset({"yes", "no", "completed", "not_completed", "new_arrest", "no_new_arrest"})
_GROUPS = {
    "program": ("Program", None),
    "sex": ("Sex", "sex"),
    "ethnicity": ("Ethnicity", "ethnicity"),
    "decision": ("Decision", "referral_decision"),
}


def outcome_variable(name: str, present: Iterable[str]) -> Variable:
    """Return an outcome with the values that occur, and those no reader would do without."""
    title, words = _outcome(name)
    there = frozenset(present)
    values = tuple(code for code in words if code in there or code in _ALWAYS)
    return Variable(name, title, values, {code: words[code] for code in values})


def _outcome(name: str) -> tuple[str, Mapping[str, str]]:
    if name in _OUTCOMES:
        return _OUTCOMES[name]
    stem, _, days = name.rpartition("_")
    title, words = _TIMED[stem]
    return title.format(days=days), words


def group_variable(
    name: str, present: Iterable[str], kind: str, labels: Mapping[str, str]
) -> Variable:
    """Return a breakdown with the values that occur: codes in list order, then the missing ones.

    ``kind`` (referral or admission) says which year ``year`` is. ``labels`` are words given with
    the data; a code without any words is shown as it is.
    """
    title, listed = _GROUPS.get(name, (f"Year of {kind}" if name == "year" else name, None))
    words = dict(labels)
    if listed is not None:
        words = {code.code: code.label for code in read_code_list(listed).codes} | words
    there = frozenset(present)
    codes = [code for code in words if code in there and code not in MISSING]
    codes += sorted(there - set(codes) - set(MISSING))
    values = (*codes, *(code for code in MISSING if code in there))
    shown = MISSING | {code: words.get(code, code) for code in codes}
    return Variable(name, title, values, {code: shown[code] for code in values})
