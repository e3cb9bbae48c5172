"""The printed papers of an extract, made from what was sealed and from nothing else."""

from __future__ import annotations

from ati_desktop.casework.release_papers import RECEIPT, REPORT, disclosure_facts, english, listed
from ati_desktop.disclosure.extract import SealedExtract
from ati_desktop.exports.about import About
from ati_desktop.exports.extract_protection import extract_protection
from ati_desktop.exports.extracts import extract_content
from ati_desktop.reports.disclosure_report import render_disclosure
from ati_desktop.reports.release_receipt import ReceiptFacts, render_receipt

_DATA = ("data/", "data.xlsx")


def papers_for_extract(sealed: SealedExtract, about: About) -> dict[str, bytes]:
    """Return the papers of an extract by their paths in the package.

    Raises:
        TypeError: what was handed over is not sealed; a fault.
    """
    protection = extract_protection(sealed, about)
    return {
        REPORT: render_disclosure(disclosure_facts(protection), english),
        RECEIPT: render_receipt(_receipt(sealed, about), english),
    }


def _receipt(sealed: SealedExtract, about: About) -> ReceiptFacts:
    content = extract_content(sealed)
    files = {p: data for p, data in content.items() if p.startswith(_DATA)}
    measured = sealed.measured
    rows = [f"{len(dataset.rows):,} rows of {dataset.name}" for dataset in sealed.datasets]
    spread = [] if measured.t is None else [f"t = {measured.t:.3f}"]
    found = [f"k = {measured.k}", *([] if measured.l is None else [f"l = {measured.l}"]), *spread]
    hidden = [name for name, one in sealed.levels.items() if one.level == one.highest]
    return ReceiptFacts(
        title=sealed.title,
        version=f"ATI Desktop {sealed.version}",
        office=about.office,
        review=about.review,
        content=(
            ("Told of", sealed.population.get("rule") or sealed.population.get("name") or ""),
            ("How many", f"{measured.rows:,} people: {', '.join(rows)}"),
            ("As of", sealed.as_of),
        ),
        protection=(
            ("Model", sealed.asked.model),
            ("Measured", f"{', '.join(found)}, on the rows as they are written"),
        ),
        left_out=(
            ("People", f"{sealed.left_out:,}"),
            ("Columns", ", ".join(hidden) or "none"),
            ("Fields", "names, identifiers, calendar days and texts"),
        ),
        files=listed(files),
        demo=sealed.demo,
    )
