from __future__ import annotations

from dataclasses import replace

from ati_desktop.reports.disclosure_report import DisclosureFacts, render_disclosure
from tests.reports.papers import plain, text_of

FACTS = DisclosureFacts(
    title="Yearly figures",
    version="ATI Desktop 0.1.0",
    sections=(
        ("Rules", ("Every small count is hidden.",), (("Smallest shown", "11"),)),
        ("Empty", (), ()),
    ),
    attacks=(("The same cell in two tables", "one state everywhere"),),
    columns=(("age", "age at referral", "ten years"),),
    law=("Look at 42 CFR Part 2.",),
)


def test_rules_attacks_columns_and_law_stand_on_the_report() -> None:
    text = text_of(render_disclosure(FACTS, plain))
    for part in ("Every small count is hidden.", "Smallest shown 11", "42 CFR Part 2"):
        assert part in text
    assert "The same cell in two tables one state everywhere" in text
    assert "age age at referral ten years" in text
    assert "Empty" not in text


def test_what_is_not_there_has_no_heading() -> None:
    text = text_of(render_disclosure(replace(FACTS, attacks=(), columns=(), law=()), plain))
    for heading in ("Attacks", "Columns", "Law"):
        assert heading not in text
    assert render_disclosure(FACTS, plain) == render_disclosure(FACTS, plain)
