"""Cohort files: tables that are already de-identified, kept for evaluation; they make nobody."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.imports.checking import Problem
from ati_desktop.imports.cohort_mapping import CohortMapping
from ati_desktop.imports.identifying import looks_like_identifier, values_point_at_people
from ati_desktop.imports.progress import Progress, Stop, never_stop, no_progress
from ati_desktop.imports.reading import SourceFile, SourceRow
from ati_desktop.imports.values import NEEDED

Cell = float | int | str
_MOST_PROBLEMS = 10_000
NOT_A_TIME = "{value} is no number."
NEGATIVE = "{value} is negative; a time at risk is 0 or more."
NOT_AN_EVENT = "{value} is neither {yes} (happened) nor {no} (did not)."
NO_LABEL = "{value} has no label in the mapping."


@dataclass(frozen=True, slots=True)
class CohortTable:
    """A checked table by columns: one row a person. Event is 1 or 0, time 0 or more."""

    mapping: CohortMapping
    columns: dict[str, tuple[Cell, ...]]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """What reading a cohort file came to: a table, or every problem of every row."""

    table: CohortTable | None
    rows: int
    problems: tuple[tuple[int, Problem], ...]


def plan_cohort(
    path: Path,
    mapping: CohortMapping,
    progress: Progress = no_progress,
    cancelled: Stop = never_stop,
) -> CohortPlan:
    """Read and check a whole cohort file.

    Raises:
        Refused: the file cannot be read, lacks columns, or holds columns that point at people.
        Cancelled: the person has cancelled.
    """
    source = SourceFile(
        path, mapping.file, expected=mapping.kept, progress=progress, cancelled=cancelled
    )
    _check_header(source.header, mapping)
    places = {name: source.header.index(name) for name in mapping.kept}
    columns: dict[str, list[Cell]] = {name: [] for name in mapping.kept}
    problems: list[tuple[int, Problem]] = []
    rows = 0
    for row in source.rows():
        rows += 1
        for name, cell in _cells(row, places, mapping, problems):
            columns[name].append(cell)
        if len(problems) > _MOST_PROBLEMS:
            raise Refused(
                "There are more than {most} problems; the mapping is not for this file.",
                most=_MOST_PROBLEMS,
            )
    if rows == 0:
        raise Refused("The file has a header but no rows.")
    if problems:
        return CohortPlan(None, rows, tuple(problems))
    kept = {name: tuple(cells) for name, cells in columns.items()}
    _check_values(kept, mapping)
    return CohortPlan(CohortTable(mapping, kept, rows, source.sha256), rows, ())


def _check_header(header: tuple[str, ...], mapping: CohortMapping) -> None:
    missing = [name for name in (*mapping.kept, *mapping.drop) if name not in header]
    if missing:
        raise Refused(
            "The file lacks the columns {missing} that the mapping {mapping} names.",
            missing=", ".join(missing),
            mapping=mapping.name,
        )
    pointing = [name for name in header if name not in mapping.drop and looks_like_identifier(name)]
    if pointing:
        raise Refused(
            "The columns {columns} look as if they pointed at people. Name them under drop in the "
            "mapping: they are then left out.",
            columns=", ".join(pointing),
        )


def _check_values(columns: dict[str, tuple[Cell, ...]], mapping: CohortMapping) -> None:
    for name in (*mapping.group_columns, *mapping.covariates):
        if values_point_at_people(columns[name]):
            raise Refused(
                "The values of the column {column} look as if they pointed at people: dates, "
                "addresses or a different value for everybody. Leave it out with drop.",
                column=name,
            )


def _cells(
    row: SourceRow,
    places: dict[str, int],
    mapping: CohortMapping,
    problems: list[tuple[int, Problem]],
) -> Iterator[tuple[str, Cell]]:
    if row.problem:
        problems.append((row.line, Problem("", "", row.problem, row.values)))
        return
    for name, place in places.items():
        text = row.cells[place].strip()
        cell = "" if text in mapping.file.empty else text
        read = _read(name, cell, mapping)
        if isinstance(read, Problem):
            problems.append((row.line, read))
        else:
            yield name, read


def _read(name: str, text: str, mapping: CohortMapping) -> Cell | Problem:
    if name in mapping.covariates:
        number = _number(text)
        return text if number is None else number
    if not text:
        return Problem(name, "", NEEDED)
    if name == mapping.time:
        return _time(name, text)
    if name == mapping.event:
        return _event(name, text, mapping)
    labels = mapping.labels_of(name)
    if labels and text not in labels:
        return Problem(name, text, NO_LABEL, {"value": text})
    return text


def _time(name: str, text: str) -> Cell | Problem:
    number = _number(text)
    if number is None:
        return Problem(name, text, NOT_A_TIME, {"value": text})
    if number < 0:
        return Problem(name, text, NEGATIVE, {"value": text})
    return number


def _event(name: str, text: str, mapping: CohortMapping) -> Cell | Problem:
    if text in mapping.happened:
        return 1
    if text in mapping.not_happened:
        return 0
    said = {"yes": " / ".join(mapping.happened), "no": " / ".join(mapping.not_happened)}
    return Problem(name, text, NOT_AN_EVENT, {"value": text, **said})


def _number(text: str) -> float | int | None:
    if not text.isascii() or len(text) > 30 or "_" in text:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
