from __future__ import annotations

import pytest

from ati_desktop.errors import Refused
from ati_desktop.storage.stretching import KeyCost, check_new_password, stretch
from tests.storage.conftest import CHEAP


def test_the_floor_is_what_the_standard_asks_of_small_machines() -> None:
    assert KeyCost.floor() == KeyCost(memory_kib=65536, passes=3, lanes=4)


@pytest.mark.parametrize("less", [KeyCost(65535, 3, 4), KeyCost(65536, 2, 4), KeyCost(65536, 3, 3)])
def test_less_of_any_part_does_not_reach_the_floor(less: KeyCost) -> None:
    assert not less.reaches(KeyCost.floor())
    assert KeyCost.floor().reaches(KeyCost.floor())
    assert KeyCost(131072, 4, 4).reaches(KeyCost.floor())


def test_an_accented_password_is_the_same_from_every_keyboard() -> None:
    salt = bytes(16)
    composed, decomposed = "rivière tranquille", "rivie\u0300re tranquille"
    assert stretch(composed, salt, CHEAP) == stretch(decomposed, salt, CHEAP)


def test_salt_password_and_cost_each_change_the_key() -> None:
    keys = {
        stretch("one", bytes(16), CHEAP),
        stretch("two", bytes(16), CHEAP),
        stretch("one", b"1" * 16, CHEAP),
        stretch("one", bytes(16), KeyCost(64, 2, 1)),
    }
    assert len(keys) == 4


@pytest.mark.parametrize("weak", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "anaanaanaana12"])
def test_a_password_that_guessers_try_early_is_refused(weak: str) -> None:
    with pytest.raises(Refused):
        check_new_password(weak, user="ana")


def test_a_few_words_are_enough() -> None:
    check_new_password("seven quiet rivers", user="ana")
