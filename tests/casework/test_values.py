"""Between the texts of a form and the values of a record nothing is lost and nothing guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.casework.nouns import NOUNS
from ati_desktop.casework.values import FormValue, Incomplete, fill, form_values
from ati_desktop.casework.wording import day_words, when_words
from ati_desktop.models import Consent, LegalCase, PersonContact, PersonName, Referral, Stay
from ati_desktop.models.answers import Missing
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.dates import PartialDate

CODES = CodeLists()


def problem(record: Any, name: str, value: FormValue) -> str:
    """What is said about one value."""
    before = form_values(record)
    with pytest.raises(Incomplete) as refused:
        fill(record, {name: value}, CODES)
    assert form_values(record) == before
    return refused.value.problems[name]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)


@given(texts)
def test_a_text_comes_back_without_the_space_around_it(text: str) -> None:
    record = PersonName(participant_id=1)
    fill(record, {"family": text}, CODES)
    assert record.family == (text.strip() or None)
    assert form_values(record)["family"] == record.family


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_of_a_clipboard_can_be_kept(text: str) -> None:
    record = PersonContact(participant_id=1)
    fill(record, {"note": text}, CODES)
    (record.note or "").encode()
    assert "\x00" not in (record.note or "")


whens = st.one_of(
    st.sampled_from(list(Missing)),
    st.builds(
        lambda day, parts, about: PartialDate(*day.timetuple()[:parts], approximate=about),
        st.dates(),
        st.integers(1, 3),
        st.booleans(),
    ),
)


@given(whens)
def test_a_date_with_its_precision_or_its_answer_comes_back(when: PartialDate | Missing) -> None:
    record = Referral(participant_id=1, referred_on=when)
    shown = form_values(record)["referred_on"]
    other = Referral(participant_id=1)
    fill(other, {"referred_on": shown}, CODES)
    assert other.referred_on == when
    assert type(other.referred_on) is type(when)


@given(st.dates())
def test_a_day_comes_back(day: date) -> None:
    record = LegalCase(participant_id=1)
    fill(record, {"next_hearing_on": day.isoformat()}, CODES)
    assert record.next_hearing_on == day


@given(st.sets(st.sampled_from([one.code for one in CODES["urgent_need"].codes])))
def test_several_codes_come_back(codes: set[str]) -> None:
    record = Referral(participant_id=1)
    fill(record, {"urgent_needs": tuple(codes)}, CODES)
    assert form_values(record)["urgent_needs"] == tuple(codes)
    fill(record, {"urgent_needs": ",".join(codes)}, CODES)
    assert set(record.urgent_needs) == codes


@pytest.mark.parametrize("text", ["1", "-1", " 12 ", "0"])
def test_a_whole_number_is_read(text: str) -> None:
    record = Referral(participant_id=1)
    fill(record, {"ordinal": text}, CODES)
    assert record.ordinal == int(text)


@pytest.mark.parametrize("text", ["--1", "1.5", "one", "9" * 13, "-", "1e3", "²"])
def test_what_is_no_whole_number_is_told(text: str) -> None:
    assert problem(Referral(participant_id=1), "ordinal", text).startswith("A whole number")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("referred_on", "11/03/2024", "is not a date"),
        ("source", "nobody", "Choose one of the answers"),
        ("source", ("court",), "One answer"),
        ("urgent_needs", ("nothing",), "Choose one of the answers"),
        ("direction", None, "cannot be left empty"),
        ("reason_note", "x" * 20_001, "longer than 20000"),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_one_sentence(
    name: str, value: FormValue, told: str
) -> None:
    assert told in problem(Referral(participant_id=1), name, value)


def test_a_day_is_needed_where_a_month_would_not_do() -> None:
    assert problem(LegalCase(participant_id=1), "next_hearing_on", "2024-03").endswith("the day.")
    assert problem(LegalCase(participant_id=1), "next_hearing_on", "2024-03-11~")


def test_yes_and_no_are_read_and_nothing_else() -> None:
    record = Stay(participant_id=1, episode_id=1)
    for text, value in (("yes", True), ("no", False), (None, False), ("", False)):
        fill(record, {"in_custody": text}, CODES)
        assert record.in_custody is value
    assert problem(record, "in_custody", "true") == "Choose yes or no."


def test_four_answers_are_kept_apart_wherever_a_code_stands() -> None:
    record = Consent(participant_id=1)
    for answer in Missing:
        fill(record, {"interpreter": str(answer)}, CODES)
        assert record.interpreter == str(answer)
    fill(record, {"interpreter": None}, CODES)
    assert record.interpreter is None


def test_a_field_that_a_record_does_not_have_is_left_out() -> None:
    record = PersonName(participant_id=1, family="A")
    fill(record, {"recipients": ("x",), "uid": "y", "given": "B"}, CODES)
    assert (record.family, record.given, record.uid) == ("A", "B", "")


@pytest.mark.parametrize("noun", NOUNS)
def test_no_form_shows_what_no_person_reads(noun: str) -> None:
    columns = NOUNS[noun].model.__table__.columns
    empty = {
        column.key: None
        for column in columns
        if not column.nullable and column.default is None and not column.primary_key
    }
    shown = form_values(NOUNS[noun].model(**empty))
    assert not {"id", "uid", "version", "participant_id"} & shown.keys()
    assert not [name for name in shown if name.endswith("_index")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-11-24", "24 November 2026"),
        ("2026-11-24~", "about 24 November 2026"),
        ("2026-11", "November 2026 (month only)"),
        ("2026", "2026 (year only)"),
        ("2026~", "about 2026 (year only)"),
    ],
)
def test_a_date_on_paper_can_be_read_in_one_way_only(text: str, words: str) -> None:
    assert when_words(PartialDate.parse(text)) == words


def test_a_date_that_is_missing_has_no_words() -> None:
    assert when_words(None) is None
    assert [when_words(answer) for answer in Missing] == [None] * 4


def test_words_come_from_whoever_speaks_the_language() -> None:
    spanish = {"November": "noviembre", "about {date}": "hacia el {date}"}

    def say(text: str) -> str:
        return spanish.get(text, text)

    assert day_words(date(2026, 11, 4), say) == "4 noviembre 2026"
    assert when_words(PartialDate.parse("2026-11-04~"), say) == "hacia el 4 noviembre 2026"
