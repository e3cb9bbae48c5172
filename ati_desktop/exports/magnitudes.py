"""Sums of amounts as data sets, one a table: the sum, the count of rows, their mean."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.disclosure.magnitude_views import MagnitudeRow, MagnitudeView
from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL
from ati_desktop.exports.slugs import slug
from ati_desktop.exports.tables import COUNT

FOLDER = "sums"
_HIDDEN = {"hidden": "hidden so that nobody can be found"}


def magnitude_datasets(release: SealedRelease) -> Iterator[DataSet]:
    """Yield each released table of sums as rows, named M01, M02, ..."""
    tables = [table for table in release.magnitudes if not table.withheld]
    for number, table in enumerate(tables, start=1):
        yield DataSet(
            f"M{number:02d}_{slug(table.id)}",
            table.title,
            tuple(_fields(release, table)),
            tuple(_row(table, row) for row in table.rows),
            table.variables,
        )


def _fields(release: SealedRelease, table: MagnitudeView) -> Iterator[Field]:
    known = {variable.name: variable for variable in release.variables}
    for name in table.variables:
        labels = {value: known[name].labels.get(value, value) for value in known[name].values}
        yield Field(name, known[name].title, Kind.CODE, {**labels, ALL: "All"})
    yield _amount("sum", f"Sum of {table.column_title}", table.decimals)
    if table.means:
        yield COUNT
        yield _amount("mean", f"Mean of {table.column_title}", table.decimals)
    for share in table.quantiles:
        title = f"{share:.0%} point of {table.column_title}, mean of several around it"
        yield _amount(f"p{share * 100:g}".replace(".", "_"), title, table.decimals)


def _amount(name: str, title: str, decimals: int) -> Field:
    return Field(name, title, Kind.NUMBER, _HIDDEN, ("hidden",), decimals=decimals)


def _row(table: MagnitudeView, row: MagnitudeRow) -> tuple[Value, ...]:
    key = (ALL if value is None else value for value in row.key)
    total = _number(table, row.total)
    marks = tuple(_number(table, each) for each in row.quantiles)
    if not table.means:
        return (*key, total, *marks)
    # Nobody has no mean; that is not hidden.
    mean = 0 if row.count == 0 else row.mean
    return (*key, total, row.count, _number(table, mean), *marks)


def _number(table: MagnitudeView, units: int | None) -> Value:
    return units if units is None or not table.decimals else float(table.text(units))


def magnitude_notes(release: SealedRelease) -> list[str]:
    """Return how to read the sums, a sentence a line; none where there are none."""
    if not release.magnitudes:
        return []
    return [
        f"A sum of amounts is hidden where fewer than {release.threshold} contributed, where"
        " everybody's amount is 0, where few have nearly all of it, and where one of these could"
        " be worked out from it.",
        *(
            f"{rule.title}: hidden where the {_largest(rule.dominance[0])} {rule.dominance[1]} % or"
            f" more, or where somebody could come within {rule.p_percent} % of another's amount."
            for rule in release.sum_rules
        ),
        "A mean is the printed sum over the printed count of rows; where nobody is, it is 0. The"
        " smallest and the largest amount are never shown. A quantile is the mean of"
        f" {release.threshold} amounts around it, where so many contributed on either side.",
    ]


def _largest(number: int) -> str:
    return "largest amount has" if number == 1 else "two largest amounts have"
