"""What the cohort panel asks, and the way from its answers to a specification and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from ati_desktop.casework.figures_overview import Overview
from ati_desktop.casework.specifications import (
    BREAKDOWNS,
    MEASURES,
    CohortFileSpec,
    Spec,
    spec_as_text,
)
from ati_desktop.ui.kit.fields import Code, Field, FieldKind
from ati_desktop.ui.pages.evaluation.words import month

if TYPE_CHECKING:
    from ati_desktop.casework.periods import Period

translate = QCoreApplication.translate
_NUMBERS = re.compile(r"\s*\d+(\s*[,;]?\s+\d+|\s*[,;]\s*\d+)*\s*")
_PERIOD = re.compile(r"\d{4}(-\d\d)?")


def start_spec(overview: Overview) -> Spec:
    """Return what the room shows before anybody chose: all referrals, by program and sex.

    Where the figures were never built but a cohort file is there, that file.
    """
    title = translate("Evaluation", "All referrals")
    if overview.as_of is None and overview.cohort_files:
        name = overview.cohort_files[0].name
        return Spec(title, cohort_file=CohortFileSpec(name))
    return Spec(title)


NOW = "now"
"""Stands for the figures as they are, and not a frozen copy of them."""


def who_fields(overview: Overview, periods: Sequence[Period] = ()) -> tuple[Field, ...]:
    """Return the fields that say who is counted, on which figures, and how they are protected."""
    programs = [Code(code, words) for code, words in overview.programs.items()]
    kinds = (
        Code("referral", translate("Evaluation", "Referral: one row a referral")),
        Code("admission", translate("Evaluation", "Admission: one row an admission")),
    )
    fields = [
        Field("title", translate("Evaluation", "Title"), required=True),
        Field(
            "kind",
            translate("Evaluation", "Cohort by"),
            FieldKind.CODE,
            kinds,
            required=True,
            no_answers=False,
        ),
        _period_field(overview, periods),
        _month_field("first", translate("Evaluation", "From month")),
        _month_field("last", translate("Evaluation", "To month")),
    ]
    if programs:
        every = translate("Evaluation", "None ticked means every program.")
        fields.append(_many("programs", translate("Evaluation", "Programs"), programs, every))
    if overview.cohort_files:
        fields.append(_file_field(overview))
    least = translate("Evaluation", "Counts from 1 to one less than this are never shown outside.")
    threshold = translate("Evaluation", "Smallest count shown")
    fields.append(Field("threshold", threshold, help=least, required=True, check=_check_numbers))
    return tuple(fields)


def what_fields() -> tuple[Field, ...]:
    """Return the fields that say what is counted, over which time and by which groups."""
    return (
        _many("by", translate("Evaluation", "Broken down by"), _breakdowns(), ""),
        _many("measures", translate("Evaluation", "Measures"), _measures(), ""),
        _numbers_field(
            "windows_days",
            translate("Evaluation", "New arrest within (days)"),
            translate("Evaluation", "Several, with commas, such as 182, 365, 730."),
        ),
        _numbers_field("retention_days", translate("Evaluation", "Retained at (days)"), ""),
        _numbers_field(
            "completion_days",
            translate("Evaluation", "Completed within (days)"),
            translate("Evaluation", "Leave empty to count completion whenever it was."),
        ),
    )


def answers_of(spec: Spec) -> dict[str, object]:
    """Return a specification as the panel's answers."""
    return {
        "title": spec.title,
        "kind": spec.kind,
        "period": spec.period or NOW,
        "first": spec.first,
        "last": spec.last,
        "programs": list(spec.programs),
        "by": list(spec.by),
        "measures": list(spec.measures),
        "windows_days": _listed(spec.windows_days),
        "retention_days": _listed(spec.retention_days),
        "completion_days": None if spec.completion_days is None else str(spec.completion_days),
        "cohort_file": spec.cohort_file.name if spec.cohort_file else None,
        "threshold": str(spec.threshold),
    }


