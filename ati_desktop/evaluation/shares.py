"""Counts and shares: figures that are sums of cells over sums of cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ati_desktop.evaluation.intervals import wilson
from ati_desktop.evaluation.results import Exclusion, Figure, Unit, Where
from ati_desktop.evaluation.tables import Counts, Group, where


@dataclass(frozen=True, slots=True)
class Share:
    """Which values of one variable are counted, among which, and why the others are left out.

    Without ``among`` the figure is a count. ``left_out`` has the reason for each value that is
    in neither; a value that does not occur there is simply not spoken of (it is another kind of
    row, such as a referral that led to no admission in a count of admissions).
    """

    measure: str
    variable: str
    counted: tuple[str, ...]
    among: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


def left_out_by(
    counts: Mapping[str, int], reasons: Mapping[str, str], variable: str, group: Where
) -> tuple[Exclusion, ...]:
    """Return why rows of a group are left out, one entry a reason, with the cells it rests on."""
    by_reason: dict[str, list[str]] = {}
    for value, reason in reasons.items():
        if counts.get(value):
            by_reason.setdefault(reason, []).append(value)
    return tuple(
        Exclusion(
            reason,
            sum(counts[value] for value in values),
            tuple(where(*group, (variable, value)) for value in values),
        )
        for reason, values in by_reason.items()
    )


def share_figure(share: Share, counts: Counts, group: Group) -> Figure:
    """Work out a count, or a share with its Wilson interval, for one group."""
    here = counts.among(group, share.variable)
    excluded = left_out_by(here, share.left_out, share.variable, group.cell)

    def cells(values: tuple[str, ...]) -> tuple[Where, ...]:
        return tuple(where(*group.cell, (share.variable, v)) for v in values if v in here)

    numerator = sum(here.get(value, 0) for value in share.counted)
    if not share.among:
        return Figure(
            share.measure, group.cell, Unit.COUNT, float(numerator), numerator,
            numerator_cells=cells(share.counted), excluded=excluded,
        )  # fmt: skip
    denominator = sum(here.get(value, 0) for value in share.among)
    low, high = wilson(numerator, denominator) if denominator else (None, None)
    return Figure(
        share.measure,
        group.cell,
        Unit.SHARE,
        numerator / denominator if denominator else None,
        numerator,
        denominator,
        low,
        high,
        numerator_cells=cells(share.counted),
        denominator_cells=cells(share.among),
        excluded=excluded,
        not_computed=None if denominator else nobody_left(excluded),
    )


def nobody_left(excluded: tuple[Exclusion, ...]) -> str:
    """Say why a figure has nobody to be computed of."""
    if not excluded:
        return "There is nobody in this group to compute it of."
    main = max(excluded, key=lambda one: one.count).reason
    return f"Nobody is left to compute it of. The main reason: {main[0].lower()}{main[1:]}."
