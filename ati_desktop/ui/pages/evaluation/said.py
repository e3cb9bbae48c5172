"""What the room says of a cohort, and where there are no figures yet."""

from __future__ import annotations

from collections.abc import Callable

from ati_desktop.casework.results import Evaluation
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.pages.evaluation.words import count, month, translate


def cohort_line(evaluation: Evaluation) -> str:
    """Return who is counted, how many they are, and how old the figures are."""
    cohort = evaluation.cohort
    parts = [cohort.rule.rstrip("."), _counted(cohort.referrals, cohort.people)]
    as_of = translate("Evaluation", "figures as of {month}")
    parts.append(as_of.format(month=month(evaluation.as_of)))
    if evaluation.outcome_complete_to:
        complete = translate("Evaluation", "arrests complete to {month}")
        parts.append(complete.format(month=month(evaluation.outcome_complete_to)))
    return " · ".join(parts)


def no_figures(rebuild: Callable[[], object] | None, add: Callable[[], object]) -> EmptyPlace:
    """Return the empty place, with the button that makes the figures for those who may."""
    what = translate(
        "Evaluation",
        "Figures about referrals, admissions, retention and new arrests belong here. They are "
        "made from the records without names, and were not made yet.",
    )
    if rebuild is not None:
        now = translate("Evaluation", "Rebuild figures now")
        return EmptyPlace("evaluation", what, now, rebuild)
    ask = translate("Evaluation", "Ask a supervisor or an administrator to rebuild them.")
    return EmptyPlace(
        "evaluation", f"{what} {ask}", translate("Evaluation", "Add a cohort file"), add
    )


def _counted(rows: int, people: int) -> str:
    if rows == people:
        return translate("Evaluation", "{people} people").format(people=count(people))
    words = translate("Evaluation", "{rows} rows, {people} people")
    return words.format(rows=count(rows), people=count(people))