def spec_from(answers: Mapping[str, Any], before: Spec) -> Spec:
    """Return the specification that the answers mean; joins stay while their breakdown does.

    Raises:
        Refused: a setting is out of its range; the sentence names it.
    """
    name = answers.get("cohort_file")
    kept = before.cohort_file
    beside = kept if kept is not None and kept.name == name else None
    by = tuple(answers.get("by") or ())
    drafted = Spec(
        title=str(answers["title"]),
        name=before.name,
        kind="admission" if answers["kind"] == "admission" else "referral",
        period=None if answers.get("period") == NOW else answers.get("period"),
        first=answers.get("first"),
        last=answers.get("last"),
        programs=tuple(answers.get("programs") or ()),
        measures=tuple(answers.get("measures") or MEASURES),
        by=by,
        windows_days=_numbers(answers.get("windows_days")),
        retention_days=_numbers(answers.get("retention_days")),
        completion_days=next(iter(_numbers(answers.get("completion_days"))), None),
        threshold=next(iter(_numbers(answers.get("threshold"))), 0),
        cohort_file=beside or (CohortFileSpec(str(name)) if name else None),
        joins=tuple(join for join in before.joins if join.variable in by),
    )
    return Spec.from_text(spec_as_text(drafted), before.name)


def _file_field(overview: Overview) -> Field:
    return Field(
        "cohort_file",
        translate("Evaluation", "Cohort file beside it"),
        FieldKind.CODE,
        [Code(card.name, card.name) for card in overview.cohort_files],
        no_answers=False,
        help=translate("Evaluation", "A de-identified table, such as people incarcerated."),
    )


def _period_field(overview: Overview, periods: Sequence[Period]) -> Field:
    now = translate("Evaluation", "Now ({month})").format(month=month(overview.as_of))
    frozen = translate("Evaluation", "{name}, frozen ({month})")
    codes = [Code(NOW, now)]
    codes += [
        Code(one.name, frozen.format(name=one.name, month=month(one.as_of))) for one in periods
    ]
    helped = translate(
        "Evaluation", "A frozen copy never changes: the same question keeps its answer."
    )
    return Field(
        "period",
        translate("Evaluation", "Figures"),
        FieldKind.CODE,
        codes,
        required=True,
        no_answers=False,
        help=helped,
    )


def _many(name: str, title: str, codes: Sequence[Code], helped: str, section: str = "") -> Field:
    return Field(
        name, title, FieldKind.CODES, codes, no_answers=False, help=helped, section=section
    )


def _month_field(name: str, title: str) -> Field:
    return Field(
        name,
        title,
        FieldKind.DATE,
        no_answers=False,
        placeholder=translate("Evaluation", "2024, mar 2024"),
        check=_check_period,
    )


def _numbers_field(name: str, title: str, helped: str) -> Field:
    return Field(name, title, help=helped, check=_check_numbers)


def _check_period(value: object) -> str:
    if _PERIOD.fullmatch(str(value)):
        return ""
    return translate("Evaluation", "Give a year or a month, such as 2024 or March 2024.")


def _check_numbers(value: object) -> str:
    if _NUMBERS.fullmatch(str(value)):
        return ""
    return translate("Evaluation", "Give whole numbers with commas between them.")


def _numbers(text: object) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d{1,9}", str(text or "")))


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def breakdown_words() -> dict[str, str]:
    """Return the words of every breakdown."""
    return {
        "program": translate("Evaluation", "Program"),
        "sex": translate("Evaluation", "Sex"),
        "ethnicity": translate("Evaluation", "Ethnicity"),
        "year": translate("Evaluation", "Year"),
    }


def measure_words() -> dict[str, str]:
    """Return the words of every measure."""
    return {
        "referrals": translate("Evaluation", "Referrals"),
        "admissions": translate("Evaluation", "Admissions"),
        "admission_rate": translate("Evaluation", "Admitted, of those referred"),
        "completion_of_exits": translate("Evaluation", "Completed, of those who left"),
        "completion_of_admitted": translate("Evaluation", "Completed, of all admitted"),
        "days_to_closing": translate("Evaluation", "Days from referral to closing"),
        "days_to_admission": translate("Evaluation", "Days from referral to admission"),
        "retention": translate("Evaluation", "Retained or completed at a day"),
        "rearrest": translate("Evaluation", "New arrest within a time"),
        "rearrest_km": translate("Evaluation", "New arrest over time (curve)"),
    }


def _breakdowns() -> list[Code]:
    words = breakdown_words()
    return [Code(name, words.get(name, name)) for name in BREAKDOWNS]


def _measures() -> list[Code]:
    words = measure_words()
    return [Code(name, words.get(name, name)) for name in MEASURES]
