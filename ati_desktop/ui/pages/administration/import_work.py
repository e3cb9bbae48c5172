"""What the import asks of the office, each on the lane: the plan, the deed, the rejects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.mappings import MappingCard
from ati_desktop.ui.kit.lane import Progress

if TYPE_CHECKING:
    from ati_desktop.casework.cohort_files import KeptFile
    from ati_desktop.casework.importing import ImportResult, Plan

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Reject:
    """A row that is not taken in: its line and why, as the person reads it."""

    id: int
    line: int
    why: str


@dataclass(frozen=True)
class Looked:
    """What looking at a file came to; ``plan`` is None for a cohort file."""

    card: MappingCard
    file: Path
    rows: int
    rejects: tuple[Reject, ...]
    plan: Plan | None = None

    @property
    def takes(self) -> bool:
        """Return whether there is something to take in."""
        if self.plan is None:
            return self.rows > 0 and not self.rejects
        return self.plan.new > 0


def look_at(desk: Desk, card: MappingCard, file: Path, progress: Progress) -> Looked:
    """Read a whole file under a mapping; nothing is written."""
    step, stop = _steps(progress)
    if card.cohort:
        from ati_desktop.casework.cohort_files import (  # noqa: PLC0415 - on the lane
            plan_cohort_file,
        )

        found = plan_cohort_file(desk, file, card.path, step, stop)
        lines = ((line, problem.told) for line, problem in found.problems)
        rejects = tuple(Reject(at, line, told) for at, (line, told) in enumerate(lines))
        return Looked(card, file, found.rows, rejects)
    from ati_desktop.casework.importing import load_mapping, plan_import  # noqa: PLC0415 - as above

    plan = plan_import(desk, file, load_mapping(desk, card.path), step, stop)
    rejects = tuple(
        Reject(at, row.line, " · ".join(one.told for one in row.problems))
        for at, row in enumerate(plan.rejected)
    )
    return Looked(card, file, plan.rows, rejects, plan)


def take_in(desk: Desk, looked: Looked, progress: Progress) -> ImportResult | KeptFile:
    """Do what was planned, whole or not at all."""
    step, stop = _steps(progress)
    if looked.plan is None:
        from ati_desktop.casework.cohort_files import (  # noqa: PLC0415 - on the lane
            keep_cohort_file,
        )

        return keep_cohort_file(desk, looked.file, looked.card.path, step, stop)
    from ati_desktop.casework.importing import commit_import  # noqa: PLC0415 - on the lane

    return commit_import(desk, looked.plan, step, stop)


def _steps(progress: Progress) -> tuple[_Step, _Stop]:
    return _Step(progress), _Stop(progress)


class _Step:
    """Tells how many bytes of the file are read."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __call__(self, done: int, total: int) -> None:
        kilo = 1024
        text = translate("Import", "KB read")
        self._progress.step(done // kilo, max(1, total // kilo), text)


class _Stop:
    """Says whether the person has asked to stop."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __call__(self) -> bool:
        return self._progress.cancelled
