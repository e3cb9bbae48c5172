from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.reports.fonts import width
from ati_desktop.reports.text import Piece, Style, shorten, wrap

STYLE = Style()


class Pen:
    """A canvas that only remembers what was written where."""

    def __init__(self) -> None:
        self.written: list[tuple[float, str]] = []

    def drawString(self, x: float, _y: float, text: str) -> None:  # noqa: N802 - reportlab's name
        self.written.append((x, text))

    def setFont(self, *_: object) -> None:  # noqa: N802 - reportlab's name
        pass

    def setFillColor(self, *_: object) -> None:  # noqa: N802 - reportlab's name
        pass

    def roundRect(self, *_: object, **__: object) -> None:  # noqa: N802 - reportlab's name
        pass


def _drawn(text: str) -> str:
    pen = Pen()
    wrap([Piece(text, STYLE)], 500)[0].draw(pen, 0, 0)
    return "".join(run for _, run in sorted(pen.written))


@given(st.text(alphabet="abc defghi-/123", max_size=200), st.integers(20, 300))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: int) -> None:
    lines = wrap([Piece(text, STYLE)], room)
    assert all(line.width <= room + 0.01 for line in lines)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")


def test_words_stay_whole_where_a_space_is_near() -> None:
    room = width("a wholly well-being", "regular", STYLE.size) - 1
    assert [line.text for line in wrap([Piece("a wholly well-being", STYLE)], room)] == [
        "a wholly",
        "well-being",
    ]


def test_a_long_word_breaks_at_its_hyphen_but_a_docket_number_does_not() -> None:
    room = width("Featherstone-Chol", "regular", STYLE.size)
    first = wrap([Piece("Featherstone-Cholmondeley", STYLE)], room)[0]
    assert first.text == "Featherstone-"
    docket = wrap([Piece("RIF-2024-001873-XX", STYLE)], width("RIF-2024-0018", "regular", 9))[0]
    assert docket.text == "RIF-2024-0018"


def test_a_line_feed_starts_a_line_and_many_of_them_leave_one_blank() -> None:
    assert [line.text for line in wrap([Piece("a\n\n\n\n\nb\r\nc", STYLE)], 99)] == [
        "a",
        "",
        "b",
        "c",
    ]


def test_text_without_a_letter_still_has_a_line() -> None:
    assert len(wrap([Piece("", STYLE)], 99)) == 1


def test_brackets_turn_with_the_text_they_stand_in() -> None:
    assert _drawn("אב (גד) 12") == "12 (דג) בא"
    assert _drawn("Ann (b) אב (גד)") == "Ann (b) (דג) בא"
    assert _drawn("Ann (אב)") == "Ann (בא)"
    assert _drawn("אב (Ann) גד") == "דג (Ann) בא"


@pytest.mark.parametrize("most", [1, 2, 3])
def test_shortened_text_ends_in_an_ellipsis_and_fits(most: int) -> None:
    lines = shorten([Piece("word " * 99, STYLE)], 80, most)
    assert len(lines) == most
    assert lines[-1].text.endswith("…")
    assert all(line.width <= 80 for line in lines)


def test_text_that_fits_is_not_shortened() -> None:
    assert shorten([Piece("word", STYLE)], 80, 1)[0].text == "word"
