"""Survival curves as files: the steps of the coarse grid, one file a measure."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, Shown
from ati_desktop.exports.rows import Value, as_csv
from ati_desktop.exports.tables import slug

_HEADER = (
    "group_variable",
    "group_value",
    "from",
    "to",
    "time_unit",
    "at_risk",
    "events",
    "survival",
    "low",
    "high",
)


def survival_files(release: SealedRelease) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes for each measure of which a curve may be shown.

    Curves that are hidden, or of groups with nobody in them, are both simply not there.
    """
    shown = [curve for curve in release.views.curves if curve.shown is Shown.SHOWN]
    for measure in dict.fromkeys(curve.measure for curve in shown):
        rows: list[tuple[Value, ...]] = []
        for curve in shown:
            if curve.measure != measure:
                continue
            name = " and ".join(pair[0] for pair in curve.group) or ALL
            value = " and ".join(pair[1] for pair in curve.group) or ALL
            rows += [
                (
                    name,
                    value,
                    step.start,
                    step.end,
                    curve.time_unit,
                    step.at_risk,
                    step.events,
                    step.survival,
                    step.low,
                    step.high,
                )
                for step in curve.steps
            ]
        yield f"survival/{slug(measure)}.csv", as_csv(_HEADER, rows, demo=release.demo)
