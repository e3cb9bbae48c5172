"""Dates in the words of the locale: how they are typed, and how they are read back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from ati_desktop.ui.kit.typed_dates import DateWords


def date_words(locale: QLocale) -> DateWords:
    """Return how a locale orders and names the parts of a date."""
    shape = locale.dateFormat(QLocale.FormatType.ShortFormat).lower()
    order = "".join(sorted("dmy", key=lambda letter: shape.find(letter) % 1000))
    months = [locale.standaloneMonthName(number).lower() for number in range(1, 13)]
    days = [locale.standaloneDayName(number).lower() for number in range(1, 8)]
    english = {"today": 0, "yesterday": -1, "tomorrow": 1, "t": 0, "y": -1}
    own = {
        QCoreApplication.translate("Dates", "today").lower(): 0,
        QCoreApplication.translate("Dates", "yesterday").lower(): -1,
        QCoreApplication.translate("Dates", "tomorrow").lower(): 1,
    }
    return DateWords(order, months, days, english | own)


def date_text(stored: str, locale: QLocale) -> str:
    """Return a stored date short, so that it can be edited: 3/11/2024, March 2024, 2024."""
    about = "~" if stored.endswith("~") else ""
    parts = [int(part) for part in stored.rstrip("~").split("-")]
    if len(parts) == 1:
        return f"{parts[0]}{about}"
    if len(parts) == 2:
        return f"{locale.standaloneMonthName(parts[1])} {parts[0]}{about}"
    shape = locale.dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" not in shape:
        shape = shape.replace("yy", "yyyy")
    return locale.toString(QDate(*parts), shape) + about


def date_in_words(stored: str, locale: QLocale) -> str:
    """Return a stored date so that no one can misread it: Monday, March 11, 2024."""
    parts = [int(part) for part in stored.rstrip("~").split("-")]
    if len(parts) == 3:
        said = locale.toString(QDate(*parts), QLocale.FormatType.LongFormat)
    else:
        said = date_text(stored.rstrip("~"), locale)
    if stored.endswith("~"):
        return QCoreApplication.translate("Dates", "about {date}").format(date=said)
    return said
