"""What would help, as another question; joins that are there already are joined further."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.results import Proposal, Protected, Remedy
from ati_desktop.casework.specifications import Join, Spec
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.pages.evaluation.remedies import Help, helps
from tests.ui.pages import demo_office
from tests.ui.pages.evaluation.prepared import PreparedOnce

SPEC = Spec("Courts", by=("program", "year"))
YEARS = (("2021", "2022"), ("2023",))


@pytest.fixture
def protected(demo_desk: Desk, prepared_once: PreparedOnce) -> Protected:
    asked = Spec.from_text(demo_office.SPEC, "specification")
    return prepared_once(demo_desk, asked, Progress(lambda *_told: None)).prepared.protected


def help_of(protected: Protected, spec: Spec, *proposals: Proposal) -> list[Help]:
    return helps(replace(protected, proposals=proposals), spec, 3)


def test_a_variable_is_left_out_with_its_joins(protected: Protected) -> None:
    spec = replace(SPEC, joins=(Join("year", ("2021", "2022")), Join("program", ("A", "B"))))
    found = help_of(protected, spec, Proposal("T", Remedy.DROP_VARIABLE, "year", (), 3))
    assert found[0].spec.by == ("program",)
    assert found[0].spec.joins == (Join("program", ("A", "B")),)


def test_years_are_joined(protected: Protected) -> None:
    found = help_of(protected, SPEC, Proposal("T", Remedy.JOIN_YEARS, "year", YEARS, 3))
    assert found[0].spec.joins == (Join("year", ("2021", "2022")),)


def test_a_join_is_joined_further_by_the_codes_of_the_records(protected: Protected) -> None:
    spec = replace(SPEC, joins=(Join("year", ("2021", "2022")), Join("year", ("2025", "2026"))))
    bands = (("2021+2022", "2023"),)
    found = help_of(protected, spec, Proposal("T", Remedy.JOIN_YEARS, "year", bands, 3))
    assert found[0].spec.joins == (
        Join("year", ("2025", "2026")),
        Join("year", ("2021", "2022", "2023")),
    )


def test_what_no_specification_can_say_is_advice(protected: Protected) -> None:
    found = help_of(protected, SPEC, Proposal("T", Remedy.DROP_VARIABLE, "decision", (), 3))
    assert found[0].spec is None


def test_the_most_helpful_stands_first_and_what_was_tried_says_so(protected: Protected) -> None:
    found = help_of(
        protected,
        SPEC,
        Proposal("T", Remedy.DROP_VARIABLE, "year", (), 9),
        Proposal("U", Remedy.DROP_VARIABLE, "year", (), 4, exact=True),
        Proposal("T", Remedy.DROP_VARIABLE, "program", (), 6),
    )
    assert [one.detail for one in found] == ["about 6 fewer hidden", "4 fewer hidden, tried out"]
