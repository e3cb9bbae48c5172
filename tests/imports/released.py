"""Packages of small offices, and ways to spoil one so that its manifest still fits or does not."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl

from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.sealed import seal
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.exports.about import About
from ati_desktop.exports.manifest import manifest_files
from ati_desktop.exports.package import release_files
from ati_desktop.exports.writing import write_files
from tests.disclosure.builders import card, crowd, evaluation_of

NORTH, SOUTH, WEST = "00000000000000aa", "00000000000000bb", "00000000000000cc"
SEEDS = {NORTH: 3, SOUTH: 4, WEST: 5}
TABLES = [("program",), ("sex",), ("result",), ("program", "result"), ("sex", "result")]


def year(seed: int, *, demo: bool = False) -> Evaluation:
    people = [
        {
            "program": {"v0": "dc", "v1": "mh", "v2": "vc"}[p["a"]],
            "sex": {"v0": "1", "v1": "2"}[p["b"]],
            "result": {"v0": "completed", "v1": "left", "v2": "enrolled"}[p["c"]],
        }
        for p in crowd(seed, 240, {"a": 3, "b": 2, "c": 3})
    ]
    made = evaluation_of(people, TABLES, outcomes=frozenset({"result"}))
    return replace(made, demo=demo, cards=(card("completion"),))


@cache
def files_of(office: str, *, demo: bool = False, threshold: int = 11) -> dict[str, bytes]:
    sealed = seal(protect(year(SEEDS[office], demo=demo), threshold))
    about = About(office, "no second person: switched off")
    return release_files(sealed, about=about)


def package(folder: Path, office: str = NORTH, **more: object) -> Path:
    """Write a package and return its folder."""
    write_files(files_of(office, **more), folder)  # type: ignore[arg-type]
    return folder


def respoken(folder: Path, **changed: bytes | None) -> Path:
    """Change files and make a manifest that fits them; None takes a file away."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("manifest.")
    }
    for path, data in changed.items():
        if data is None:
            files.pop(path)
        else:
            files[path] = data
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    for path, data in manifest_files(files, demo=False).items():
        (folder / path).write_bytes(data)
    return folder


def edited(folder: Path, path: str, **values: object) -> Path:
    """Change values of a JSON file and make the manifest fit."""
    content = json.loads((folder / path).read_bytes())
    content.update(values)
    return respoken(folder, **{path: json.dumps(content).encode()})


def table(folder: Path, name: str = "program") -> Path:
    (found,) = (folder / "tables").glob(f"T??_{name}.parquet")
    return found


def rewritten(folder: Path, frame: pl.DataFrame, name: str = "program") -> Path:
    """Put another table in the place of one and make the manifest fit."""
    place = table(folder, name)
    frame.write_parquet(place)
    return respoken(folder, **{place.relative_to(folder).as_posix(): place.read_bytes()})
