"""The first file a reader opens: what is in the package and how to read it."""

from __future__ import annotations

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, HIDDEN
from ati_desktop.exports.magnitudes import magnitude_notes
from ati_desktop.exports.rows import DEMO

_FILES = (
    ("tables/", "counts, one file a table, every cell and margin"),
    ("sums/", "sums of amounts such as costs, with counts and means, where any are asked for"),
    ("tables.xlsx", "the same tables and all measures as a workbook"),
    ("measures.json", "every measure: value or hidden or not computed with why, base, interval"),
    ("measures.csv", "the same in rows"),
    ("survival/", "survival curves on a coarse grid, where any may be shown"),
    ("codebook.csv, codebook.json", "variables, codes, words, and what each measure counts"),
    ("receipt.txt, receipt.json", "how it was made sure that nobody can be found"),
    ("beside/", "tables from elsewhere that stand beside, each a package of its own"),
    ("manifest.json, manifest.sha256", "size and SHA-256 of every file; sha256sum -c"),
)


def notes(release: SealedRelease) -> list[str]:
    """Return how to read the numbers, a sentence a line."""
    return [
        f"{HIDDEN} stands for a hidden number, whatever it is hidden for. {ALL} stands for a sum.",
        f"Counts from 1 to {release.threshold - 1} are hidden, and so is whatever they could be"
        " worked out from. A zero is shown, unless it would say that a whole group is alike.",
        "All tables and measures of this package were protected as one and attacked before they"
        " were written; the receipt says how.",
        "Shares and probabilities have four decimals; their intervals are 95 % (Wilson for shares,"
        " log-log for survival). Days are rounded to whole days.",
        "A survival curve is shown only in steps with enough events and enough people at risk;"
        " curves that are not there are hidden or have nobody in them.",
        *magnitude_notes(release),
    ]


def readme(release: SealedRelease) -> bytes:
    """Return the text of README.txt."""
    lines = [DEMO, ""] if release.demo else []
    lines += [release.title, "=" * len(release.title), ""]
    for name, value in release.population.items():
        lines += [f"{name.capitalize()}: {value}"] if value else []
    lines += [f"As of: {release.as_of}", "", "Files", "-----"]
    absent = {"beside/"} if not release.beside else set()
    absent |= {"sums/"} if not release.magnitudes else set()
    lines += [f"{name}: {what}" for name, what in _FILES if name not in absent]
    lines += ["", "How to read the numbers", "-----------------------", *notes(release), ""]
    lines += [f"Made with ATI Desktop {release.version}."]
    return ("\n".join(lines) + "\n").encode()
