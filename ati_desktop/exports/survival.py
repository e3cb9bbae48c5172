"""Survival curves as files: the steps of the coarse grid, one table a measure, one picture a curve.

The pictures are drawn from the same steps as the tables, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, CurveView, Shown
from ati_desktop.exports.described import NOTE, Described
from ati_desktop.exports.rows import Value, as_csv
from ati_desktop.exports.slugs import slug

_NUMBERS = (
    ("from", "Start of the step, not included", 0),
    ("to", "End of the step, included", 0),
    ("time_unit", "Unit of time", None),
    ("at_risk", "People who entered the step", 0),
    ("events", "People with the event in the step", 0),
    ("survival", "Share without the event at the end of the step", 4),
    ("low", "Lower end of the 95 % interval", 4),
    ("high", "Upper end of the 95 % interval", 4),
)
_HEADER = ("group_variable", "group_value", *(name for name, _, _ in _NUMBERS))


def survival_tables(release: SealedRelease) -> Iterator[tuple[Described, bytes]]:
    """Yield the table of each measure of which a curve may be shown, and what is in it.

    Curves that are hidden, or of groups with nobody in them, are both simply not there.
    """
    titles = {card.measure: card.title for card in release.cards}
    shown = _shown(release)
    for measure in dict.fromkeys(curve.measure for curve in shown):
        curves = [curve for curve in shown if curve.measure == measure]
        rows = [row for curve in curves for row in _rows(curve)]
        path = f"survival/{slug(measure)}.csv"
        fields = (*_fields(curves, release), *([NOTE] if release.demo else []))
        title = titles.get(measure, measure)
        yield Described(path, title, fields, len(rows)), as_csv(_HEADER, rows, demo=release.demo)


def survival_pictures(release: SealedRelease) -> Iterator[tuple[str, bytes]]:
    """Yield survival/<measure>_<group>.png for each curve that may be shown."""
    from ati_desktop.exports.chart import Chart, draw  # noqa: PLC0415 - loads the drawing library

    titles = {card.measure: card.title for card in release.cards}
    for curve in _shown(release):
        group = _group_in_words(curve, release)
        values = "_".join(value for _, value in curve.group) or "all"
        chart = Chart(titles.get(curve.measure, curve.measure), group, curve.time_unit, curve.steps)
        yield (
            f"survival/{slug(curve.measure)}_{slug(values)}.png",
            draw(chart, demo=release.demo),
        )


def _shown(release: SealedRelease) -> list[CurveView]:
    return [curve for curve in release.views.curves if curve.shown is Shown.SHOWN]


def _rows(curve: CurveView) -> Iterator[tuple[Value, ...]]:
    name = " and ".join(pair[0] for pair in curve.group) or ALL
    value = " and ".join(pair[1] for pair in curve.group) or ALL
    for step in curve.steps:
        yield (
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


def _group_in_words(curve: CurveView, release: SealedRelease) -> str:
    known = {variable.name: variable for variable in release.variables}
    words = [
        f"{known[name].title}: {known[name].labels.get(value, value)}"
        if name in known
        else f"{name}: {value}"
        for name, value in curve.group
    ]
    return ", ".join(words) or "Everybody"


def _fields(curves: list[CurveView], release: SealedRelease) -> Iterator[Field]:
    titles = {variable.name: variable.title for variable in release.variables}
    names, values, units = {}, {}, {}
    for curve in curves:
        names[" and ".join(pair[0] for pair in curve.group) or ALL] = (
            " and ".join(titles.get(pair[0], pair[0]) for pair in curve.group) or "Everybody"
        )
        values[" and ".join(pair[1] for pair in curve.group) or ALL] = _group_in_words(
            curve, release
        )
        units[curve.time_unit] = curve.time_unit
    yield Field("group_variable", "Variable of the group", Kind.CODE, names)
    yield Field("group_value", "Value of the group", Kind.CODE, values)
    for name, title, decimals in _NUMBERS:
        if decimals is None:
            yield Field(name, title, Kind.CODE, units)
        else:
            whole = decimals == 0 and all(
                float(getattr(step, {"from": "start", "to": "end"}.get(name, name))).is_integer()
                for curve in curves
                for step in curve.steps
            )
            yield Field(name, title, Kind.NUMBER, decimals=0 if whole else max(decimals, 2))
