"""The command that joins released packages of several offices: pool."""

from __future__ import annotations

import argparse

from ati_desktop.casework.pooling import PoolResult, pool_packages
from ati_desktop.commands.speaking import note, progress_line, say, say_json
from ati_desktop.errors import Refused


def run(asked: argparse.Namespace) -> int:
    """Pool packages into a new one; nobody signs in and nothing is kept."""
    result = pool_packages(
        asked.packages,
        asked.out,
        names=_names(asked.name or []),
        title=asked.title or "",
        progress=progress_line("Pooling"),
    )
    for package, count in result.open_before.items():
        note(
            f"{package}: {count} hidden numbers can be narrowed down from that package alone."
            " Pooling adds nothing to it; tell the office."
        )
    if asked.json:
        say_json(as_json(result))
        return 0
    for line in result.notes:
        note(line)
    say(f"{result.folder}  {len(result.offices)} offices  {len(result.files)} files")
    return 0


def as_json(result: PoolResult) -> dict[str, object]:
    """Return what was pooled in its documented shape."""
    return {
        "folder": str(result.folder),
        "offices": [
            {"label": label, "name": name, "code": package.office, "package": package.name}
            for label, name, package in result.offices
        ],
        "threshold": result.pooled.threshold,
        "tables": [
            {
                "table": table.id,
                "cells": len(table.rows),
                "hidden": [
                    ["(all)" if value is None else value for value in row.key]
                    for row in table.rows
                    if row.count is None
                ],
            }
            for table in result.pooled.tables
        ],
        "left_out": [{"table": title, "why": why} for title, why in result.pooled.left_out],
        "notes": list(result.notes),
        "audit": {
            "holds": True,
            "method": result.method,
            "open_before": dict(result.open_before),
        },
    }


def _names(given: list[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for each in given:
        code, sign, name = each.partition("=")
        if not sign or not code or not name.strip() or code in names:
            raise Refused("--name is written CODE=LABEL, once for an office.")
        names[code] = name.strip()
    return names
