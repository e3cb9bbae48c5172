"""An extract as a package: rows in every format, codebook, manifest."""

from __future__ import annotations

from collections.abc import Mapping

from ati_desktop.disclosure.extract import SealedExtract, require_sealed_extract
from ati_desktop.exports.about import About
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.manifest import manifest_files

_NOBODY = About()


def extract_files(
    extract: SealedExtract, papers: Mapping[str, bytes] | None = None, about: About = _NOBODY
) -> dict[str, bytes]:
    """Return every file of an extract by its path, manifests last."""
    extract = require_sealed_extract(extract)
    files: dict[str, bytes] = {}
    for dataset in extract.datasets:
        files |= dataset_files(dataset, "data", demo=extract.demo)
    files |= dict(papers or {})
    return files | manifest_files(files, demo=extract.demo)
