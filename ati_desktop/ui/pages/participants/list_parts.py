"""The parts of the list that are words: its columns, its foot, what an empty list says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLocale

from ati_desktop.casework.caseload import CaseloadRow
from ati_desktop.casework.desk import Desk
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.paged import Column
from ati_desktop.ui.pages.person.words import STATUS_KINDS, next_words, status_words

translate = QCoreApplication.translate

NEXT = 2
"""The column that is left out where it is narrow."""


def list_columns(desk: Desk, locale: QLocale) -> list[Column]:
    """Return the name, how the case stands, and what comes next."""

    def phase(row: CaseloadRow) -> str:
        if row.phase is not None:
            return desk.codes.label("phase", row.phase)
        return status_words(row.status)

    def kind(row: CaseloadRow) -> str:
        return "accent" if row.phase is not None else STATUS_KINDS[row.status]

    def coming(row: CaseloadRow) -> str:
        return next_words(row.next, desk.today, locale)

    return [
        Column(translate("List", "Participant"), lambda row: row.name),
        Column(translate("List", "Status"), phase, 124, kind=kind),
        Column(translate("List", "Next"), coming, 134, quiet=True),
    ]


def foot_words(shown: int, everyone: int, locale: QLocale, *, searched: bool) -> str:
    """Return how many are shown, of how many, in which order."""
    if searched:
        said = (
            translate("List", "{n} found, the likeliest first")
            if shown
            else translate("List", "Nobody found")
        )
        return said.format(n=locale.toString(shown))
    said = translate("List", "{n} of {all}, sorted by name")
    return said.format(n=locale.toString(shown), all=locale.toString(everyone))


def empty_list(
    desk: Desk, searched: str, everyone: int, take_in: Callable[[], object]
) -> EmptyPlace:
    """Return what stands in the place of a list without people."""
    writes = desk.may(Right.WRITE_RECORDS)
    if searched:
        said = translate("List", "Nobody found for “{text}”. A part of a name is enough.")
        button = translate("List", "New intake with this name") if writes else ""
        return EmptyPlace("search", said.format(text=searched), button, take_in)
    if everyone:
        return EmptyPlace("good", translate("List", "Nobody is in this list now."))
    said = translate("List", "No participants yet. The first intake begins the caseload.")
    button = translate("List", "New intake") if writes else ""
    return EmptyPlace("participants", said, button, take_in)
