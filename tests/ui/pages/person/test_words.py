"""Codes and dates in words, as lists and heads show them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale

from ati_desktop.casework.caseload import NextStep
from ati_desktop.casework.consents import ConsentState
from ati_desktop.casework.statuses import Status
from ati_desktop.ui.kit.fields import Code, Field
from ati_desktop.ui.pages.person.answers import shown
from ati_desktop.ui.pages.person.words import (
    STATUS_KINDS,
    consent_chip,
    day_words,
    days_words,
    next_words,
    status_words,
    stored_words,
)

TODAY = date(2026, 11, 21)
ENGLISH = QLocale("en_US")


def test_every_status_has_words_and_a_kind() -> None:
    assert all(status_words(one) and STATUS_KINDS[one] for one in Status)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(0, "today"), (1, "tomorrow"), (3, "Tue 24 Nov"), (10, "1 Dec"), (-3, "18 Nov")],
)
def test_a_near_day_is_said_by_its_weekday(ahead: int, words: str) -> None:
    assert day_words(TODAY + timedelta(days=ahead), ENGLISH, today=TODAY) == words


def test_a_day_of_another_year_says_the_year() -> None:
    assert day_words(date(2027, 2, 3), ENGLISH, today=TODAY) == "3 Feb 2027"


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("2024", "2024"),
        ("2024-03", "March 2024"),
        ("2024-03-11", "11 Mar 2024"),
        ("2024~", "about 2024"),
        ("2024-03-11~", "about 11 Mar 2024"),
        ("last spring", "last spring"),
    ],
)
def test_a_stored_date_keeps_its_precision(stored: str, words: str) -> None:
    assert stored_words(stored, ENGLISH) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (12, "in 12 days"), (-1, "yesterday"), (-31, "31 days ago")],
)
def test_days_ahead_and_past_are_said_in_words(days: int, words: str) -> None:
    assert days_words(days) == words


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (None, ""),
        (NextStep("hearing", TODAY), "Hearing today"),
        (NextStep("hearing", TODAY + timedelta(days=3)), "Hearing Tue 24"),
        (NextStep("hearing", date(2026, 12, 22)), "Hearing 22 Dec"),
        (NextStep("consent_ends", TODAY), "Consent ends today"),
        (NextStep("consent_ends", TODAY + timedelta(days=5)), "Consent ends 5 d"),
        (NextStep("decision"), "Decision open"),
    ],
)
def test_what_comes_next_is_short(step: NextStep | None, words: str) -> None:
    assert next_words(step, TODAY, ENGLISH) == words


@pytest.mark.parametrize(
    ("state", "chip"),
    [
        (ConsentState("live", date(2027, 6, 1)), ("Consent in force", "good")),
        (ConsentState("ends_soon", TODAY), ("Consent ends today", "warn")),
        (ConsentState("ended", date(2026, 1, 1)), ("Consent ended", "bad")),
        (ConsentState("none"), ("No consent", "warn")),
    ],
)
def test_how_the_consents_stand_is_a_chip(state: ConsentState, chip: tuple[str, str]) -> None:
    assert consent_chip(state, TODAY) == chip


def test_the_four_answers_are_not_a_hole() -> None:
    field = Field("sex", "Sex", "code", (Code("1", "Male"),))
    said = {shown(field, value, ENGLISH) for value in (None, "unknown", "declined", "1")}
    assert said == {"not entered", "Unknown", "Declined to answer", "Male"}
    several = Field("needs", "Needs", "codes", (Code("a", "A"), Code("b", "B")))
    assert shown(several, ("b", "a"), ENGLISH) == "B, A"
    assert shown(Field("born", "Born", "date"), "1992-03", ENGLISH) == "March 1992"
    assert shown(Field("safe", "Safe", "yes_no"), "no", ENGLISH) == "No"
