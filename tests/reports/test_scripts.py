from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.reports.fonts import REPLACEMENT, find_face
from ati_desktop.reports.scripts import join_arabic, prepare, runs_right_to_left, visual_order


def _seen(text: str) -> str:
    shown = prepare(text, "regular")
    order = visual_order(shown, right_to_left=runs_right_to_left(shown))
    return "".join(shown[index] for index in order)


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Lan",
        "Ελένη Παππά",
        "Иван Петров",
        "Հայկ Արմեն",
        "გიორგი",
        "አበበ ቢቂላ",
        "ทิพย์",
        "José Ñandú Øre Łódź",
        "משה כהן",
        "علي حسن",
        "پروین چگینی",
    ],
)
@pytest.mark.parametrize("weight", ["regular", "bold", "mono"])
def test_names_of_many_scripts_have_a_face(text: str, weight: str) -> None:
    assert REPLACEMENT not in prepare(text, weight)


@pytest.mark.parametrize("text", ["王小明", "देवनागरी", "\x00", "\ud800"])
def test_what_no_face_has_is_shown_as_a_hole_of_the_same_length(text: str) -> None:
    assert prepare(text, "regular") == REPLACEMENT * len(text)


def test_arabic_letters_take_the_shape_their_neighbours_ask_for() -> None:
    names = [unicodedata.name(char) for char in join_arabic("علي")]
    assert names == [
        "ARABIC LETTER AIN INITIAL FORM",
        "ARABIC LETTER LAM MEDIAL FORM",
        "ARABIC LETTER YEH FINAL FORM",
    ]


def test_a_letter_that_does_not_join_to_the_left_parts_the_word() -> None:
    names = [unicodedata.name(char).rsplit(" ", 2)[-2] for char in join_arabic("داود")]
    assert names == ["ISOLATED"] * 4


def test_lam_with_alef_becomes_one_shape_and_marks_do_not_part_letters() -> None:
    assert unicodedata.name(join_arabic("لا")) == "ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM"
    assert unicodedata.name(join_arabic("بَب")[2]) == "ARABIC LETTER BEH FINAL FORM"


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهوي ءآأؤإئةى", max_size=30))
def test_joined_text_stands_for_the_same_letters(text: str) -> None:
    assert unicodedata.normalize("NFKC", join_arabic(text)) == text


def test_hebrew_reads_from_the_right_and_a_number_inside_it_from_the_left() -> None:
    assert _seen("אבג 123") == "123 גבא"


def test_a_hebrew_name_inside_english_turns_alone() -> None:
    assert _seen("Mr אבג of 12 May") == "Mr גבא of 12 May"


def test_a_date_in_hebrew_text_keeps_its_order() -> None:
    assert _seen("אב 12/03/2024 גד") == "דג 12/03/2024 בא"


@given(st.text(alphabet="ab1 ,.-()אבגعلم", max_size=40))
def test_turning_loses_no_character(text: str) -> None:
    order = visual_order(text, right_to_left=runs_right_to_left(text))
    assert sorted(order) == list(range(len(text)))


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40))
def test_text_from_left_to_right_is_left_alone(text: str) -> None:
    assert visual_order(text, right_to_left=False) == list(range(len(text)))


@given(st.text(max_size=60))
def test_every_prepared_character_can_be_printed(text: str) -> None:
    for char in prepare(text, "regular"):
        assert char == "\n" or find_face(char, "regular")
