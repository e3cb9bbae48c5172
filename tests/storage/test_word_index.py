from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.storage.word_index import WordIndex, one_slip

WORDS = st.text("abc", min_size=1, max_size=6)


def index(*pairs: tuple[int, str]) -> WordIndex:
    made = WordIndex()
    for owner, word in pairs:
        made.add(owner, [word])
    return made


def test_words_are_found_whole_by_their_beginning_and_by_any_part() -> None:
    words = index((1, "lan"), (2, "langley"), (3, "milan"), (4, "lan"))
    assert words.whole(["lan"]) == {1, 4}
    assert words.beginning(["lan"]) == {1, 2, 4}
    assert words.holding(["lan"]) == {1, 2, 3, 4}
    assert words.whole(["la"]) == set()
    assert words.whole(["langley", "milan"]) == {2, 3}
    assert len(words) == 3


def test_adding_twice_is_no_error_and_removing_takes_only_one_owner() -> None:
    words = index((1, "lan"), (1, "lan"), (2, "lan"), (2, "lan"))
    words.remove(1, ["lan", "unheard"])
    assert words.whole(["lan"]) == {2}
    words.remove(2, ["lan"])
    assert (words.whole(["lan"]), words.beginning(["l"]), len(words)) == (set(), set(), 0)


def test_one_owner_of_three_can_go_and_come_back() -> None:
    words = index((1, "lan"), (2, "lan"), (3, "lan"))
    words.remove(2, ["lan"])
    assert words.whole(["lan"]) == {1, 3}
    words.add(2, ["lan"])
    assert words.beginning(["l"]) == {1, 2, 3}


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("kowalski", "kowalski", True),
        ("kowalski", "kowlski", True),
        ("kowalski", "kowwalski", True),
        ("kowalski", "kowalsky", True),
        ("kowalski", "kowaslki", True),
        ("kowalski", "okwalski", True),
        ("kowalski", "kowalik", False),
        ("kowalski", "kwoalsik", False),
        ("anna", "annabe", False),
        ("ab", "ba", True),
        ("", "a", True),
    ],
)
def test_one_slip_is_a_letter_more_less_other_or_swapped(one: str, other: str, near: bool) -> None:
    assert one_slip(one, other) is near
    assert one_slip(other, one) is near


def test_short_words_are_near_nothing() -> None:
    words = index((1, "lan"), (2, "lang"))
    assert words.near(["lan"]) == set()
    assert words.near(["lann"]) == {1, 2}


@given(st.text("abcd", min_size=4, max_size=8), st.text("abcd", min_size=3, max_size=9))
def test_the_quick_way_to_near_words_misses_none(typed: str, known: str) -> None:
    assert bool(index((1, known)).near([typed])) is one_slip(typed, known)


@given(st.lists(st.tuples(st.integers(1, 5), WORDS), max_size=20), st.integers(1, 5), WORDS)
def test_the_index_answers_as_looking_at_every_word_would(
    pairs: list[tuple[int, str]], gone: int, part: str
) -> None:
    by_owner: dict[int, set[str]] = {}
    for owner, word in pairs:
        by_owner.setdefault(owner, set()).add(word)
    words = WordIndex()
    for owner, own in by_owner.items():
        words.add(owner, own)
    words.remove(gone, by_owner.pop(gone, set()))

    def owners(test: str) -> set[int]:
        tests = {"whole": str.__eq__, "beginning": str.startswith, "holding": str.__contains__}
        return {
            owner for owner, own in by_owner.items() if any(tests[test](one, part) for one in own)
        }

    assert words.whole([part]) == owners("whole")
    assert words.beginning([part]) == owners("beginning")
    assert words.holding([part]) == owners("holding")
