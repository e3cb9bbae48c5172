"""Cohort files: tables that were de-identified before they came, evaluated by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from ati_desktop.errors import Refused
from ati_desktop.evaluation.cards import read_card, unit_of
from ati_desktop.evaluation.curves import Following, as_curve, compare, curve_figures, estimate
from ati_desktop.evaluation.results import Card, CohortNote, Evaluation, Variable
from ati_desktop.evaluation.shares import Share, share_figure
from ati_desktop.evaluation.spec import CohortFileSpec, Spec
from ati_desktop.evaluation.tables import Counts, Group, groups_of
from ati_desktop.evaluation.variables import NOT_RECORDED, group_variable

OUTCOME = "observed_event"
_WORDS = {"yes": "Yes", "no": "No", NOT_RECORDED: "Time or event not recorded"}
_VAGUE = {NOT_RECORDED: "Time or event not recorded"}


@dataclass(frozen=True, slots=True)
class CohortFile:
    """A de-identified table, one row a person, and what its columns mean.

    ``time`` is a column of numbers in ``unit`` (such as weeks), 0 or more; ``event`` a column of
    1 or 0 (or true or false); ``groups`` are the columns to compare by; ``words`` gives a group
    column's title and the words of its values.
    """

    name: str
    frame: pl.DataFrame
    time: str
    unit: str
    event: str
    groups: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()
    description: str = ""
    as_of: str = ""
    demo: bool = False
    words: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)


def evaluate_cohort_file(file: CohortFile, spec: Spec) -> Evaluation:
    """Count, share and Kaplan-Meier of one cohort file, whole and by each group column.

    Times at which the probability is read come from ``[cohort_file] times``, otherwise the last
    time to which every group was followed.

    Raises:
        Refused: a column is not there, or holds something other than times or events.
    """
    file, times = _wanted(file, spec)
    frame = _checked(file)
    variables = {
        OUTCOME: Variable(OUTCOME, "Event while followed", *_outcome_values(frame)),
        **{name: _group(file, name, frame[name].unique()) for name in file.groups},
    }
    counts = Counts(frame, variables)
    groups = groups_of(variables, file.groups)
    horizon = _common_end(frame, groups, spec.threshold)
    moments = times or ((horizon,) if horizon is not None else ())
    followed = _following(file, moments, spec.threshold)
    estimates = [(group, estimate(frame, followed, group)) for group in groups]
    figures = [share_figure(share, counts, group) for share in _SHARES for group in groups]
    for group, curve in estimates:
        figures.extend(curve_figures(followed, curve, counts, group))
    outcomes = [counts.table(OUTCOME), *(counts.table(name) for name in file.groups)]
    cards = [read_card(name) for name in ("cohort_people", "cohort_events", "cohort_km")]
    cards += [_card_at(time, file.unit, spec.threshold) for time in moments]
    return Evaluation(
        title=f"{spec.title}: {file.name}",
        cohort=CohortNote(file.name, file.description, None, None, frame.height, frame.height),
        as_of=file.as_of,
        outcome_complete_to=None,
        variables=tuple(variables.values()),
        tables=(*outcomes, *(counts.table(name, OUTCOME) for name in file.groups)),
        figures=tuple(figures),
        curves=tuple(
            as_curve(followed, curve, group, horizon)
            for group, curve in estimates
            if len(curve.time)
        ),
        tests=tuple(compare(followed, frame, n, variables[n].values) for n in file.groups),
        cards=tuple(cards),
        demo=file.demo,
    )


def cohort_rows(file: CohortFile, spec: Spec) -> pl.DataFrame:
    """Return the rows behind an evaluation of a cohort file, in the order of the file.

    Raises:
        Refused: as for ``evaluate_cohort_file``.
    """
    return _checked(_wanted(file, spec)[0])


def _wanted(file: CohortFile, spec: Spec) -> tuple[CohortFile, tuple[float, ...]]:
    wanted = spec.cohort_file
    if wanted is None or wanted.name != file.name:
        return file, ()
    return _chosen(file, wanted), wanted.times


def _group(file: CohortFile, name: str, present: Iterable[str]) -> Variable:
    title, labels = file.words.get(name, (name, {}))
    return replace(group_variable(name, present, "", labels), title=title or name)


_SHARES = (
    Share("cohort_people", OUTCOME, ("yes", "no", NOT_RECORDED)),
    Share("cohort_events", OUTCOME, ("yes",), ("yes", "no"), _VAGUE),
)


def _card_at(time: float, unit: str, fewest: int) -> Card:
    names = {"time": f"{time:g}", "unit": unit_of(time, unit), "fewest": fewest}
    return read_card(f"cohort_km_{time:g}", "cohort_km_at", **names)


def _following(file: CohortFile, moments: tuple[float, ...], fewest: int) -> Following:
    return Following(
        measure="cohort_km",
        time="follow_time",
        event="follow_event",
        variable=OUTCOME,
        counted=("yes", "no"),
        left_out=_VAGUE,
        unit=file.unit,
        moments=tuple((f"cohort_km_{moment:g}", moment) for moment in moments),
        fewest=fewest,
    )


def _chosen(file: CohortFile, wanted: CohortFileSpec) -> CohortFile:
    return replace(
        file,
        time=wanted.time or file.time,
        event=wanted.event or file.event,
        groups=wanted.group or file.groups,
    )


def _checked(file: CohortFile) -> pl.DataFrame:
    """Return text groups, the time as a number and the event as true, false or null."""
    for column in (file.time, file.event, *file.groups):
        if column not in file.frame.columns:
            raise Refused(
                "The cohort file {name} has no column {column}. Its columns are: {columns}.",
                name=file.name,
                column=column,
                columns=", ".join(file.frame.columns),
            )
    time, event = file.frame[file.time], file.frame[file.event]
    if not time.dtype.is_numeric() or (time < 0).any() or not time.cast(float).is_finite().all():
        raise Refused(
            "In the cohort file {name}, the column {column} must hold times: numbers, 0 or more.",
            name=file.name,
            column=file.time,
        )
    if not (event.dtype == pl.Boolean or event.dtype.is_numeric()) or not set(event) <= {
        0,
        1,
        None,
    }:
        raise Refused(
            "In the cohort file {name}, the column {column} must hold 1 (event) or 0 (none).",
            name=file.name,
            column=file.event,
        )
    known = time.is_not_null() & event.is_not_null()
    frame = file.frame.select(pl.col(name).cast(pl.String) for name in file.groups)
    frame = frame.with_columns(pl.all().fill_null(NOT_RECORDED))
    return pl.DataFrame(
        {
            **frame.to_dict(),
            "follow_time": time.cast(pl.Float64).set(~known, None),
            "follow_event": event.cast(pl.Boolean).set(~known, None),
        }
    ).with_columns(
        pl.when(pl.col("follow_event").is_null())
        .then(pl.lit(NOT_RECORDED))
        .when("follow_event")
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
        .alias(OUTCOME)
    )


def _outcome_values(frame: pl.DataFrame) -> tuple[tuple[str, ...], dict[str, str]]:
    there = set(frame[OUTCOME])
    values = tuple(code for code in _WORDS if code in there or code != NOT_RECORDED)
    return values, {code: _WORDS[code] for code in values}


def _common_end(frame: pl.DataFrame, groups: tuple[Group, ...], fewest: int) -> float | None:
    """Return the last time to which the whole and every group of ``fewest`` were followed."""
    ends = []
    for group in groups:
        times = group.pick(frame)["follow_time"].drop_nulls().to_list()
        if times and (group.variable is None or len(times) >= fewest):
            ends.append(max(times))
    return min(ends, default=None)
