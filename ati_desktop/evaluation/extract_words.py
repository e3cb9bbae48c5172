"""Titles, closed lists and definitions of the columns of an extract."""

from __future__ import annotations

from collections.abc import Mapping

from ati_desktop.evaluation.extract_bands import AGE_BANDS, AGED, STAY_BANDS, WAIT_BANDS
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.evaluation.variables import MISSING, NOT_RECORDED, REACHED, REARREST, RESULT
from ati_desktop.models.code_lists import read_code_list

OTHER_WORDS = {"other_value": "Another value"}
NOT_KNOWN = (*MISSING, "admission_not_recorded", "exit_not_recorded", "not_followed",
             "not_yet_observed")  # fmt: skip
"""Codes that mean that nothing is known, in whatever column they stand."""
_LISTS = {
    "sex": ("Sex", "sex"),
    "ethnicity": ("Ethnicity", "ethnicity"),
    "gender_identity": ("Gender identity", "gender_identity"),
    "source": ("Source of the referral", "referral_source"),
    "justice_point": ("Point of the justice process", "justice_point"),
    "offence_section": ("Section of the first offence (ICCS)", "iccs_section"),
}
_FIXED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "age_band": ("Age in the year of referral", AGE_BANDS),
    "stay_band": ("Days from admission to exit", STAY_BANDS),
    "wait_band": ("Days from referral to admission", WAIT_BANDS),
    "result": ("Result", RESULT),
    "exit": ("How the episode ended", RESULT),
}
_TIMED = {
    "retained": ("Still enrolled, or completed, at day {days}", REACHED),
    "rearrest": ("New arrest within {days} days", REARREST),
}
TITLES = {
    "to_admission": "From referral to admission",
    "to_exit": "From referral to exit",
    "to_arrest": "From first admission to first new arrest",
    "referred_on": "Referral, shifted",
    "admitted_on": "Admission, shifted",
    "exited_on": "Exit, shifted",
    "arrested_on": "First new arrest, shifted",
}
_DEFINITIONS = {
    "age": "Years reached in the calendar year of the referral; 90+ for everybody over 89.",
    "age_band": "Years reached in the calendar year of the referral.",
    "year": "Calendar year of the person's first {kind} in the cohort.",
    "program": "Program of the person's first {kind} in the cohort.",
    "result": "What came of the person's first {kind} in the cohort.",
    "offence_section": "Section of the charge that was entered first in the referral's case.",
    "stay_band": "Whole days from admission to exit.",
    "wait_band": "Whole days from referral to admission.",
    "exit": "Outcome for the program at exit.",
    "retained": "Of the first {kind}: still enrolled, or completed, so many days after admission.",
    "rearrest": "A new arrest (not of the index case, not technical) within so many days of the "
    "person's first admission in the cohort.",
    "to_admission": "Whole units; empty where a date is missing or not exact.",
    "to_exit": "Whole units; empty where a date is missing or not exact.",
    "to_arrest": "Whole units; empty where none is known. How long people were followed is not "
    "told.",
    "referred_on": "Days since 1 January 1960, all of a person's moved by one random number.",
}


def column_words(
    name: str, labels: Mapping[str, str], spec: ExtractSpec
) -> tuple[str, dict[str, str]]:
    """Return the title of a code column and the words of its closed list, in display order.

    ``labels`` are words that came with the data. A column whose list is the values that occur,
    such as the years, has no words here.
    """
    title, words = _listed(name, spec)
    if name in ("year", "age"):
        return title, {}
    words = dict(words) | dict(labels)
    return title, words | {code: MISSING[code] for code in MISSING if code not in words} | (
        OTHER_WORDS
    )


def _listed(name: str, spec: ExtractSpec) -> tuple[str, Mapping[str, str]]:
    if name in _LISTS:
        title, listed = _LISTS[name]
        return title, {code.code: code.label for code in read_code_list(listed).codes}
    if name in _FIXED:
        return _FIXED[name]
    stem, _, days = name.rpartition("_")
    if stem in _TIMED:
        title, words = _TIMED[stem]
        return title.format(days=days), words
    titles = {"program": "Program", "year": f"Year of {spec.cohort.kind}", "age": "Age"}
    return titles[name], {}


def open_words(name: str, used: set[str]) -> dict[str, str]:
    """Return the words of a column whose closed list is the values that occur: years and ages."""
    known = sorted(used - {NOT_RECORDED, AGED}, key=lambda code: (len(code), code))
    ends = [code for code in (AGED, NOT_RECORDED) if code in used]
    return {code: MISSING.get(code, code) for code in (*known, *ends)}


def definition(name: str, spec: ExtractSpec) -> str:
    """Return what a column says, in a sentence; empty where its title says it."""
    stem = name.rpartition("_")[0]
    shifted = name in ("admitted_on", "exited_on", "arrested_on")
    key = "referred_on" if shifted else name if name in _DEFINITIONS else stem
    return _DEFINITIONS.get(key, "").format(kind=spec.cohort.kind)
