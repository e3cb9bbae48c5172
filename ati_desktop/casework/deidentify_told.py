"""What is told of rows that were de-identified: as JSON, and in lines to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ati_desktop.casework.deidentifying import Deidentified

_IN_LINES = ("k", "l", "t", "suppressed", "loss", "optimal")


def as_json(done: Deidentified) -> Mapping[str, object]:
    """Return the answer of ``deidentify --json``."""
    found = done.made.found
    measured = done.measured
    return {
        "model": done.spec.model,
        "rows": done.rows,
        "rows_written": len(done.made.rows),
        "k": measured.k if measured else None,
        "l": measured.l if measured else None,
        "t": measured.t if measured else None,
        "classes": measured.classes if measured else None,
        "class_sizes": dict(measured.sizes) if measured else None,
        "levels": dict(done.made.levels),
        "suppressed": found.suppressed if found else 0,
        "loss": found.loss if found else None,
        "nodes_searched": found.nodes_searched if found else None,
        "nodes_in_lattice": found.nodes_in_lattice if found else None,
        "optimal": found.optimal if found else None,
        "unique_before": dict(done.made.unique_before),
        "dropped_columns": list(done.dropped),
        "notes": list(done.made.notes),
        "folder": str(done.folder),
        "files": [path.relative_to(done.folder).as_posix() for path in done.files],
        "seconds": round(done.seconds, 3),
    }


def lines(done: Deidentified) -> Iterator[str]:
    """Yield what a person reads after the command."""
    answer = as_json(done)
    rows = f"{answer['rows_written']} of {answer['rows']} rows"
    yield f"{done.folder}  {rows}  {len(done.files)} files"
    yield from done.made.notes
    if done.measured is None:
        return
    for name in _IN_LINES:
        yield f"{name}: {'not measured' if answer[name] is None else answer[name]}"
    for column, level in done.made.levels.items():
        yield f"level of {column}: {level}"
