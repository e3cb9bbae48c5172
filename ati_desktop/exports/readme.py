"""The first file a reader opens: what is in the package and how to read it."""

from __future__ import annotations

from collections.abc import Collection

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, HIDDEN
from ati_desktop.exports.magnitudes import magnitude_notes
from ati_desktop.exports.pool_words import POOL_FILES, POOL_NOTES
from ati_desktop.exports.rows import DEMO

_FILES = (
    ("tables/", "counts, every cell and margin; each as CSV, Parquet, SPSS and Stata"),
    ("sums/", "sums of amounts such as costs, with counts and means, where any are asked for"),
    ("tables.xlsx", "the same tables and all measures as a workbook"),
    ("measures.json", "every measure: value or hidden or not computed with why, base, interval"),
    ("measures.csv", "the same in rows"),
    ("survival/", "survival curves on a coarse grid, where any may be shown, and pictures"),
    ("codebook/codebook.html", "columns, codes and measures in words, for a browser"),
    ("codebook/codebook.csv, .json, .xml", "the same for sheets and programs; the last is DDI"),
    ("codebook/*-metadata.json", "the same beside each CSV file, as CSV on the Web"),
    ("datapackage.json", "the same as a Frictionless Data Package"),
    ("syntax/read_data.R, .py, .sps, .do", "read the files into R, Python, SPSS or Stata"),
    ("docs/methods.pdf", "how the figures were worked out, and what was not done"),
    ("docs/disclosure_control_report.pdf", "by which rules nobody can be found, to be read"),
    ("docs/disclosure_control_report.json", "the same for programs"),
    ("docs/limitations.txt", "what must not be concluded"),
    ("receipt.pdf", "what went out, in short, with checksums"),
    ("receipt.txt, receipt.json", "the same for terminals and programs"),
    ("beside/", "tables from elsewhere that stand beside, each a package of its own"),
)
_MANIFESTS = (("manifest.json, manifest.sha256", "size and SHA-256 of every file; sha256sum -c"),)


def notes(release: SealedRelease) -> list[str]:
    """Return how to read the numbers, a sentence a line."""
    return [
        f"{HIDDEN} stands for a hidden number, whatever it is hidden for. {ALL} stands for a sum.",
        "In Parquet a hidden number is empty and the column beside it says so; in SPSS and Stata"
        " it is a missing value with a label.",
        f"Counts from 1 to {release.threshold - 1} are hidden, and so is whatever they could be"
        " worked out from. A zero is shown, unless it would say that a whole group is alike.",
        "All tables and measures of this package were protected as one and attacked before they"
        " were written; the receipt says how.",
        "Shares and probabilities have four decimals; their intervals are 95 % (Wilson for shares,"
        " log-log for survival). Days are rounded to whole days.",
        "A survival curve is shown only in steps with enough events and enough people at risk;"
        " curves that are not there are hidden or have nobody in them.",
        *magnitude_notes(release),
        *(POOL_NOTES if release.pooled else ()),
    ]


def _there(name: str, paths: Collection[str]) -> bool:
    """Tell whether a package has the first of the files of a line."""
    start = name.partition(",")[0].partition("*")[0]
    return name in dict(_MANIFESTS) or any(path.startswith(start) for path in paths)


def readme(release: SealedRelease, paths: Collection[str]) -> bytes:
    """Return the text of README.txt, which names those files that the package has."""
    lines = [DEMO, ""] if release.demo else []
    lines += [release.title, "=" * len(release.title), ""]
    for name, value in release.population.items():
        lines += [f"{name.capitalize()}: {value}"] if value else []
    lines += [f"As of: {release.as_of}", "", "Files", "-----"]
    files = (*_FILES, *(POOL_FILES if release.pooled else ()), *_MANIFESTS)
    lines += [f"{name}: {what}" for name, what in files if _there(name, paths)]
    lines += ["", "How to read the numbers", "-----------------------", *notes(release), ""]
    lines += [f"Made with ATI Desktop {release.version}."]
    return ("\n".join(lines) + "\n").encode()
