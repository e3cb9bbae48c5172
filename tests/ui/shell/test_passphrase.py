from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from ati_desktop.ui.passphrase import (
    Strength,
    draw_passphrase,
    passphrase_bits,
    strength,
    strength_in_words,
    words,
)
from ati_desktop.ui.places import look_at_place


def test_the_list_has_enough_plain_words() -> None:
    assert len(words()) >= 1296
    assert len(set(words())) == len(words())
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 10 for word in words())


def test_five_words_are_worth_more_than_fifty_bits() -> None:
    assert passphrase_bits(5) > 50


def test_a_drawn_passphrase_is_strong() -> None:
    drawn = draw_passphrase(secrets.token_bytes)
    assert len(drawn.split("-")) == 5
    assert strength(drawn) is Strength.STRONG


def test_numbers_past_the_last_whole_round_are_thrown_away() -> None:
    answers = iter([b"\xff\xff", b"\x00\x00", b"\x00\x01"])
    assert draw_passphrase(lambda _count: next(answers), 2) == "-".join(words()[:2])


@pytest.mark.parametrize(
    ("password", "worth"),
    [
        ("short", Strength.SHORT),
        ("aaaaaaaaaaaaaaaa", Strength.WEAK),
        ("password123456", Strength.WEAK),
        ("riverside2026!", Strength.WEAK),
        ("amina-amina-amina", Strength.WEAK),
        ("violin harbor maple kite", Strength.FAIR),
        ("violin harbor maple kite snow", Strength.STRONG),
        ("t7#Kq9!mZ2pLx4", Strength.STRONG),
    ],
)
def test_a_password_is_judged_by_what_a_guesser_needs(password: str, worth: Strength) -> None:
    assert strength(password, ("Riverside", "amina")) is worth
    assert strength_in_words(worth).endswith(".")


def test_a_folder_that_syncs_is_warned_about(tmp_path: Path) -> None:
    remarks = look_at_place(tmp_path / "OneDrive" / "office")
    assert [remark.stops for remark in remarks] == [False]


def test_a_path_on_a_share_is_warned_about() -> None:
    assert any("network share" in r.text for r in look_at_place(Path("//server/share/office")))


def test_an_empty_folder_is_a_good_place(tmp_path: Path) -> None:
    assert look_at_place(tmp_path / "new") == []


def test_a_file_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert look_at_place(tmp_path / "file")[0].stops
