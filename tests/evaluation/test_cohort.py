"""Who is in a cohort, and that whoever cannot be placed is counted beside it."""

from __future__ import annotations

import pytest

from ati_desktop.errors import Refused
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.results import Exclusion
from ati_desktop.evaluation.spec import Spec
from tests.evaluation.courses import data, enrollment, referral


def test_a_period_takes_whole_months_and_years_and_counts_what_is_too_vague() -> None:
    months = ["2019-12", "2020-01", "2020-12", "2021-01", "2020", "2021", None]
    referrals = [referral("a", n, month=m, day=None) for n, m in enumerate(months)]
    cohort = choose_cohort(data(referrals=referrals), Spec("x", first="2020-01", last="2020"))
    assert cohort.rows["month"].to_list() == ["2020-01", "2020-12", "2020"]
    reason = "Referral date too vague to tell whether it lies in the period"
    assert cohort.unplaced == (Exclusion(reason, 1),)
    half = choose_cohort(data(referrals=referrals), Spec("x", first="2020-07"))
    assert half.rows["month"].to_list() == ["2020-12", "2021-01", "2021"]
    assert half.unplaced == (Exclusion(reason, 2),)
    early = choose_cohort(data(referrals=referrals), Spec("x", last="2020-06"))
    assert early.rows["month"].to_list() == ["2019-12", "2020-01"]


def test_without_a_period_everything_is_in() -> None:
    cohort = choose_cohort(data(referrals=[referral("a", 1, month=None, day=None)]), Spec("x"))
    assert (cohort.rows.height, cohort.unplaced) == (1, ())
    assert (cohort.note.first_month, cohort.note.last_month) == (None, None)


def test_a_referral_stands_for_its_first_enrollment_and_the_others_are_counted() -> None:
    found = data(
        referrals=[referral("a"), referral("b", program=None), referral("c")],
        enrollments=[
            enrollment("a", 90, 1),
            enrollment("a", 20, 2, referral_no=1),
            enrollment("a", 400, 3, referral_no=None),
            enrollment("b", 0, 1, program="MHC"),
        ],
    )
    cohort = choose_cohort(found, Spec("x"))
    assert cohort.rows["admitted_day"].to_list() == [20, 0, None]
    assert cohort.rows["program"].to_list() == ["DC", "MHC", "DC"]
    assert [(one.reason, one.count) for one in cohort.beyond] == [
        ("Enrollment without a referral", 1),
        ("Second or later enrollment after the same referral", 1),
    ]
    assert (cohort.note.referrals, cohort.note.people) == (3, 3)


def test_enrollments_beyond_the_rows_are_counted_for_the_same_programs_and_period() -> None:
    stays = [enrollment("a", 30 * n, n, referral_no=None) for n in range(1, 5)]
    stays.append(enrollment("a", 60, 9, referral_no=None, program="MHC"))
    spec = Spec("x", first="2020-02", last="2020-03", programs=("DC",))
    cohort = choose_cohort(data(referrals=[referral("a")], enrollments=stays), spec)
    assert [(one.reason, one.count) for one in cohort.beyond] == [
        ("Enrollment without a referral", 2)
    ]


def test_a_cohort_of_admissions_has_a_row_for_every_enrollment() -> None:
    found = data(
        referrals=[referral("a"), referral("b")],
        enrollments=[
            enrollment("a", 20, 1),
            enrollment("a", 420, 2, referral_no=None, program=None),
            enrollment("a", None, 3, referral_no=None),
        ],
    )
    cohort = choose_cohort(found, Spec("x", kind="admission"))
    assert cohort.rows["referred"].to_list() == [True, False, False]
    assert cohort.rows["program"].to_list() == ["DC", None, "DC"]
    assert cohort.beyond == ()
    later = choose_cohort(found, Spec("x", kind="admission", first="2021"))
    assert later.rows["admitted_day"].to_list() == [420]
    assert later.unplaced[0].reason.startswith("Admission date too vague")


def test_a_program_that_nobody_names_is_refused_with_those_that_are() -> None:
    found = data(referrals=[referral("a"), referral("b", program="ACT")])
    with pytest.raises(Refused, match=r"the program XY\. The records name: ACT, DC\."):
        choose_cohort(found, Spec("x", programs=("DC", "XY")))
    with pytest.raises(Refused, match=r"The records name: none\."):
        choose_cohort(data(), Spec("x", programs=("XY",)))


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        (Spec("x"), "Referrals received, whenever they were in any program."),
        (
            Spec("x", first="2011", last="2012", programs=("DC",)),
            "Referrals received from 2011 to 2012 in the programs DC.",
        ),
        (Spec("x", kind="admission", first="2011"), "Admissions from 2011 on in any program."),
        (Spec("x", last="2011"), "Referrals received up to 2011 in any program."),
    ],
)
def test_the_rule_is_said_in_words(spec: Spec, rule: str) -> None:
    found = data(referrals=[referral("a")])
    assert choose_cohort(found, spec).note.rule == rule
