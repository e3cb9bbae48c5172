"""Commands that take files in: import, import-cohort."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ati_desktop.casework.importing import (
    Plan,
    commit_import,
    load_mapping,
    plan_import,
    write_changes,
    write_rejects,
)
from ati_desktop.casework.writing import check_place
from ati_desktop.commands.entering import enter
from ati_desktop.commands.speaking import note, progress_line, say, say_json
from ati_desktop.errors import Refused
from ati_desktop.imports.checking import Problem
from ati_desktop.resources import resource

_MOST_SHOWN = 20


def run(asked: argparse.Namespace) -> int:
    """Take in a CSV file, or show what taking it in would do."""
    for place in (asked.rejects, asked.changes):
        if place is not None:
            check_place(place)
    desk = enter(asked)
    try:
        mapping = load_mapping(desk, find_mapping(asked.mapping))
        plan = plan_import(desk, asked.file, mapping, _shown("Looking"))
        if not plan.rows:
            raise Refused("The file holds no rows.")
        if not asked.dry_run:
            commit_import(desk, plan, _shown("Importing"))
        written = write_rejects(plan, asked.rejects) if asked.rejects is not None else None
        changed = write_changes(plan, asked.changes) if asked.changes is not None else None
    finally:
        desk.close()
    if asked.json:
        say_json(plan.as_json() | {"committed": not asked.dry_run})
    else:
        _say_plan(plan, asked.dry_run)
    if written:
        note(f"{written} rejected rows are in {asked.rejects}: correct them and import that file.")
    if changed:
        note(f"{changed} rows that changed at their source are in {asked.changes}.")
    return 1 if plan.mostly_rejected else 0


def run_cohort(asked: argparse.Namespace) -> int:
    """Keep a table that is already de-identified, for comparison."""
    from ati_desktop.casework.cohort_files import keep_cohort_file  # noqa: PLC0415 - loads polars

    desk = enter(asked)
    try:
        kept = keep_cohort_file(desk, asked.file, find_mapping(asked.mapping))
    finally:
        desk.close()
    say(f"Kept as {kept.name}: {kept.rows} rows.")
    return 0


def find_mapping(asked: Path) -> Path:
    """Return the mapping file that was named: a path, or the name of one that ships."""
    if not asked.exists() and asked.parent == Path():
        with contextlib.suppress(FileNotFoundError):
            return resource(f"mappings/{asked.stem}.toml")
    return asked


def _shown(what: str) -> Callable[[int, int], None]:
    line = progress_line(what)
    return lambda done, total: line(done / total if total else 1.0, "")


def _say_plan(plan: Plan, dry: bool) -> None:
    say(
        f"{plan.rows} rows: {plan.new} new, {plan.present} already here, "
        f"{plan.repeated} twice in the file, {len(plan.changed)} changed at the source, "
        f"{len(plan.rejected)} rejected."
    )
    verb = "Would make" if dry else "Made"
    for table, count in plan.created.items():
        say(f"  {verb} {count} {table.replace('_', ' ')}.")
    for code, count in plan.doubts.items():
        say(f"  Flagged {count}: {code.replace('_', ' ')}.")
    if plan.cleaned:
        say(f"  Took out of {plan.cleaned} keys and codes what nobody sees.")
    _say_words(plan)
    _say_elsewhere(plan)
    _say_changed(plan)
    _say_rejected(plan)


def _say_words(plan: Plan) -> None:
    for (column, word), count in plan.words[:_MOST_SHOWN]:
        note(f"  {column}: {_shown_value(word)} is in no table of the mapping ({_times(count)}).")
    _say_more(len(plan.words), "")


def _say_elsewhere(plan: Plan) -> None:
    for line, reference in plan.elsewhere[:_MOST_SHOWN]:
        note(f"  line {line}: a new person, but {reference} is known under the same number.")
    _say_more(len(plan.elsewhere), "")


def _say_changed(plan: Plan) -> None:
    for row in plan.changed[:_MOST_SHOWN]:
        changes = "; ".join(
            f"{one.noun}.{one.field}: {_shown_value(one.before)} -> {_shown_value(one.after)}"
            for one in row.changes
        )
        note(f"  line {row.line} changed at its source, not taken in: {changes}")
    _say_more(len(plan.changed), "; --changes FILE writes them all")


def _say_rejected(plan: Plan) -> None:
    for text, count in plan.reasons:
        note(f"  {_times(count)}: {text}")
    for rejected in plan.rejected[:_MOST_SHOWN]:
        reasons = "; ".join(_reason(one) for one in rejected.problems)
        note(f"  line {rejected.line}: {reasons}")
    _say_more(len(plan.rejected), "; --rejects FILE writes them all")


def _say_more(count: int, where: str) -> None:
    if count > _MOST_SHOWN:
        note(f"  and {count - _MOST_SHOWN} more{where}.")


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _shown_value(value: str) -> str:
    """Return what a cell holds on a terminal; kept out of logs."""
    return value if sys.stderr.isatty() else "a value"


def _reason(problem: Problem) -> str:
    """Say what is wrong; what the cell holds is shown on a terminal, and kept out of logs."""
    if sys.stderr.isatty() or "value" not in problem.values:
        return problem.told
    return replace(problem, values={**problem.values, "value": "The value"}).told
