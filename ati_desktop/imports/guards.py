"""Cells that a spreadsheet would run, in files that come back: guarded, and freed again."""

from __future__ import annotations

import re

LINE, PROBLEMS, CHANGES = "_line", "_problems", "_changes"
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?", re.ASCII)
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def is_ours(header: tuple[str, ...]) -> bool:
    """Return whether a file is one of ours that comes back: rejects or changes."""
    return LINE in header and (PROBLEMS in header or CHANGES in header)


def guarded(cell: str) -> str:
    """Return a cell with a ' before it where a spreadsheet would run it, or where it has one.

    Plain numbers are not run. What ``freed`` takes away is exactly what was put before it.
    """
    runs = cell.startswith(_RUNS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if runs or _GUARDED.match(cell) else cell


def freed(cell: str) -> str:
    """Return a cell of a file of ours as it was."""
    return cell[1:] if _GUARDED.match(cell) else cell
