"""Importing a file: first the plan, then exactly what it says, in one deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.import_batches import Batches, absent_programs, absent_sources
from ati_desktop.casework.import_memory import ImportMemory
from ati_desktop.casework.imported_keys import ImportedKeys
from ati_desktop.casework.writing import write_file
from ati_desktop.errors import Cancelled, Refused
from ati_desktop.imports.cells import Cells
from ati_desktop.imports.checking import RowChecker
from ati_desktop.imports.date_columns import doubtful_columns, tell_forms
from ati_desktop.imports.mapping import Mapping
from ati_desktop.imports.mapping_file import read_mapping
from ati_desktop.imports.plans import Plan, make_plan
from ati_desktop.imports.progress import Progress, Stop, never_stop, no_progress
from ati_desktop.imports.reading import SourceFile
from ati_desktop.imports.rejects import changes_file, rejects_file
from ati_desktop.imports.sifting import Sifter, Taken
from ati_desktop.models import ImportRun, Program
from ati_desktop.models.users import Right
from ati_desktop.storage.directory import Directory
from ati_desktop.storage.units import Reading, Unit

__all__ = [
    "ImportResult",
    "Plan",
    "commit_import",
    "load_mapping",
    "plan_import",
    "write_changes",
    "write_rejects",
]

_FEW = 500
CHANGED = (
    Changed.PARTICIPANTS
    | Changed.PEOPLE
    | Changed.LEGAL_CASES
    | Changed.REFERRALS
    | Changed.ENROLLMENTS
    | Changed.EVENTS
    | Changed.PROGRAMS
)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; ``import_id`` is None when there was nothing new in the file."""

    import_id: int | None
    rows: int
    new: int
    present: int
    repeated: int
    rejected: int
    changed_at_source: int
    created: dict[str, int]
    doubts: dict[str, int]
    changed: Changed


def load_mapping(desk: Desk, path: Path) -> Mapping:
    """Read a mapping file against the code lists of the office.

    Raises:
        Refused: the first mistake in it, with its key and line.
    """
    return read_mapping(path, desk.codes)


def plan_import(
    desk: Desk,
    file: Path,
    mapping: Mapping,
    progress: Progress = no_progress,
    cancelled: Stop = never_stop,
) -> Plan:
    """Return what importing a file will do; nothing is written.

    Raises:
        Refused: the role may not import, or the file cannot be read under the mapping.
        Cancelled: the person has cancelled.
    """
    desk.require(Right.IMPORT)
    with desk.working.reading() as reading:
        work = _Work(desk, reading, mapping, file, desk.today)
        return work.sift(progress, cancelled)


def commit_import(
    desk: Desk,
    plan: Plan,
    progress: Progress = no_progress,
    cancelled: Stop = never_stop,
) -> ImportResult:
    """Do exactly what a plan says, whole or not at all, with one line in the audit trail.

    Raises:
        Refused: the role may not import; the file or the records are no longer as they were
            when the plan was made.
        Cancelled: the person has cancelled; nothing was kept.
    """
    desk.require(Right.IMPORT)
    with desk.working.unit(f"import {plan.mapping.name}") as unit:
        work = _Work(desk, unit, plan.mapping, plan.file, plan.day)
        run = _run(unit, desk, plan) if plan.new else None
        batches = Batches(unit, desk, plan.mapping, work.keys, run) if run else None
        done = work.sift(progress, cancelled, batches.take if batches else None)
        if batches:
            batches.flush()
        if cancelled():
            raise Cancelled
        _check_same(plan, done)
    if batches:
        _refresh(desk, batches.participants)
    return ImportResult(
        import_id=run,
        rows=plan.rows,
        new=plan.new,
        present=plan.present,
        repeated=plan.repeated,
        rejected=len(plan.rejected),
        changed_at_source=len(plan.changed),
        created=plan.created,
        doubts=plan.doubts,
        changed=CHANGED if run else Changed.NOTHING,
    )


def write_changes(plan: Plan, path: Path) -> int:
    """Write the rows that changed at their source, with what changed; return how many.

    Raises:
        Refused: the file is the one that was read, or cannot be written.
    """
    _write_beside(plan, path, changes_file(plan))
    return len(plan.changed)


def write_rejects(plan: Plan, path: Path) -> int:
    """Write the rejected rows to a file that can be corrected and imported again.

    Returns the number of rows.

    Raises:
        Refused: the file is the one that was read, or cannot be written.
    """
    _write_beside(plan, path, rejects_file(plan))
    return len(plan.rejected)


def _write_beside(plan: Plan, path: Path, content: bytes) -> None:
    if path.exists() and path.samefile(plan.file):
        raise Refused("Choose another file: this one was just read.")
    write_file(path, content)


class _Work:
    """One pass over a file against the store as one reading or unit sees it."""

    def __init__(
        self, desk: Desk, reading: Reading, mapping: Mapping, file: Path, day: date
    ) -> None:
        self._codes = desk.codes
        self._mapping, self._file, self._day = mapping, file, day
        self.keys = ImportedKeys(reading, mapping)
        self._memory = ImportMemory(reading, desk.people, mapping, self.keys)
        self._programs = {*reading.all(select(Program.code))}
        self._programs |= {one.code for one in mapping.programs}
        self._supplies = {
            "programs": len(absent_programs(reading, mapping)),
            "outcome_sources": len(absent_sources(reading, mapping)),
        }

    def sift(
        self, progress: Progress, cancelled: Stop, take: Callable[[Taken], None] | None = None
    ) -> Plan:
        """Go through the file once, hand on what is new, and return what it came to."""
        mapping = self._mapping
        source = SourceFile(
            self._file,
            mapping.file,
            expected=mapping.columns,
            progress=progress,
            cancelled=cancelled,
        )
        checker = RowChecker(
            mapping,
            source.header,
            today=self._day,
            codes=self._knows,
            dates=self._told_forms(source.header),
        )
        sifter = Sifter(mapping, self._memory.as_known())
        for row in source.rows():
            taken = sifter.take(checker.check(row))
            if taken is not None and take is not None:
                take(taken)
        return make_plan(mapping, source, self._day, sifter.tally, self._supplies)

    def _told_forms(self, header: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Return the forms of dates that the whole file tells; it is read for that if need be."""
        doubtful = doubtful_columns(self._mapping, self._day)
        if not doubtful:
            return {}
        mapping = self._mapping
        source = SourceFile(self._file, mapping.file, expected=mapping.columns)
        return tell_forms(Cells.of(mapping, header), doubtful, source.rows())

    def _knows(self, code_list: str, code: str) -> bool:
        if code_list == "programs":
            return code in self._programs
        return code in self._codes[code_list]


def _run(unit: Unit, desk: Desk, plan: Plan) -> int | None:
    return unit.add(
        ImportRun(
            mapping=plan.mapping.name,
            mapping_version=plan.mapping.version,
            file_sha256=plan.sha256,
            made_at=desk.now_text(),
            rows=plan.rows,
            created=plan.new,
            rejected=len(plan.rejected),
        )
    ).id


def _check_same(plan: Plan, done: Plan) -> None:
    if done.sha256 != plan.sha256:
        raise Refused("The file has changed since it was looked at; look at it again first.")
    if done.digest != plan.digest:
        raise Refused("The records have changed since the file was looked at; look at it again.")


def _refresh(desk: Desk, participants: list[int]) -> None:
    with desk.working.reading() as reading:
        if len(participants) <= _FEW:
            desk.people.refresh(reading, participants)
        else:
            desk.directory = Directory.opened(reading)
