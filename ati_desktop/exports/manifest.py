"""Every file of a package with its size and SHA-256, and with what it was made.

There is no checksum in it of anything that did not leave: one of a store or of an identifier
could be tried out until it fits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib import metadata
from pathlib import PurePosixPath

from ati_desktop import __version__
from ati_desktop.exports.described import Described
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO

_TOOLS = ("polars", "pyreadstat", "xlsxwriter", "reportlab", "pillow")
_SAME_ROWS = (".csv", ".parquet", ".sav", ".dta")


def manifest_files(
    files: Mapping[str, bytes],
    *,
    demo: bool,
    described: Sequence[Described] = (),
    parameters: Mapping[str, object] | None = None,
) -> dict[str, bytes]:
    """Return manifest.json over the given files, and manifest.sha256 over those and itself.

    Args:
        files: bytes by path.
        demo: whether the data are invented.
        described: the data files, for their rows and a checksum of their columns and codes.
        parameters: by what the package was made, such as the threshold.
    """
    mark: dict[str, object] = {"mark": DEMO} if demo else {}
    shapes = {_stem(one.path): _shape(one) for one in described}
    content = as_json(
        {
            "format": "ati-desktop/manifest",
            "version": 1,
            **mark,
            "made with": {"ati-desktop": __version__, **_tools()},
            **({"parameters": dict(parameters)} if parameters else {}),
            "files": [_entry(path, data, shapes) for path, data in sorted(files.items())],
        }
    )
    every = {**files, "manifest.json": content}
    # sha256sum skips lines that begin with #.
    lines = [f"# {DEMO}"] if demo else []
    lines += [f"{sha256(data).hexdigest()}  {path}" for path, data in sorted(every.items())]
    return {"manifest.json": content, "manifest.sha256": ("\n".join(lines) + "\n").encode()}


def _entry(path: str, data: bytes, shapes: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    shape = shapes.get(_stem(path), {}) if path.endswith(_SAME_ROWS) else {}
    return {"path": path, "bytes": len(data), "sha256": sha256(data).hexdigest(), **shape}


def _stem(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(""))


def _shape(one: Described) -> dict[str, object]:
    """Return the rows of a file and a checksum of its columns: the same columns, the same sum."""
    columns = [asdict(field) for field in one.fields]
    schema = json.dumps(columns, ensure_ascii=False, sort_keys=True).encode()
    return {"rows": one.rows, "schema_sha256": sha256(schema).hexdigest()}


def _tools() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _TOOLS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:  # a frozen program may have no list of its parts
            continue
    return found
