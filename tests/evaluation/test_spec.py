"""Specifications: what may be said, and that everything else is refused by name."""

from __future__ import annotations

import pytest

from ati_desktop.errors import Refused
from ati_desktop.evaluation.catalogue import BREAKDOWNS, MEASURES
from ati_desktop.evaluation.spec import CohortFileSpec, Spec

FULL = """
title = "Treatment court 2019 to 2021"
measures = ["rearrest", "referrals"]
by = ["year", "program"]

[cohort]
kind = "admission"
from = 2019
to = "2021-06"
programs = ["DC", "MHC"]

[follow_up]
windows_days = [730, 365]
retention_days = [30]
completion_days = 540

[protection]
threshold = 6

[cohort_file]
name = "released-1971"
time = "week"
event = "arrest"
group = "fin"
times = [52, 26.5]
"""


def test_a_title_is_enough() -> None:
    spec = Spec.from_text('title = "All of it"', "all.toml")
    assert spec == Spec(title="All of it", name="all.toml")
    assert (spec.kind, spec.measures, spec.by) == ("referral", MEASURES, BREAKDOWNS)
    assert (spec.windows_days, spec.threshold) == ((182, 365, 730), 11)


def test_everything_that_may_be_said_is_read() -> None:
    spec = Spec.from_text(FULL, "court.toml")
    assert spec == Spec(
        title="Treatment court 2019 to 2021",
        name="court.toml",
        kind="admission",
        first="2019",
        last="2021-06",
        programs=("DC", "MHC"),
        measures=("referrals", "rearrest"),
        by=("program", "year"),
        windows_days=(365, 730),
        retention_days=(30,),
        completion_days=540,
        threshold=6,
        cohort_file=CohortFileSpec("released-1971", "week", "arrest", ("fin",), (26.5, 52.0)),
    )


def test_a_cohort_file_may_keep_its_own_columns() -> None:
    spec = Spec.from_text('title = "x"\n[cohort_file]\nname = "n"\ngroup = ["a", "b"]', "x")
    assert spec.cohort_file == CohortFileSpec("n", None, None, ("a", "b"))


@pytest.mark.parametrize(
    ("text", "names", "allowed"),
    [
        ("", "title is missing", "a text in quotation marks"),
        ("title = 3", "title is 3", "a text in quotation marks"),
        ('title = " "', "title is ' '", "a text in quotation marks"),
        ('title = "x"\nmeasure = []', "no setting measure", "title, measures, by, cohort"),
        ('title = "x"\ncohort = 1', "cohort is 1", "written [cohort]"),
        ('title = "x"\nmeasures = ["cost"]', "measures is ['cost']", "admission_rate"),
        ('title = "x"\nmeasures = "referrals"', "measures is", "a list out of: referrals"),
        ('title = "x"\nby = ["age"]', "by is ['age']", "program, sex, ethnicity, year"),
        ('title = "x"\nby = ["sex", "sex"]', "by is", "nothing stands twice"),
        (
            'title = "x"\n[cohort]\nkind = "exit"',
            "kind in [cohort] is 'exit'",
            "referral, admission",
        ),
        ('title = "x"\n[cohort]\nuntil = 1', "until in [cohort]", "kind, from, to, programs"),
        ('title = "x"\n[cohort]\nfrom = "2011-13"', "from in [cohort]", '"2011-03"'),
        ('title = "x"\n[cohort]\nto = true', "to in [cohort] is True", "a year or a month"),
        ('title = "x"\n[cohort]\nto = 2011-01-05', "to in [cohort]", "a year or a month"),
        ('title = "x"\n[cohort]\nprograms = "DC"', "programs in [cohort]", '["DC", "MHC"]'),
        ('title = "x"\n[cohort]\nprograms = [1]', "programs in [cohort]", "a list of texts"),
        ('title = "x"\n[protection]\nthreshold = 2', "threshold in [protection] is 2", "3 to 20"),
        ('title = "x"\n[protection]\nthreshold = 21', "threshold in [protection]", "3 to 20"),
        ('title = "x"\n[protection]\nthreshold = true', "threshold in [protection]", "3 to 20"),
        ('title = "x"\n[protection]\nthreshold = 5.0', "threshold in [protection]", "3 to 20"),
        ('title = "x"\n[follow_up]\nwindows_days = 365', "windows_days", "[182, 365]"),
        ('title = "x"\n[follow_up]\nwindows_days = [0]', "windows_days", "from 1 to 36525"),
        ('title = "x"\n[follow_up]\ncompletion_days = "1"', "completion_days", "from 1 to"),
        ('title = "x"\n[cohort_file]\ntime = "t"', "name in [cohort_file] is missing", "a text"),
        ('title = "x"\n[cohort_file]\nname = "n"\ntimes = [0]', "times in", "above 0"),
        ('title = "x"\n[cohort_file]\nname = "n"\ntimes = 5', "times in", "above 0"),
        ('title = "x"\n[cohort_file]\nname = "n"\ngroup = 5', "group in", "a list of texts"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name_with_what_is_allowed(
    text: str, names: str, allowed: str
) -> None:
    with pytest.raises(Refused) as refusal:
        Spec.from_text(text, "mine.toml")
    assert str(refusal.value).startswith("mine.toml: ")
    assert names in str(refusal.value)
    assert allowed in str(refusal.value)


def test_what_is_not_toml_is_refused_with_the_line() -> None:
    with pytest.raises(Refused, match=r"mine\.toml is not valid TOML: .*line 1"):
        Spec.from_text("title = =\n", "mine.toml")


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2011", "2011", True),
        ("2011-05", "2011", True),
        ("2011", "2011-01", True),
        ("2011-05", "2011-04", False),
        ("2012", "2011-12", False),
    ],
)
def test_a_period_must_not_end_before_it_begins(first: str, last: str, fits: bool) -> None:
    text = f'title = "x"\n[cohort]\nfrom = "{first}"\nto = "{last}"'
    if fits:
        assert Spec.from_text(text, "x").first == first
    else:
        with pytest.raises(Refused, match="lies after"):
            Spec.from_text(text, "x")
