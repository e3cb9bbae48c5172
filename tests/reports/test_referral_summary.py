from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from ati_desktop.reports.facts import Unanswered
from ati_desktop.reports.notices import read_statement
from ati_desktop.reports.referral_facts import (
    Episode,
    Justice,
    Need,
    Person,
    ReferralSummary,
    Section,
)
from ati_desktop.reports.referral_sections import section_titles
from ati_desktop.reports.referral_summary import render_referral_summary
from ati_desktop.resources import resource
from tests.reports.papers import FULL, REASON, every_byte, page_texts, plain, text_of

LONG = replace(
    FULL,
    referral=replace(
        FULL.referral, reason=" ".join(f"Sentence-{n:03}. And so on." for n in range(600))
    ),
    treatment=tuple(
        Episode(f"Begin{n} of a provider's very long name which wraps End{n}", "2.1", "Community")
        for n in range(60)
    ),
)


@cache
def long_paper() -> bytes:
    """Return a paper of several pages, set once: it takes half a second."""
    return render_referral_summary(LONG, plain)


@cache
def long_pages() -> list[str]:
    """Return the text of each of its pages; nobody may change it."""
    return page_texts(long_paper())


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    if dataclasses.is_dataclass(value):
        return [t for f in dataclasses.fields(value) for t in _strings(getattr(value, f.name))]
    return []


def _withhold(facts: ReferralSummary, *sections: Section) -> ReferralSummary:
    gone = dict.fromkeys(section.value for section in sections)
    return replace(facts, withheld=frozenset(sections), **gone)


def test_a_filled_summary_fits_one_page_and_says_every_fact() -> None:
    pdf = render_referral_summary(FULL, plain)
    text = text_of(pdf)
    assert len(page_texts(pdf)) == 1
    quiet = {"A4", "en", "statement_1"}
    for part in _strings(FULL):
        assert part in quiet or part in text, part


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_every_page_names_the_person_the_page_the_day_and_the_print(size: str) -> None:
    pdf = render_referral_summary(replace(LONG, print=replace(FULL.print, size=size)), plain)
    pages = page_texts(pdf)
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        for part in (
            "Abara, Ngozi Chidinma",
            "P-7K3F-92",
            f"Page {number} of {len(pages)}",
            "Printed 21 November 2025",
            "PR-7KQ2-M4XD",
            "9f3ac2d1",
            "Riverside County Alternatives Office",
            "Referral summary",
        ):
            assert part in text


@pytest.mark.parametrize(("size", "width"), [("A4", 595), ("Letter", 612)])
def test_the_paper_has_the_size_that_was_asked_for(size: str, width: int) -> None:
    pdf = render_referral_summary(replace(FULL, print=replace(FULL.print, size=size)), plain)
    assert int(PdfReader(BytesIO(pdf)).pages[0].mediabox.width) == width


def test_a_missing_fact_shows_as_a_hole_that_says_what_is_missing() -> None:
    text = text_of(render_referral_summary(replace(FULL, justice=Justice()), plain))
    for hole in ("judge", "court", "docket number", "next court date", "justice point"):
        assert f"[{hole} not entered]" in text


def test_a_blank_value_is_a_hole_too() -> None:
    facts = replace(FULL, justice=replace(FULL.justice, judge="  "))
    assert "[judge not entered]" in text_of(render_referral_summary(facts, plain))


def test_the_four_answers_without_a_value_stay_apart_on_paper() -> None:
    words = ("unknown", "not asked", "not applicable", "declined")
    needs = tuple(Need(f"Need {n}", Unanswered(word)) for n, word in enumerate(words))
    text = text_of(render_referral_summary(replace(FULL, urgent_needs=needs), plain))
    for word in words:
        assert f"[{word}]" in text


@pytest.mark.parametrize("which", ["statement_1", "statement_2"])
def test_the_notice_is_printed_letter_by_letter(which: str) -> None:
    with resource("notices/us_42cfr2.toml").open("rb") as file:
        wording = tomllib.load(file)[which]["text"]
    facts = replace(FULL, notice=which)
    assert read_statement(facts.notice) == wording
    text = text_of(render_referral_summary(facts, plain))
    assert wording in text
    other = {"statement_1": "statement_2", "statement_2": "statement_1"}[which]
    assert read_statement(other) not in text


def test_no_notice_is_printed_where_that_law_does_not_apply() -> None:
    text = text_of(render_referral_summary(replace(FULL, notice=None), plain))
    assert "Federal confidentiality rules" not in text
    assert "Notice to the recipient" not in text


