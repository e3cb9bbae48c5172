from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.casework.release_papers import papers_for
from ati_desktop.disclosure.sealed import SealedRelease, protect, seal
from ati_desktop.exports.about import About
from ati_desktop.exports.package import content_files
from tests.disclosure.builders import card
from tests.exports.packages import ABOUT, alike, program
from tests.reports.papers import text_of


@pytest.fixture(scope="module")
def release() -> SealedRelease:
    evaluation = replace(
        program(), beside=(alike(),), cards=(card("completion"), card("return_km"))
    )
    return seal(protect(evaluation, 11))


@pytest.fixture(scope="module")
def papers(release: SealedRelease) -> dict[str, bytes]:
    return papers_for(release, ABOUT)


def test_three_papers_go_with_a_release(papers: dict[str, bytes]) -> None:
    assert list(papers) == [
        "docs/methods.pdf", "docs/disclosure_control_report.pdf", "receipt.pdf",
    ]  # fmt: skip


def test_the_methods_come_from_the_cards_and_the_cohort(
    release: SealedRelease, papers: dict[str, bytes]
) -> None:
    text = text_of(papers["docs/methods.pdf"])
    for each in release.cards:
        assert each.title in text
    assert str(release.population["rule"]) in text
    assert "Kaplan-Meier" in text
    assert "A package" in text
    assert "No stay was recorded." in text


def test_the_report_says_rules_and_results_and_never_which_or_why(
    papers: dict[str, bytes],
) -> None:
    text = text_of(papers["docs/disclosure_control_report.pdf"])
    for part in (
        "Every count from 1 to 10 is hidden",
        "Hidden cells",
        "Holds yes",
        "42 CFR Part 2",
    ):
        assert part in text
    assert ABOUT.review in text
    for word in ("primary", "complementary", "seed", "true value"):
        assert word not in text.lower()


def test_the_receipt_lists_the_files_with_figures_as_they_are_written(
    release: SealedRelease, papers: dict[str, bytes]
) -> None:
    text = text_of(papers["receipt.pdf"])
    assert ABOUT.office in text
    for path in content_files(release):
        if path.endswith(".csv") and path.startswith("tables/"):
            assert path.removeprefix("tables/") in text


def test_outside_a_register_nothing_is_said_of_earlier_releases(release: SealedRelease) -> None:
    text = text_of(papers_for(release, About())["docs/disclosure_control_report.pdf"])
    assert "not compared with earlier ones" in text


def test_the_papers_are_the_same_each_time(
    release: SealedRelease, papers: dict[str, bytes]
) -> None:
    assert papers_for(release, ABOUT) == papers
    assert papers_for(release, About("other")) != papers
