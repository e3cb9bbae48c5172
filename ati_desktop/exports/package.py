"""A release package in a new folder: all of it or nothing, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from ati_desktop.disclosure.sealed import SealedRelease, require_sealed
from ati_desktop.exports.about import About
from ati_desktop.exports.codebook import release_codebook
from ati_desktop.exports.datapackage import PATH, datapackage
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.described import Described, describe
from ati_desktop.exports.limitations import release_limitations
from ati_desktop.exports.magnitudes import FOLDER as SUMS
from ati_desktop.exports.magnitudes import magnitude_datasets
from ati_desktop.exports.manifest import manifest_files
from ati_desktop.exports.measures import measure_files, measures_described
from ati_desktop.exports.protection import release_protection
from ati_desktop.exports.readme import notes, readme
from ati_desktop.exports.receipt import receipt_files
from ati_desktop.exports.survival import survival_pictures, survival_tables
from ati_desktop.exports.syntax import syntax_files
from ati_desktop.exports.tables import table_datasets
from ati_desktop.exports.writing import free_folder, write_files

__all__ = ["free_folder", "release_files", "write_release"]


TABLES = "tables"
_NOBODY = About()


def write_release(
    sealed: SealedRelease,
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Path]:
    """Write a package and return its files, in order.

    Raises:
        Refused: the folder has something in it, or cannot be written to.
        TypeError: what was handed over is not sealed; a fault.
    """
    release = require_sealed(sealed)
    folder = free_folder(folder)
    return write_files(release_files(release), folder, progress)


def release_files(
    release: SealedRelease, papers: Mapping[str, bytes] | None = None, about: About = _NOBODY
) -> dict[str, bytes]:
    """Return every file of a package by its path, manifests last.

    Args:
        release: what disclosure has let through; nothing else is accepted.
        papers: printed papers by their paths, made from the same release.
        about: the office's random code and whether a second person agreed.

    Raises:
        TypeError: what was handed over is not sealed; a fault.
    """
    release = require_sealed(release)
    files = content_files(release)
    described = described_files(release)
    for number, beside in enumerate(release.beside, start=1):
        folder = f"beside/{number}"
        files |= {f"{folder}/{path}": data for path, data in content_files(beside).items()}
        described += [replace(one, path=f"{folder}/{one.path}") for one in described_files(beside)]
    files["docs/limitations.txt"] = release_limitations(release)
    files["docs/disclosure_control_report.json"] = release_protection(release, about).as_json()
    files |= dict(receipt_files(release, about)) | dict(papers or {})
    files = {"README.txt": readme(release, files), **files}
    return files | manifest_files(
        files,
        demo=release.demo,
        described=described,
        parameters={"threshold": release.threshold, "as of": release.as_of},
    )


def described_files(release: SealedRelease) -> list[Described]:
    """Return what is in each CSV file of a package, column by column."""
    return [
        *(describe(each, TABLES, demo=release.demo) for each in table_datasets(release)),
        *(describe(each, SUMS, demo=release.demo) for each in magnitude_datasets(release)),
        measures_described(release),
        *(about for about, _ in survival_tables(release)),
    ]


def content_files(release: SealedRelease) -> dict[str, bytes]:
    """Return the figures of a package in every format, and what explains them, by path."""
    from ati_desktop.exports.workbook import workbook  # noqa: PLC0415 - loads xlsxwriter

    files: dict[str, bytes] = {}
    for dataset in table_datasets(release):
        files |= dataset_files(dataset, TABLES, demo=release.demo)
    for dataset in magnitude_datasets(release):
        files |= dataset_files(dataset, SUMS, demo=release.demo)
    files["tables.xlsx"] = workbook(release, notes(release))
    files |= dict(measure_files(release))
    files |= {about.path: data for about, data in survival_tables(release)}
    files |= dict(survival_pictures(release))
    described = described_files(release)
    files |= dict(release_codebook(release, described))
    files |= dict(syntax_files(described, demo=release.demo))
    files[PATH] = datapackage(release.title, described, files, demo=release.demo)
    return files
