"""Size and SHA-256 of every file of a package."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO


def manifest_files(files: Mapping[str, bytes], *, demo: bool) -> dict[str, bytes]:
    """Return manifest.json over the given files, and manifest.sha256 over those and itself."""
    mark: dict[str, object] = {"mark": DEMO} if demo else {}
    content = as_json(
        {
            "format": "ati-desktop/manifest",
            "version": 1,
            **mark,
            "files": [
                {"path": path, "bytes": len(data), "sha256": sha256(data).hexdigest()}
                for path, data in sorted(files.items())
            ],
        }
    )
    every = {**files, "manifest.json": content}
    # sha256sum skips lines that begin with #.
    lines = [f"# {DEMO}"] if demo else []
    lines += [f"{sha256(data).hexdigest()}  {path}" for path, data in sorted(every.items())]
    return {"manifest.json": content, "manifest.sha256": ("\n".join(lines) + "\n").encode()}
