"""An extract as a package: rows in every format, codebook, syntax, receipt, manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ati_desktop.disclosure.extract import SealedExtract, require_sealed_extract
from ati_desktop.exports.about import About
from ati_desktop.exports.codebook import rows_codebook
from ati_desktop.exports.datapackage import PATH, datapackage
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.described import Described, describe
from ati_desktop.exports.extract_protection import extract_protection
from ati_desktop.exports.limitations import limitations
from ati_desktop.exports.manifest import manifest_files
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.receipt import as_lines
from ati_desktop.exports.rows import DEMO
from ati_desktop.exports.syntax import syntax_files

FOLDER = "data"
_NOBODY = About()
_LIMITS = (
    "Records are as complete as the people who kept them could make them; what was never entered"
    " is in no row.",
    "Columns were made coarser so that nobody can be found. Differences inside a step cannot be"
    " seen any more, and relations between columns are weaker than they were.",
    "People who were left out for protection are not left out at random: they are rare ones.",
    "Differences between groups are not adjusted for who is in them, and are not effects.",
    "An extract of another time has other rows and, for another recipient, other pseudonyms.",
)
_RULES = (
    "Whoever uses these rows agrees not to try to find a person in them, not to join them with",
    "other files about the same people, and not to hand them on.",
)


def extract_files(
    extract: SealedExtract, papers: Mapping[str, bytes] | None = None, about: About = _NOBODY
) -> dict[str, bytes]:
    """Return every file of an extract by its path, manifests last.

    Args:
        extract: what disclosure has measured and sealed; nothing else is accepted.
        papers: printed papers by their paths, made from the same extract.
        about: the office's random code and whether a second person agreed.

    Raises:
        TypeError: what was handed over is not sealed; a fault.
    """
    extract = require_sealed_extract(extract)
    files = extract_content(extract)
    files["docs/limitations.txt"] = limitations(extract.title, _LIMITS, demo=extract.demo)
    report = extract_protection(extract, about)
    files["docs/disclosure_control_report.json"] = report.as_json()
    content = extract_receipt(extract, about)
    files["receipt.json"] = as_json(content)
    files["receipt.txt"] = ("\n".join(as_lines(content)) + "\n").encode()
    files |= dict(papers or {})
    files = {"README.txt": _readme(extract, printed=bool(papers)), **files}
    asked = {"model": extract.asked.model, "k": extract.asked.k, "as of": extract.as_of}
    described = _described(extract)
    return files | manifest_files(files, demo=extract.demo, described=described, parameters=asked)


def extract_content(extract: SealedExtract) -> dict[str, bytes]:
    """Return the rows in every format, and what explains them, by path."""
    from ati_desktop.exports.rows_workbook import rows_workbook  # noqa: PLC0415 - xlsxwriter

    files: dict[str, bytes] = {}
    for dataset in extract.datasets:
        files |= dataset_files(dataset, FOLDER, demo=extract.demo)
    files["data.xlsx"] = rows_workbook(
        extract.title, extract.datasets, extract.notes, demo=extract.demo
    )
    described = _described(extract)
    files |= dict(rows_codebook(extract.title, _study(extract), described, demo=extract.demo))
    files |= dict(syntax_files(described, demo=extract.demo))
    files[PATH] = datapackage(extract.title, described, files, demo=extract.demo)
    return files


def extract_receipt(extract: SealedExtract, about: About) -> dict[str, object]:
    """Return what is said about an extract: what was asked for, measured, left out."""
    mark: dict[str, object] = {"mark": DEMO} if extract.demo else {}
    return {
        "format": "ati-desktop/extract-receipt",
        "version": 1,
        **mark,
        "title": extract.title,
        "as of": extract.as_of,
        **extract.facts,
        "rows": {dataset.name: len(dataset.rows) for dataset in extract.datasets},
        "office": about.office or None,
        "review": about.review or None,
        "program version": extract.version,
    }


def _described(extract: SealedExtract) -> list[Described]:
    return [describe(dataset, FOLDER, demo=extract.demo) for dataset in extract.datasets]


def _study(extract: SealedExtract) -> dict[str, str]:
    years = [extract.population.get(name) for name in ("first year", "last year")]
    return {
        "universe": extract.population.get("rule") or "",
        "period": " to ".join(dict.fromkeys(year for year in years if year)),
        "kind": "de-identified rows of people",
        "software": f"ATI Desktop {extract.version}",
    }


def _readme(extract: SealedExtract, *, printed: bool) -> bytes:
    lines = [DEMO, ""] if extract.demo else []
    lines += [extract.title, "=" * len(extract.title), ""]
    for name, value in extract.population.items():
        lines += [f"{name.capitalize()}: {value}"] if value else []
    lines += [
        f"As of: {extract.as_of}",
        "",
        "Files",
        "-----",
        *_parts(extract, printed=printed),
        "",
    ]
    lines += ["How to read the rows", "--------------------"]
    lines += ["A number that is not recorded is empty; a code says why, where it is known why."]
    lines += [*extract.notes, "", *_RULES, "", f"Made with ATI Desktop {extract.version}."]
    return ("\n".join(lines) + "\n").encode()


def _parts(extract: SealedExtract, *, printed: bool) -> Iterator[str]:
    names = " and ".join(dataset.name for dataset in extract.datasets)
    yield f"data/: {names}, each as CSV (UTF-8), Parquet, SPSS and Stata"
    yield "data.xlsx: the same as a workbook, with labels in the cells"
    yield "codebook/, datapackage.json: what the columns and codes mean, for people and programs"
    yield "syntax/: read the files into R, Python, SPSS or Stata"
    yield "docs/: by which rules nobody can be found; what must not be concluded"
    yield f"{'receipt.pdf, ' if printed else ''}receipt.txt, receipt.json: what went out, in short"
    yield "manifest.json, manifest.sha256: size and SHA-256 of every file; sha256sum -c"
