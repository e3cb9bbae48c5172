"""The package of rows from elsewhere: data in four formats, codebook, syntax, receipt, manifest."""

from __future__ import annotations

from ati_desktop.disclosure.deidentified import SealedRows, require_sealed_rows
from ati_desktop.exports.codebook import rows_codebook
from ati_desktop.exports.datapackage import PATH, datapackage
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.described import describe
from ati_desktop.exports.manifest import manifest_files
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.syntax import syntax_files

DATA = "data"


def deidentified_files(sealed: SealedRows) -> dict[str, bytes]:
    """Return every file of a package by its path, manifests last.

    Raises:
        TypeError: what was handed over is not sealed; a fault.
    """
    rows = require_sealed_rows(sealed)
    files: dict[str, bytes] = {"README.txt": _readme(rows)}
    for dataset in rows.datasets:
        files |= dataset_files(dataset, DATA)
    described = [describe(dataset, DATA, demo=False) for dataset in rows.datasets]
    study = {"kind": "de-identified rows", "software": f"ATI Desktop {rows.version}"}
    files |= dict(rows_codebook(rows.title, study, described, demo=False))
    files |= dict(syntax_files(described, demo=False))
    files[PATH] = datapackage(rows.title, described, files, demo=False)
    content = receipt(rows)
    files["receipt.json"] = as_json(content)
    files["receipt.txt"] = ("\n".join(_lines(content)) + "\n").encode()
    return files | manifest_files(files, demo=False)


def receipt(sealed: SealedRows) -> dict[str, object]:
    """Return what is said of the rows: how they were made, and what holds in them."""
    measured = sealed.measured
    holds: dict[str, object] = {}
    if measured is not None:
        holds = {
            "measured": {
                "k": measured.k,
                "l": measured.l,
                "t": None if measured.t is None else round(measured.t, 6),
                "classes": measured.classes,
                "rows in classes of": dict(measured.sizes),
                "nulls": "a value of their own",
            }
        }
    return {
        "format": "ati-desktop/deidentified-receipt",
        "version": 1,
        "title": sealed.title,
        **sealed.facts,
        "rows written": len(sealed.datasets[0].rows),
        "columns written": [field.name for field in sealed.datasets[0].fields],
        "order of the rows": "shuffled; tells nothing of the order in the source",
        **holds,
        "program version": sealed.version,
    }


def _lines(content: object, depth: int = 0) -> list[str]:
    pad = "  " * depth
    if not isinstance(content, dict):
        return [f"{pad}{content}"]
    lines: list[str] = []
    for name, value in content.items():
        if isinstance(value, dict):
            lines += [f"{pad}{name}:", *_lines(value, depth + 1)]
        elif isinstance(value, list):
            lines.append(f"{pad}{name}: {', '.join(map(str, value)) or 'none'}")
        else:
            lines.append(f"{pad}{name}: {'none' if value is None else value}")
    return lines


def _readme(sealed: SealedRows) -> bytes:
    lines = [
        sealed.title,
        "",
        "De-identified rows. data/ has them as CSV (UTF-8), Parquet, SPSS and Stata; codebook/ and",
        "datapackage.json say what the columns and codes mean; syntax/ reads them in.",
        "An empty code means that nothing is recorded.",
        "receipt.txt says how the rows were de-identified and what was measured in them.",
        "Check the files with: sha256sum -c manifest.sha256",
        "",
        "Whoever uses these rows agrees not to try to find a person in them, and not to join them",
        "with other files about the same people.",
    ]
    return ("\n".join(lines) + "\n").encode()
