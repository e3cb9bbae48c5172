"""The rows of an extract: who is in it once, in which bands, and closed to everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.extract_rows import PERSON, extract_rows
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.evaluation.extract_words import open_words
from tests.evaluation.courses import Row, arrest, data, enrollment, person, referral
from tests.evaluation.office import office

LABELS = {"program": {"DC": "Drug court", "MHC": "Mental health court", "VC": "Veterans court"}}


def spec(more: str = "", model: str = "k-anonymity") -> ExtractSpec:
    text = f'title = "T"\n[extract]\nmodel = "{model}"\n{more}'
    return ExtractSpec.from_text(text, "s.toml")


def known(built: EvaluationData) -> EvaluationData:
    return replace(built, labels=LABELS)


def one(
    said: Row,
    referrals: Sequence[Row],
    stays: Sequence[Row] = (),
    events: Sequence[Row] = (),
    **more: str,
) -> dict[str, object]:
    built = known(data([said], referrals, stays, events, arrest_complete_to="2024-12"))
    asked = spec(**more)
    (row,) = extract_rows(built, asked).people.to_dicts()
    return row


def test_everybody_of_the_cohort_stands_in_it_once() -> None:
    built = known(office(80))
    rows = extract_rows(built, spec())
    assert rows.people[PERSON].to_list() == sorted(built.referrals[PERSON].unique())
    assert sum(rows.years.values()) == rows.people.height == rows.note.people
    assert rows.people.null_count().sum_horizontal().item() == 0


def test_a_person_is_told_by_the_first_referral() -> None:
    row = one(
        person("a", sex="2", birth_year=1990),
        [
            referral("a", 2, month="2022-05", day=300, program="MHC", offence_section="05"),
            referral("a", 1, month="2021-07", day=0, program="DC", offence_section="06"),
        ],
        [enrollment("a", 10, exited_day=110, exit_program="completed")],
    )
    told = ("sex", "program", "year", "offence_section", "result", "stay_band", "wait_band",
            "age_band")  # fmt: skip
    assert [row[name] for name in told] == [
        "2", "DC", "2021", "06", "completed", "91-180", "8-14", "30-34",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "band", "age"),
    [
        ({"birth_year": 2003}, "under 18", "17"),
        ({"birth_year": 2000}, "18-20", "20"),
        ({"birth_year": 1956}, "55-64", "64"),
        ({"birth_year": 1955}, "65 and over", "65"),
        ({"birth_year": 1931}, "65 and over", "89"),
        ({"birth_year": 1930}, "65 and over", "90+"),
        ({"aged_90_plus": True}, "65 and over", "90+"),
        ({"birth_year": 2031}, "not_recorded", "not_recorded"),
        ({}, "not_recorded", "not_recorded"),
    ],
)
def test_ages_are_those_reached_in_the_year_of_referral(said: Row, band: str, age: str) -> None:
    referrals = [referral("a", month="2020-03")]
    assert one(person("a", **said), referrals)["age_band"] == band
    assert one(person("a", **said), referrals, model="safe-harbor")["age"] == age


def test_somebody_over_89_today_was_younger_in_an_old_referral() -> None:
    row = one(person("a", aged_90_plus=True), [referral("a", month="1990-03")])
    assert row["age_band"] == "not_recorded"


@pytest.mark.parametrize(
    ("stay", "band", "wait"),
    [
        ({"exited_day": 40, "exit_program": "not_completed"}, "0-30", "8-14"),
        ({"exited_day": 41, "exit_program": "not_completed"}, "31-90", "8-14"),
        ({"exited_day": 376, "exit_program": "completed"}, "366 and more", "8-14"),
        ({"exit_program": "completed"}, "not_recorded", "8-14"),
        ({"exited_day": 5, "exit_program": "completed"}, "not_recorded", "8-14"),
        ({}, "enrolled", "8-14"),
    ],
)
def test_stays_and_waits_are_told_in_bands(stay: Row, band: str, wait: str) -> None:
    row = one(person("a"), [referral("a")], [{**enrollment("a", 10), **stay}])
    assert (row["stay_band"], row["wait_band"]) == (band, wait)


def test_who_was_not_admitted_has_neither() -> None:
    row = one(person("a"), [referral("a", decision="ineligible")])
    assert {row[name] for name in ("stay_band", "wait_band", "result", "rearrest_365")} == {
        "not_admitted"
    }


def test_a_new_arrest_is_counted_from_the_first_admission() -> None:
    row = one(
        person("a", arrest_complete_day=900),
        [referral("a", 1, decision="ineligible"), referral("a", 2, month="2020-02", day=31)],
        [enrollment("a", 40, 2)],
        [arrest("a", 140)],
        more='dates = "days"',
    )
    assert (row["result"], row["rearrest_182"]) == ("not_admitted", "yes")
    assert row["to_arrest"] == 100
    assert row["to_admission"] is None


def test_a_value_without_words_is_another_value() -> None:
    row = one(
        person("a", ethnicity="Martian, from the north"),
        [referral("a", program="X-17", offence_section="shot the sheriff")],
    )
    assert {row["ethnicity"], row["program"], row["offence_section"]} == {"other_value"}


def test_days_that_will_be_shifted_lie_in_their_own_month() -> None:
    text = (
        'title = "T"\n[cohort]\nfrom = "2019"\nto = "2022"\n[extract]\nmodel = "k-anonymity"\n'
        'dates = "shifted"'
    )
    built = known(data([person("a")], [referral("a")], [enrollment("a", 20, exited_day=50)]))
    (row,) = extract_rows(built, ExtractSpec.from_text(text, "s")).people.to_dicts()
    middle = pl.Series(["2020-01-15"]).str.to_date()[0].toordinal()
    assert [row[name] for name in ("referred_on", "admitted_on", "exited_on", "arrested_on")] == [
        middle, middle + 20, middle + 50, None,
    ]  # fmt: skip


def test_episodes_are_numbered_by_admission() -> None:
    built = known(
        data(
            [person("a"), person("b")],
            [referral("a"), referral("b")],
            [
                {**enrollment("a", 300, 2), "referral_no": None, "program": "VC"},
                {**enrollment("a", 5, 1, exited_day=40, exit_program="not_completed")},
            ],
        )
    )
    rows = extract_rows(built, spec("episodes = true"))
    assert rows.episodes.rows() == [
        ("a", 1, "DC", "31-90", "not_completed"),
        ("a", 2, "VC", "enrolled", "enrolled"),
    ]


def test_years_and_ages_are_listed_as_they_occur() -> None:
    assert list(open_words("age", {"90+", "9", "31", "not_recorded"})) == [
        "9", "31", "90+", "not_recorded",
    ]  # fmt: skip
