from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.reports.methods_statement import MeasureFacts, MethodsFacts, render_methods
from tests.reports.papers import page_texts, plain, text_of

MEASURE = MeasureFacts("Retention", "Still there", "All admitted", "A share", "A source")
FACTS = MethodsFacts(
    title="Yearly figures",
    version="ATI Desktop 0.1.0",
    population="Referrals of 2019",
    years="2019 to 2021",
    size="600 rows, 540 people",
    as_of="2025-11",
    complete_to="2025-06",
    groups=("Program", "Sex"),
    measures=(MEASURE,),
    kinds=frozenset({"share"}),
    threshold=11,
)
HEADINGS = (
    "Design", "Setting", "Index date", "Groups", "Outcomes", "Missing data",
    "Statistical", "Disclosure", "Not done",
)  # fmt: skip


def test_every_heading_that_reporting_asks_for_is_there() -> None:
    text = text_of(render_methods(FACTS, plain))
    for heading in HEADINGS:
        assert heading in text
    for part in ("Referrals of 2019", "2019 to 2021", "2025-11", "2025-06", "Program, Sex"):
        assert part in text
    for part in ("Retention", "Still there", "All admitted", "A share", "A source"):
        assert part in text
    assert "Counts from 1 to 10 are hidden" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("share", "Wilson's"),
        ("days", "median and quartiles"),
        ("probability", "1 minus the Kaplan-Meier"),
        ("curve", "Curves are Kaplan-Meier"),
        ("test", "log-rank"),
    ],
)
def test_a_method_is_named_only_where_it_was_used(kind: str, words: str) -> None:
    assert words in text_of(render_methods(replace(FACTS, kinds=frozenset({kind})), plain))
    assert words not in text_of(render_methods(replace(FACTS, kinds=frozenset()), plain))


def test_death_and_custody_are_spoken_of_where_there_is_a_curve() -> None:
    with_curve = text_of(render_methods(replace(FACTS, kinds=frozenset({"curve"})), plain))
    assert "Death is a competing event" in with_curve
    assert "time in custody is not taken out" in with_curve
    assert "Death is a competing" not in text_of(render_methods(FACTS, plain))


def test_files_that_stand_beside_are_named_with_a_warning() -> None:
    text = text_of(render_methods(replace(FACTS, beside=("A county jail",)), plain))
    assert "A county jail" in text
    assert "not an effect of the program" in text


def test_what_was_not_computed_or_left_out_is_said() -> None:
    facts = replace(FACTS, not_computed=("Retention: no stay.",), left_out=("Program by sex",))
    text = text_of(render_methods(facts, plain))
    assert "Not computed: Retention: no stay." in text
    assert "Tables left out: Program by sex." in text


def test_many_measures_run_over_pages_that_say_where_they_belong() -> None:
    pages = page_texts(render_methods(replace(FACTS, measures=(MEASURE,) * 40), plain))
    assert len(pages) > 2
    assert all("Outcomes" in page for page in pages[:-1])
    same = render_methods(FACTS, plain)
    assert same == render_methods(FACTS, plain)
    assert "DEMO" in text_of(render_methods(replace(FACTS, demo=True), plain))
