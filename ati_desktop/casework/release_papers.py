"""The printed papers of a package, made from what was sealed and from nothing else.

They are English, as the package is, and name no person, day or time.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import HIDDEN, Shown
from ati_desktop.exports.about import About
from ati_desktop.exports.package import content_files
from ati_desktop.exports.protection import LAW, Protection, release_protection
from ati_desktop.reports.disclosure_report import DisclosureFacts, render_disclosure
from ati_desktop.reports.methods_statement import MeasureFacts, MethodsFacts, render_methods
from ati_desktop.reports.release_receipt import ReceiptFacts, ReleasedFile, render_receipt

METHODS = "docs/methods.pdf"
REPORT = "docs/disclosure_control_report.pdf"
RECEIPT = "receipt.pdf"


def papers_for(sealed: SealedRelease, about: About) -> dict[str, bytes]:
    """Return the papers of a release of figures by their paths in the package.

    Raises:
        TypeError: what was handed over is not sealed; a fault.
    """
    protection = release_protection(sealed, about)
    return {
        METHODS: render_methods(_methods(sealed), english),
        REPORT: render_disclosure(disclosure_facts(protection), english),
        RECEIPT: render_receipt(_receipt(sealed, about), english),
    }


def disclosure_facts(protection: Protection) -> DisclosureFacts:
    """Return the report on protection as a paper wants it."""
    return DisclosureFacts(
        title=protection.title,
        version=_program(protection.version),
        sections=protection.chapters,
        attacks=protection.attacks,
        columns=protection.columns,
        law=LAW,
        demo=protection.demo,
    )


def listed(files: Mapping[str, bytes]) -> tuple[ReleasedFile, ...]:
    """Return files with their sizes and checksums, ready to print."""
    return tuple(
        ReleasedFile(path, _size(len(data)), sha256(data).hexdigest())
        for path, data in sorted(files.items())
    )


def english(words: str) -> str:
    """Return the words as they are: papers of a package are not translated."""
    return words


def _program(version: str) -> str:
    return f"ATI Desktop {version}"


def _size(number: int) -> str:
    return f"{number:,} B" if number < 10_000 else f"{number / 1000:,.0f} kB"


def _years(sealed: SealedRelease) -> str:
    years = (sealed.population.get("first year"), sealed.population.get("last year"))
    return " to ".join(dict.fromkeys(year for year in years if year))


def _people(sealed: SealedRelease) -> str:
    views = sealed.views
    referrals, people = (
        HIDDEN if number is None else f"{number:,}" for number in (views.referrals, views.people)
    )
    return f"{referrals} rows of the cohort, {people} people"


def _methods(sealed: SealedRelease) -> MethodsFacts:
    everything = (sealed, *sealed.beside)
    cards = {card.measure: card for part in everything for card in part.cards}
    return MethodsFacts(
        title=sealed.title,
        version=_program(sealed.version),
        population=sealed.population.get("rule") or sealed.population.get("name") or "",
        years=_years(sealed),
        size=_people(sealed),
        as_of=sealed.as_of,
        complete_to=sealed.outcome_complete_to or "",
        groups=[each.title for each in sealed.variables if each.name not in sealed.outcomes],
        measures=[
            MeasureFacts(card.title, card.definition, card.population, card.method, card.source)
            for card in cards.values()
        ],
        kinds=_kinds(sealed),
        threshold=sealed.threshold,
        not_computed=_not_computed(sealed),
        left_out=[table.title for table in sealed.views.listed if table.withheld],
        beside=[part.title for part in sealed.beside],
        demo=sealed.demo,
    )


def _kinds(sealed: SealedRelease) -> frozenset[str]:
    found: set[str] = set()
    for part in (sealed, *sealed.beside):
        found |= {figure.unit for figure in part.views.figures}
        found |= {"curve" for _ in part.views.curves[:1]} | {"test" for _ in part.views.tests[:1]}
    return frozenset(found)


def _not_computed(sealed: SealedRelease) -> list[str]:
    titles = {card.measure: card.title for card in sealed.cards}
    return list(
        dict.fromkeys(
            f"{titles.get(figure.measure, figure.measure)}: {figure.not_computed}"
            for figure in sealed.views.figures
            if figure.shown is Shown.NOT_COMPUTED and not figure.group
        )
    )


def _receipt(sealed: SealedRelease, about: About) -> ReceiptFacts:
    views = sealed.views
    smallest = "none" if views.smallest_shown is None else str(views.smallest_shown)
    files = content_files(sealed)
    for number, part in enumerate(sealed.beside, start=1):
        files |= {f"beside/{number}/{path}": data for path, data in content_files(part).items()}
    data = {path: content for path, content in files.items() if _is_data(path)}
    left_out = "; ".join(table.title for table in views.listed if table.withheld)
    return ReceiptFacts(
        title=sealed.title,
        version=_program(sealed.version),
        office=about.office,
        review=about.review,
        content=(
            ("Counted", sealed.population.get("rule") or ""),
            ("Years", _years(sealed) or "not shown"),
            ("How many", _people(sealed)),
            ("As of", sealed.as_of),
            ("Outcomes to", sealed.outcome_complete_to or "no source of outcomes is named"),
            ("Tables", str(sum(1 for table in views.listed if not table.withheld))),
        ),
        protection=(
            ("Threshold", f"counts from 1 to {sealed.threshold - 1} are hidden"),
            ("Smallest count", smallest),
            ("Hidden cells", str(views.hidden_cells)),
            ("Audit", f"holds ({sealed.method})"),
        ),
        left_out=(
            ("Fields", "names, identifiers, dates and texts: the package holds counts only"),
            ("Tables", left_out or "none"),
        ),
        files=listed(data),
        demo=sealed.demo,
    )


def _is_data(path: str) -> bool:
    """Tell whether a file is one that the receipt lists; the manifest has them all."""
    return path.endswith((".csv", ".xlsx")) and "codebook/" not in path
