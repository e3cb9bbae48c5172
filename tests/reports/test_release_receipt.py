from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from ati_desktop.reports.release_receipt import ReceiptFacts, ReleasedFile, render_receipt
from tests.reports.papers import page_texts, plain, text_of

FACTS = ReceiptFacts(
    office="Riverside County Alternatives Office",
    release_id="R-5TW8-K2",
    made_on="21 November 2025",
    version="ATI Desktop 0.1.0",
    recipient="State evaluation board",
    purpose="yearly report",
    period="referred 2019 to 2023",
    as_of="20 November 2025",
    population=("4,127 referrals", "not counted: 12 without a referral date"),
    filters=("program: drug court",),
    dropped=(),
    threshold="counts 1 to 10 are hidden",
    smallest_cell="11",
    hidden="14 cells, 9 of them so that others cannot be worked out",
    audit="held: no hidden cell can be worked out to within 10",
    files=(
        ReleasedFile("tables.xlsx", "18 kB", "ab" * 32),
        ReleasedFile("a.csv", "2 kB", "01" * 32),
    ),
)


def test_the_receipt_says_what_went_out_and_how_it_was_protected() -> None:
    pdf = render_receipt(FACTS, plain)
    text = text_of(pdf)
    for part in ("R-5TW8-K2", *FACTS.population, *FACTS.filters, FACTS.hidden, FACTS.audit):
        assert part in text
    for file in FACTS.files:
        assert file.name in text
        assert file.sha256 in text
    assert "Left out none" in text
    assert page_texts(pdf)[0].count("Page 1 of 1") == 1


def test_the_receipt_is_the_same_twice_and_marks_a_demo() -> None:
    assert render_receipt(FACTS, plain) == render_receipt(FACTS, plain)
    assert "DEMO" in text_of(render_receipt(replace(FACTS, demo=True), plain))
    found = PdfReader(BytesIO(render_receipt(FACTS, plain))).metadata
    assert found is not None
    assert found.title == "Release receipt"


def test_many_files_go_on_with_their_heading() -> None:
    files = tuple(ReleasedFile(f"table-{n}.csv", "1 kB", f"{n:064}") for n in range(90))
    pages = page_texts(render_receipt(replace(FACTS, files=files), plain))
    assert len(pages) > 1
    assert all("File Size SHA-256" in text for text in pages)
