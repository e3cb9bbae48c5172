from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from ati_desktop.reports.release_receipt import ReceiptFacts, ReleasedFile, render_receipt
from tests.reports.papers import page_texts, plain, text_of

FACTS = ReceiptFacts(
    title="Yearly figures",
    version="ATI Desktop 0.1.0",
    office="7KQ2-XM4P",
    review="approved by a second person",
    content=(("Counted", "4,127 referrals"), ("As of", "2025-11")),
    protection=(("Threshold", "counts from 1 to 10 are hidden"), ("Hidden cells", "14")),
    left_out=(("Tables", "none"),),
    files=(
        ReleasedFile("tables.xlsx", "18 kB", "ab" * 32),
        ReleasedFile("a.csv", "2 kB", "01" * 32),
    ),
)


def test_the_receipt_says_what_went_out_and_how_it_was_protected() -> None:
    pdf = render_receipt(FACTS, plain)
    text = text_of(pdf)
    for pairs in (FACTS.content, FACTS.protection, FACTS.left_out):
        for label, value in pairs:
            assert f"{label} {value}" in text
    for part in (FACTS.title, FACTS.office, FACTS.review, FACTS.version):
        assert part in text
    for file in FACTS.files:
        assert file.name in text
        assert file.sha256 in text
    assert page_texts(pdf)[0].count("Page 1 of 1") == 1


def test_the_receipt_names_no_day_and_no_print() -> None:
    text = text_of(render_receipt(FACTS, plain))
    assert "Printed" not in text
    assert "Print id" not in text


def test_the_receipt_is_the_same_twice_and_marks_a_demo() -> None:
    assert render_receipt(FACTS, plain) == render_receipt(FACTS, plain)
    assert "DEMO" in text_of(render_receipt(replace(FACTS, demo=True), plain))
    found = PdfReader(BytesIO(render_receipt(FACTS, plain))).metadata
    assert found is not None
    assert found.title == "Release receipt"
    assert found.author in (None, "")
    assert "2000" in str(found.creation_date)


def test_what_is_not_said_is_said_to_be_missing() -> None:
    text = text_of(render_receipt(replace(FACTS, office="", review="", left_out=()), plain))
    assert "Office no code" in text
    assert "Review not said" in text
    assert "Left out" not in text


def test_many_files_go_on_with_their_heading() -> None:
    files = tuple(ReleasedFile(f"table-{n}.csv", "1 kB", f"{n:064}") for n in range(90))
    pages = page_texts(render_receipt(replace(FACTS, files=files), plain))
    assert len(pages) > 1
    assert all("File Size SHA-256" in text for text in pages)
