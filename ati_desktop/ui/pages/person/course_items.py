"""The course of a case as a flat list of items in words: what the picture and the table share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from ati_desktop.casework.courses import Course, Mark, Span
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.ui.pages.person.words import day_words

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the course: a span, or a mark whose ``end`` is its ``start``."""

    lane: str
    kind: str
    words: str
    start: date
    end: date | None
    exact: bool
    noun: str
    record_id: int
    mark: bool

    @property
    def goes_on(self) -> bool:
        """Return whether it has no end yet."""
        return not self.mark and self.end is None


def lane_words(lane: str) -> str:
    """Return the name of a lane."""
    return {
        "justice": translate("Course", "Justice"),
        "referral": translate("Course", "Referral"),
        "program": translate("Course", "Program"),
        "treatment": translate("Course", "Treatment"),
        "health": translate("Course", "Health"),
        "consent": translate("Course", "Consent"),
    }[lane]


def course_items(course: Course, codes: CodeLists) -> list[Item]:
    """Return every span and mark in words, in the order of their days."""
    made = [
        *(_span(one, codes) for one in course.spans),
        *(_mark(one, codes) for one in course.marks),
    ]
    return sorted(made, key=lambda one: (one.start, one.end or date.max))


def item_dates(item: Item, locale: QLocale) -> str:
    """Return from when to when, with a word where a day is not known exactly."""
    start = day_words(item.start, locale)
    if item.mark:
        said = start
    elif item.end is None:
        said = translate("Course", "since {start}").format(start=start)
    else:
        end = day_words(item.end, locale)
        said = translate("Course", "{start} to {end}").format(start=start, end=end)
    if item.exact:
        return said
    return translate("Course", "{dates}, not known to the day").format(dates=said)


def item_sentence(item: Item, locale: QLocale) -> str:
    """Return all of an item in one line, for a tooltip and a screen reader."""
    return f"{lane_words(item.lane)}: {item.words}, {item_dates(item, locale)}"


def _span(one: Span, codes: CodeLists) -> Item:
    end = one.end
    if one.kind == "earlier_phase" and end is not None:
        # The day the next phase began is not a day of this one any more.
        end = max(one.start, end - timedelta(days=1))
    return Item(
        one.lane,
        one.kind,
        _span_words(one, codes),
        one.start,
        end,
        one.exact,
        one.noun,
        one.record_id,
        mark=False,
    )


def _span_words(one: Span, codes: CodeLists) -> str:
    words = codes.label(one.codes, one.label) if one.codes else one.label
    added = {
        "in_custody": translate("Course", "in custody"),
        "revoked": translate("Course", "revoked"),
    }.get(one.kind)
    if one.lane == "program" and one.kind not in ("enrolled", "earlier_phase"):
        added = codes.label("program_outcome", one.kind).lower()
    return f"{words}, {added}" if added else words


def _mark(one: Mark, codes: CodeLists) -> Item:
    words = codes.label(one.codes, one.label) if one.codes else translate("Course", "Hearing")
    return Item(
        one.lane,
        one.kind,
        words,
        one.day,
        one.day,
        one.exact,
        one.noun,
        one.record_id,
        mark=True,
    )
