"""Keeping cohort files in the register: tables that came de-identified and make nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registering import open_register
from ati_desktop.errors import Refused
from ati_desktop.imports.cohort import CohortPlan, CohortTable, plan_cohort
from ati_desktop.imports.cohort_mapping import CohortMapping, read_cohort_mapping
from ati_desktop.imports.progress import Progress, Stop, never_stop, no_progress
from ati_desktop.models.users import Right
from ati_desktop.storage.register import CohortCard, KeptCohort

if TYPE_CHECKING:
    from ati_desktop.evaluation.cohort_files import CohortFile

__all__ = [
    "CohortCard",
    "CohortProblems",
    "KeptFile",
    "cohort_file",
    "keep_cohort_file",
    "list_cohort_files",
    "plan_cohort_file",
    "remove_cohort_file",
]

_TOLD = 5


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A cohort file that was kept: its name, its rows, what changed."""

    name: str
    rows: int
    changed: Changed = Changed.FIGURES


class CohortProblems(Refused):
    """Rows of a cohort file are not as the mapping says; ``plan.problems`` has all of them."""

    def __init__(self, plan: CohortPlan) -> None:
        told = [f"Line {line}: {one.told}" for line, one in plan.problems[:_TOLD]]
        super().__init__(
            "The cohort file has {count} problems, so nothing was kept. {first}",
            count=len(plan.problems),
            first=" ".join(told),
        )
        self.plan = plan


def plan_cohort_file(
    desk: Desk,
    file: Path,
    mapping: Path,
    progress: Progress = no_progress,
    cancelled: Stop = never_stop,
) -> CohortPlan:
    """Read and check a cohort file; nothing is kept.

    Raises:
        Refused: the role may not import; the mapping is wrong; the file cannot be read or holds
            columns that point at people.
        Cancelled: the person has cancelled.
    """
    _require(desk)
    return plan_cohort(file, read_cohort_mapping(mapping), progress, cancelled)


def keep_cohort_file(
    desk: Desk,
    file: Path,
    mapping: Path,
    progress: Progress = no_progress,
    cancelled: Stop = never_stop,
) -> KeptFile:
    """Check a cohort file and keep it; the same file under the same mapping changes nothing.

    Raises:
        CohortProblems: at least one row is wrong; nothing was kept.
        Refused: as for ``plan_cohort_file``, or another table of that name is kept already.
        Cancelled: the person has cancelled; nothing was kept.
    """
    plan = plan_cohort_file(desk, file, mapping, progress, cancelled)
    if plan.table is None:
        raise CohortProblems(plan)
    kept = _as_kept(plan.table)
    with open_register(desk) as register:
        for card in register.cohorts():
            if card.name == kept.name and _same(register.read_cohort(kept.name), kept):
                return KeptFile(kept.name, plan.rows, Changed.NOTHING)
        register.keep_cohort(kept)
    return KeptFile(kept.name, plan.rows)


def list_cohort_files(desk: Desk) -> list[CohortCard]:
    """Return the cohort files that are kept, without their rows.

    Raises:
        Refused: the role opens no figures.
    """
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        return register.cohorts()


def remove_cohort_file(desk: Desk, name: str) -> Changed:
    """Take a cohort file away.

    Raises:
        Refused: the role may not import, or there is none of that name.
    """
    _require(desk)
    with open_register(desk) as register:
        register.remove_cohort(name)
    return Changed.FIGURES


def cohort_file(desk: Desk, name: str) -> CohortFile:
    """Return a kept cohort file as the evaluation reads it.

    Raises:
        Refused: the role opens no figures, or there is none of that name.
    """
    import polars as pl  # noqa: PLC0415 - loaded only where figures are worked out

    from ati_desktop.evaluation.cohort_files import CohortFile  # noqa: PLC0415 - loads polars

    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        kept = register.read_cohort(name)
    kinds: dict[str, list[dict[str, Any]]] = {}
    for column in kept.columns:
        kinds.setdefault(column["kind"], []).append(column)
    cells = zip(*kept.rows, strict=True)
    frame = {
        column["name"]: pl.Series(column["name"], values, strict=False)
        for column, values in zip(kept.columns, cells, strict=True)
    }
    time = kinds["time"][0]
    return CohortFile(
        name=kept.name,
        frame=pl.DataFrame(frame),
        time=time["name"],
        unit=time["unit"],
        event=kinds["event"][0]["name"],
        groups=tuple(column["name"] for column in kinds.get("group", ())),
        covariates=tuple(column["name"] for column in kinds.get("covariate", ())),
        description=f"{kept.description}. {kept.source}",
        as_of=time["complete_to"] or kept.kept_at[:10],
        demo=desk.home.demo,
        words={
            column["name"]: (column.get("title", ""), column.get("labels", {}))
            for column in kinds.get("group", ())
        },
    )


def _require(desk: Desk) -> None:
    """Let those in who import records, and evaluators: nobody is named in such a file."""
    if not desk.may(Right.RELEASE_FIGURES):
        desk.require(Right.IMPORT)


def _as_kept(table: CohortTable) -> KeptCohort:
    mapping = table.mapping
    return KeptCohort(
        name=mapping.name,
        columns=tuple(_columns(mapping)),
        rows=tuple(zip(*(table.columns[name] for name in mapping.kept), strict=True)),
        source=mapping.source,
        sha256=table.sha256,
        description=mapping.title,
    )


def _columns(mapping: CohortMapping) -> Iterator[dict[str, Any]]:
    until = mapping.complete_to.isoformat() if mapping.complete_to else None
    yield {"name": mapping.time, "kind": "time", "unit": mapping.unit, "complete_to": until}
    yield {"name": mapping.event, "kind": "event"}
    for group in mapping.groups:
        labels = dict(group.labels)
        yield {"name": group.column, "kind": "group", "title": group.title, "labels": labels}
    for name in mapping.covariates:
        yield {"name": name, "kind": "covariate"}


def _same(one: KeptCohort, other: KeptCohort) -> bool:
    return (one.columns, one.rows, one.source) == (other.columns, other.rows, other.source)
