"""Figures in words: numbers as the locale writes them, groups and reasons as people say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

if TYPE_CHECKING:
    from ati_desktop.casework.results import Evaluation, Variable

HIDDEN = "s"
"""How a hidden number is printed, on the screen as in the package."""
_THIN = "\N{NO-BREAK SPACE}"
_DASH = "\N{EN DASH}"


translate = QCoreApplication.translate


def count(number: int | float) -> str:
    """Return a whole number with the locale's thousands."""
    return QLocale().toString(round(number))


def percent(share: float) -> str:
    """Return a share of 0 to 1 with one decimal."""
    return QLocale().toString(share * 100, "f", 1) + _THIN + "%"


def decimal(number: float, places: int) -> str:
    """Return a number with some decimals."""
    return QLocale().toString(number, "f", places)


def span(low: str, high: str) -> str:
    """Return two ends as a span."""
    return f"{low} {_DASH} {high}"


def days(number: float) -> str:
    """Return a number of days; half a day is shown."""
    return count(number) if number == round(number) else decimal(number, 1)


def month(text: str | None) -> str:
    """Return a month or day such as 2024-03 in words, or a dash."""
    if not text:
        return "\N{EM DASH}"
    parts = text.split("-")
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        return f"{QLocale().standaloneMonthName(int(parts[1]))} {parts[0]}"
    return text


def p_value(p: float) -> str:
    """Return a p-value; very small ones as a bound."""
    return translate("Evaluation", "p < 0.001") if p < 0.001 else "p = " + decimal(p, 3)


def variables_of(evaluation: Evaluation) -> Mapping[str, Variable]:
    """Return the variables of an evaluation by name."""
    return {variable.name: variable for variable in evaluation.variables}


def group_words(group: tuple[tuple[str, str], ...], variables: Mapping[str, Variable]) -> str:
    """Return a group as "Program: Drug court", or "Everyone"."""
    if not group:
        return translate("Evaluation", "Everyone")
    parts = []
    for name, value in group:
        variable = variables.get(name)
        title = variable.title if variable else name
        parts.append(f"{title}: {variable.labels.get(value, value) if variable else value}")
    return " · ".join(parts)


def value_word(variable: Variable | None, value: str | None) -> str:
    """Return one value of a variable in words; None is the sum over all of them."""
    if value is None:
        return translate("Evaluation", "All")
    return variable.labels.get(value, value) if variable else value


def value_words_of(evaluation: Evaluation) -> dict[tuple[str, str], str]:
    """Return the words of every value of every variable, by variable and code."""
    return {
        (variable.name, value): variable.labels.get(value, value)
        for variable in evaluation.variables
        for value in variable.values
    }
