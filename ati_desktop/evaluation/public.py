"""An evaluation as anybody could write it down who has never seen a record.

Which values there are, which tables and which figures, from the specification and the shipped code
lists alone. Where noise must hide whether somebody is in the records at all, the list of values
must not tell it either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from ati_desktop.errors import Refused
from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cards import cards_of
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.definitions import NEEDS_REFERRALS, shares
from ati_desktop.evaluation.results import CohortNote, CountTable, Evaluation, Variable
from ati_desktop.evaluation.shares import Share, share_figure
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.tables import Counts, groups_of
from ati_desktop.evaluation.variables import (
    ADMISSION,
    CLOSING,
    FOLLOWED,
    MISSING,
    NOT_RECORDED,
    REACHED,
    REARREST,
    RESULT,
    group_variable,
    outcome_variable,
)
from ati_desktop.models.code_lists import read_code_list

_OUTCOMES = frozenset().union(RESULT, CLOSING, ADMISSION, REACHED, REARREST, FOLLOWED)
_LISTED = ("sex", "ethnicity")
Counted = Mapping[tuple[str, ...], Mapping[tuple[str, ...], int]]


def public_evaluation(data: EvaluationData, spec: Spec) -> Evaluation:
    """Return the definitions of counts and shares that a specification asks for, all counts 0.

    Raises:
        Refused: it breaks figures down by year without saying which years, joins values, or asks
            for nothing that is a count or a share.
    """
    if spec.joins or spec.cohort_file is not None:
        raise Refused(
            "{name}: neither [[join]] nor [cohort_file] can be used with differential privacy.",
            name=spec.name,
        )
    asked = [share for name in _measures(spec) for share in shares(spec, name)]
    if not asked:
        raise Refused("{name}: none of the measures is a count or a share.", name=spec.name)
    variables = {name: _group(name, data, spec) for name in spec.by}
    variables |= {s.variable: outcome_variable(s.variable, _OUTCOMES) for s in asked}
    empty = pl.DataFrame(schema=dict.fromkeys(variables, pl.String))
    counts = Counts(empty, variables)
    groups = groups_of(variables, spec.by)
    outcomes = frozenset(variables) - set(spec.by)
    return Evaluation(
        title=spec.title,
        cohort=CohortNote(spec.name, choose_cohort(data, spec).note.rule, None, None, 0, 0),
        as_of=data.as_of,
        outcome_complete_to=data.arrest_complete_to,
        variables=tuple(variables.values()),
        tables=tuple(_tables(spec, asked, counts)),
        figures=tuple(share_figure(share, counts, group) for share in asked for group in groups),
        cards=tuple(c for c in cards_of(spec) if c.measure in {s.measure for s in asked}),
        demo=data.demo,
        outcomes=outcomes,
    )


def public_counts(
    data: EvaluationData, spec: Spec, evaluation: Evaluation, contributions: int
) -> Counted:
    """Return the true counts of the tables that are not margins of others.

    Args:
        data: the evaluation store.
        spec: who is counted.
        evaluation: the definitions, of ``public_evaluation``.
        contributions: of one person only so many rows are counted, the first ones.
    """
    frame = build_base(data, choose_cohort(data, spec), spec).frame
    place = pl.int_range(pl.len()).over("research_id")
    frame = frame.filter(place < contributions)
    for variable in evaluation.variables:
        column = pl.col(variable.name)
        known = pl.when(column.is_in(variable.values)).then(column)
        frame = frame.with_columns(known.otherwise(pl.lit(NOT_RECORDED)).alias(variable.name))
    found: dict[tuple[str, ...], dict[tuple[str, ...], int]] = {}
    for table in evaluation.tables:
        if len(table.variables) == len(evaluation.tables[-1].variables):
            rows = frame.group_by(table.variables).len().iter_rows()
            found[table.variables] = {tuple(row[:-1]): int(row[-1]) for row in rows}
    return found


def _measures(spec: Spec) -> list[str]:
    by_admission = spec.kind == "admission"
    return [name for name in spec.measures if not (by_admission and name in NEEDS_REFERRALS)]


def _tables(spec: Spec, asked: Iterable[Share], counts: Counts) -> Iterable[CountTable]:
    outcomes = dict.fromkeys(share.variable for share in asked)
    yield from (counts.table(name) for name in (*spec.by, *outcomes))
    yield from (counts.table(by, name) for by in spec.by for name in outcomes)


def _group(name: str, data: EvaluationData, spec: Spec) -> Variable:
    words = data.labels.get(name, {})
    if name in _LISTED:
        present = [code.code for code in read_code_list(name).codes] + list(MISSING)
    elif name == "year":
        present = _years(spec)
    else:
        present = list(spec.programs) or [*words, NOT_RECORDED]
    return group_variable(name, present, spec.kind, words)


def _years(spec: Spec) -> list[str]:
    if spec.first is None or spec.last is None:
        raise Refused(
            "{name}: with differential privacy a breakdown by year needs from and to in [cohort],"
            " for which years there are would tell who is in the records.",
            name=spec.name,
        )
    return [str(year) for year in range(int(spec.first[:4]), int(spec.last[:4]) + 1)]
