"""What was searched for becomes the beginning of a new record."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from ati_desktop.ui.kit.locale_dates import date_words
from ati_desktop.ui.pages.participants.carried import carry_over

ENGLISH = date_words(QLocale("en_US"))
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "carried"),
    [
        ("Abara, Ngozi", {"family": "Abara", "given": "Ngozi"}),
        ("Ngozi Abara", {"family": "Abara", "given": "Ngozi"}),
        ("Abara", {"family": "Abara"}),
        ("Ana María Castillo", {"family": "Castillo", "given": "Ana María"}),
        ("1992", {"birth_date": "1992"}),
        ("P-7K3F-92", {}),
        ("  ", {}),
    ],
)
def test_names_and_birth_dates_are_carried_over_and_numbers_are_not(
    typed: str, carried: dict[str, str]
) -> None:
    assert carry_over(typed, TODAY, ENGLISH) == carried


@given(st.text(max_size=40))
def test_no_text_is_ever_refused(typed: str) -> None:
    carried = carry_over(typed, TODAY, ENGLISH)
    assert set(carried) <= {"family", "given", "birth_date"}
    assert all(carried.values())
