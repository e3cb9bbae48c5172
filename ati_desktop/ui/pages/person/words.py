"""Codes of the facts in words: states, dates, next steps, in the language of the window."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from ati_desktop.casework.caseload import NextStep
from ati_desktop.casework.consents import ConsentState
from ati_desktop.casework.statuses import Status
from ati_desktop.models.answers import MISSING_CODES
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.ui.kit.locale_dates import date_text

translate = QCoreApplication.translate

STATUS_KINDS = {
    Status.REFERRED: "neutral",
    Status.ACTIVE: "good",
    Status.COMPLETED: "accent",
    Status.LEFT: "neutral",
    Status.EXITED: "neutral",
    Status.NOT_ADMITTED: "neutral",
    Status.NEW: "neutral",
}


def not_entered() -> str:
    """Return the words of a hole: nobody has entered anything yet."""
    return translate("Words", "not entered")


def status_words(status: Status) -> str:
    """Return a status in words."""
    return {
        Status.REFERRED: translate("Words", "Referred"),
        Status.ACTIVE: translate("Words", "Active"),
        Status.COMPLETED: translate("Words", "Completed"),
        Status.LEFT: translate("Words", "Left"),
        Status.EXITED: translate("Words", "Exited"),
        Status.NOT_ADMITTED: translate("Words", "Not admitted"),
        Status.NEW: translate("Words", "New"),
    }[status]


def day_words(day: date, locale: QLocale, *, today: date | None = None) -> str:
    """Return a day short and unmistakable: 24 Nov 2026; the weekday within a week of ``today``."""
    shown = QDate(day.year, day.month, day.day)
    if today is not None and 0 <= (day - today).days < 7:
        if day == today:
            return translate("Words", "today")
        if (day - today).days == 1:
            return translate("Words", "tomorrow")
        return locale.toString(shown, "ddd d MMM")
    if today is not None and day.year == today.year:
        return locale.toString(shown, "d MMM")
    return locale.toString(shown, "d MMM yyyy")


def stored_words(stored: str, locale: QLocale) -> str:
    """Return a stored date in words, with its precision: 11 Mar 2024, March 2024, about 2024."""
    bare = stored.rstrip("~")
    parts = bare.split("-")
    if not all(part.isdecimal() for part in parts):
        return stored
    said = (
        day_words(date(*(int(part) for part in parts)), locale)
        if len(parts) == 3
        else date_text(bare, locale)
    )
    if bare == stored:
        return said
    return translate("Words", "about {date}").format(date=said)


def days_words(days: int) -> str:
    """Return a number of days ahead or past in words."""
    if days == 0:
        return translate("Words", "today")
    if days == 1:
        return translate("Words", "tomorrow")
    if days > 0:
        return translate("Words", "in {n} days").format(n=days)
    if days == -1:
        return translate("Words", "yesterday")
    return translate("Words", "{n} days ago").format(n=-days)


def clock_words(at: datetime, locale: QLocale) -> str:
    """Return the time of day of this computer's clock: 10:42."""
    here = QDateTime.fromSecsSinceEpoch(int(at.timestamp()))
    return locale.toString(here.time(), "HH:mm")


def missing_words(codes: CodeLists, value: str) -> str | None:
    """Return the words of one of the four answers that are not a value, else None."""
    return codes.label("yes_no", value) if value in MISSING_CODES else None


def consent_chip(state: ConsentState, today: date) -> tuple[str, str]:
    """Return the words and the kind of a chip for how the consents stand."""
    if state.state == "ends_soon" and state.ends_on is not None:
        left = (state.ends_on - today).days
        said = translate("Words", "Consent ends {when}").format(when=days_words(left))
        return said, "warn"
    return {
        "live": (translate("Words", "Consent in force"), "good"),
        "ended": (translate("Words", "Consent ended"), "bad"),
        "none": (translate("Words", "No consent"), "warn"),
    }[state.state]


def next_words(step: NextStep | None, today: date, locale: QLocale) -> str:
    """Return the next step as a list shows it, short."""
    if step is None:
        return ""
    if step.kind == "hearing" and step.day is not None:
        when = day_words(step.day, locale, today=today)
        if 2 <= (step.day - today).days < 7:
            when = locale.toString(QDate(step.day.year, step.day.month, step.day.day), "ddd d")
        return translate("Words", "Hearing {when}").format(when=when)
    if step.kind == "consent_ends" and step.day is not None:
        days = (step.day - today).days
        if days == 0:
            return translate("Words", "Consent ends today")
        return translate("Words", "Consent ends {n} d").format(n=days)
    return translate("Words", "Decision open")


def step_title(step: NextStep) -> str:
    """Return what a next step is about, as the overview says it."""
    return {
        "hearing": translate("Words", "Hearing"),
        "decision": translate("Words", "Decide the referral"),
        "consent_live": translate("Words", "Consent ends"),
        "consent_ends_soon": translate("Words", "Renew the consent"),
        "consent_ended": translate("Words", "Consent has ended: record a new one"),
        "consent_none": translate("Words", "Record a consent"),
    }.get(step.kind, step.kind)