@pytest.mark.parametrize("section", list(Section))
def test_a_withheld_section_is_named_and_leaves_no_byte_behind(section: Section) -> None:
    kept = " ".join(_strings(_withhold(FULL, section)))
    told = [text for text in _strings(getattr(FULL, section.value)) if len(text) > 6]
    secrets = [text for text in told if text not in kept]
    assert secrets
    pdf = render_referral_summary(_withhold(FULL, section), plain)
    text, raw = text_of(pdf), every_byte(pdf)
    assert f"Not covered by the consent: {section_titles(plain)[section]}." in text
    for secret in secrets:
        assert secret not in text
        assert secret.encode() not in raw


def test_facts_of_a_withheld_section_are_refused_before_anything_is_set() -> None:
    with pytest.raises(ValueError, match="offences"):
        replace(FULL, withheld=frozenset({Section.OFFENCES}))


def test_a_section_cannot_go_missing_without_being_named() -> None:
    with pytest.raises(ValueError, match="treatment"):
        replace(FULL, treatment=None)


def test_the_scope_of_the_consent_is_explained() -> None:
    text = text_of(render_referral_summary(FULL, plain))
    assert (
        "The participant has consented that Riverside County Alternatives Office gives Superior "
        "Court, Department 42 the following for this purpose: monitoring progress in the adult "
        "treatment court. Covered: identity; justice; program."
    ) in text


def test_the_same_facts_give_the_same_bytes() -> None:
    first = long_paper()
    render_referral_summary(replace(FULL, notice=None), plain)
    assert render_referral_summary(LONG, plain) == first


def test_the_files_own_title_names_no_one() -> None:
    found = PdfReader(BytesIO(render_referral_summary(FULL, plain))).metadata
    assert found is not None
    assert found.title == "Referral summary"
    assert found.author == ""
    assert found.subject == ""
    assert found.creator == found.producer == "ATI Desktop"
    # reportlab writes a fixed day, the same in every paper, instead of the time of printing.
    assert str(found["/CreationDate"]).startswith("D:20000101000000")


def test_a_row_of_a_table_is_never_cut_through() -> None:
    pages = long_pages()
    for number in range(60):
        begins = [n for n, text in enumerate(pages) if f"Begin{number} " in text]
        ends = [n for n, text in enumerate(pages) if f"End{number} " in text]
        assert begins == ends
        assert len(begins) == 1


def test_a_table_that_goes_on_repeats_its_heading() -> None:
    pages = long_pages()
    with_rows = [text for text in pages if " of a provider's very long name" in text]
    assert len(with_rows) > 1
    assert all("Provider Level of care Setting From To" in text for text in with_rows)


def test_long_text_goes_on_without_losing_a_sentence() -> None:
    text = text_of(long_paper())
    for number in range(600):
        assert f"Sentence-{number:03}." in text


def test_demo_paper_says_so_on_every_page() -> None:
    facts = replace(LONG, print=replace(FULL.print, demo=True))
    for text in page_texts(render_referral_summary(facts, plain)):
        assert text.count("DEMO") == 2
    assert "DEMO" not in text_of(render_referral_summary(FULL, plain))


def test_labels_are_translated_and_values_are_not() -> None:
    text = text_of(render_referral_summary(FULL, lambda words: f"<<{words}>>"))
    assert "<<Date of birth>>" in text
    assert REASON in text


def test_a_very_long_name_is_whole_in_the_body_and_shortened_at_the_foot() -> None:
    name = "Wolfe " * 80
    pdf = render_referral_summary(replace(FULL, person=Person(name, "P-1")), plain)
    text = text_of(pdf)
    assert name.strip() in text
    assert "Wolfe…" in text.replace(" …", "…")


def test_what_is_not_there_to_be_listed_is_a_hole() -> None:
    facts = replace(FULL, offences=(), screening=(), urgent_needs=(), program=(), treatment=())
    text = text_of(render_referral_summary(facts, plain))
    for hole in ("no offence", "no screening", "urgent needs not", "no enrollment", "no treatment"):
        assert f"[{hole}" in text


def test_a_paper_without_preferred_or_other_names_prints_no_hole_for_them() -> None:
    facts = replace(FULL, person=Person("Ann Lee", "P-1", "1990"))
    text = text_of(render_referral_summary(facts, plain))
    assert "Preferred name" not in text
    assert "Other names" not in text


def test_one_page_is_set_as_widely_as_it_fits() -> None:
    few = _withhold(FULL, *[s for s in Section if s not in {Section.REFERRAL, Section.JUSTICE}])
    sizes = []
    for facts in (few, replace(FULL, offences=FULL.offences * 4)):
        reader = PdfReader(BytesIO(render_referral_summary(facts, plain)))
        found: list[float] = []
        reader.pages[0].extract_text(
            visitor_text=lambda text, cm, tm, font, size, found=found: (
                found.append(size) if "Helen" in text else None
            )
        )
        assert len(reader.pages) == 1
        sizes.append(found[0])
    assert sizes[0] == 9 > sizes[1] >= 8
