# ruff: noqa: RUF001 - names of several scripts
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.storage.names import fold, search_tokens, sort_key, spellings, words_of
from ati_desktop.storage.scripts import romanise


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nguyễn", "nguyen"),
        ("O'Connor", "oconnor"),
        ("O’Connor", "oconnor"),
        ("Łukasz", "lukasz"),
        ("ÑAÑEZ", "nanez"),
        ("İbrahim", "ibrahim"),
        ("Işık", "isik"),
        ("Bjørn", "bjorn"),
        ("Straße", "strasse"),
        ("Đorđević", "dordevic"),
        ("Þór", "thor"),
        ("ﬁona", "fiona"),
        ("Ａｎａ", "ana"),
        ("Фёдор", "федор"),
        ("ΠΑΠΠΆΣ", "παππασ"),
        ("مُحَمَّد", "محمد"),
        ("फ़ातिमा", "फातिमा"),
    ],
)
def test_marks_and_case_do_not_count(name: str, folded: str) -> None:
    assert fold(name) == folded


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Иванов", "ivanov"),
        ("Щербаков", "shcherbakov"),
        ("Юлия", "yuliya"),
        ("Їжак", "yizhak"),
        ("Παπαδόπουλος", "papadopoulos"),
        ("Ευάγγελος", "evangelos"),
        ("Μπάμπης", "bampis"),
        ("Χρήστος", "christos"),
    ],
)
def test_cyrillic_and_greek_are_also_found_in_latin_letters(name: str, latin: str) -> None:
    assert fold(name) in search_tokens(name)
    assert latin in search_tokens(name)


def test_umlauts_are_found_in_both_ways_of_writing_them() -> None:
    assert set(spellings("Müller")) == {"muller", "mueller"}
    assert spellings("Miller") == ("miller",)


def test_a_joined_name_is_found_by_its_parts_and_as_one() -> None:
    assert search_tokens("Jean-Luc") == {"jean", "luc", "jeanluc"}
    assert search_tokens("García López", None, "José") == {"garcia", "lopez", "jose"}


def test_signs_alone_are_no_words() -> None:
    assert words_of(" - ' ,  ") == []
    assert search_tokens("ـ", "?") == frozenset()
    assert spellings("-") == ()


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(max_size=12))
def test_romanising_never_fails_and_leaves_latin_alone(text: str) -> None:
    assert isinstance(romanise(text), str)
    assert romanise("garcia") == "garcia"


def test_lists_sort_by_family_then_given_without_regard_to_accents() -> None:
    names = [("Zapata", "Ana"), ("Álvarez", "Zoe"), ("Alvarez", "Ana"), ("Иванов", None)]
    names += [(None, "Beyoncé"), ("Alvar", "Zoe"), ("Álvarez", "Ana")]
    ordered = sorted(names, key=lambda name: sort_key(*name))
    assert ordered == [
        ("Alvar", "Zoe"),
        ("Alvarez", "Ana"),
        ("Álvarez", "Ana"),
        ("Álvarez", "Zoe"),
        (None, "Beyoncé"),
        ("Zapata", "Ana"),
        ("Иванов", None),
    ]


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["Ñandu", "Nz", "Oz"]),
        ("es", ["Nz", "Ñandu", "Oz"]),
        ("sv", ["Zz", "Åberg", "Öberg"]),
        ("pl", ["Lz", "Łaz", "Maz"]),
    ],
)
def test_a_language_puts_its_own_letters_where_they_belong(
    language: str, ordered: list[str]
) -> None:
    keys = [sort_key(name, None, language) for name in ordered]
    assert keys == sorted(keys)
