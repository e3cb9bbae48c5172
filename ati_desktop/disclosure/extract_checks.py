"""What must be true of the rows of an extract whatever was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from ati_desktop.disclosure.datasets import DataSet, Kind
from ati_desktop.disclosure.extract_measure import KEY, PEOPLE
from ati_desktop.disclosure.pseudonyms import is_pseudonym
from ati_desktop.errors import Refused

FEWEST_A_YEAR = 50
"""Of fewer people in a year only aggregates may leave."""


def check_years(years: Mapping[str, int]) -> None:
    """See that there are enough people in every year of a cohort.

    Raises:
        Refused: there are not.
    """
    small = sorted(year for year, people in years.items() if people < FEWEST_A_YEAR)
    if small or not years:
        raise Refused(
            "Fewer than {fewest} people a year ({years}): of so few only aggregates may leave,"
            " no rows of people. Ask for a release of figures, or for other years.",
            fewest=FEWEST_A_YEAR,
            years=", ".join(small) or "nobody",
        )


def check_columns(dataset: DataSet) -> None:
    """See that every column is closed, and its list is that of the codes which stand in it.

    Raises:
        ValueError: one is not; a fault.
    """
    for at, about in enumerate(dataset.fields):
        values = {row[at] for row in dataset.rows}
        if about.kind is Kind.CODE and values != set(about.labels):
            raise ValueError(f"{about.name} has not exactly the codes of its list")
        if about.kind is Kind.NUMBER and any(isinstance(value, str) for value in values):
            raise ValueError(f"{about.name} holds something else than numbers")
        if about.kind is Kind.PSEUDONYM and not all(is_pseudonym(value) for value in values):
            raise ValueError(f"{about.name} holds something else than pseudonyms")


def check_order(dataset: DataSet) -> None:
    """See that rows stand in the order of their pseudonyms, and so in none that says anything.

    Raises:
        ValueError: they do not; a fault.
    """
    at = [about.name for about in dataset.fields].index(KEY)
    order = [str(row[at]) for row in dataset.rows]
    if order != sorted(order):
        raise ValueError(f"the rows of {dataset.name} are not in the order of their pseudonyms")


def check_keys(datasets: tuple[DataSet, ...]) -> None:
    """See that a person stands in an extract once, and that all rows are of such people.

    Raises:
        ValueError: not so; a fault.
    """
    people: set[object] = set()
    for dataset in datasets:
        at = [about.name for about in dataset.fields].index(KEY)
        keys = [row[at] for row in dataset.rows]
        if dataset.name == PEOPLE:
            people = set(keys)
            if len(keys) != len(people):
                raise ValueError("a person stands in the extract twice")
        elif not set(keys) <= people:
            raise ValueError(f"{dataset.name} has rows of people who are not in the extract")
