"""Cohort files in the register: tables that came de-identified, kept under a name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from ati_desktop.errors import Refused
from ati_desktop.storage.register_file import RegisterFile

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class KeptCohort:
    """A table that came de-identified: its columns, what they mean, its rows and its source.

    ``columns`` says of each column, in order, what the mapping knows: ``name``, ``kind`` and
    whatever else it holds as JSON. ``source`` is a text such as the file's name and giver;
    ``sha256`` is of the file as it came.
    """

    name: str
    columns: tuple[dict[str, Any], ...]
    rows: tuple[tuple[Value, ...], ...]
    source: str
    sha256: str
    description: str = ""
    kept_at: str = ""
    kept_by: str = ""


@dataclass(frozen=True, slots=True)
class CohortCard:
    """A cohort file without its rows, as a list shows it."""

    name: str
    description: str
    row_count: int
    source: str
    sha256: str
    kept_at: str
    kept_by: str


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The cohort files of an open register."""

    file: RegisterFile

    def keep(self, cohort: KeptCohort, *, replace: bool = False) -> None:
        """Keep a cohort file.

        Raises:
            Refused: there is another one of that name and ``replace`` is not set.
            ValueError: a row has not one value for each column; a fault.
        """
        if any(len(row) != len(cohort.columns) for row in cohort.rows):
            raise ValueError("a row has not one value for each column")
        with self.file.deed("keep cohort file") as (session, subject):
            known = text("SELECT count(*) FROM cohort_files WHERE name = :name")
            there = session.execute(known, {"name": cohort.name}).scalar_one()
            if there and not replace:
                raise Refused(
                    "There is a cohort file named {name} already: replace it, or choose another "
                    "name.",
                    name=cohort.name,
                )
            session.execute(
                text(
                    "INSERT OR REPLACE INTO cohort_files (name, description, columns, rows, "
                    "row_count, source, sha256, kept_at, kept_by) VALUES (:name, :description, "
                    ":columns, :rows, :row_count, :source, :sha256, :kept_at, :kept_by)"
                ),
                {
                    "name": cohort.name,
                    "description": cohort.description,
                    "columns": json.dumps(cohort.columns),
                    "rows": json.dumps(cohort.rows),
                    "row_count": len(cohort.rows),
                    "source": cohort.source,
                    "sha256": cohort.sha256,
                    "kept_at": self.file.now(),
                    "kept_by": self.file.user,
                },
            )
            subject.note("cohort_files", None, "replaced" if there else "added", ("rows",))

    def remove(self, name: str) -> None:
        """Take a cohort file away.

        Raises:
            Refused: there is none of that name.
        """
        with self.file.deed("remove cohort file") as (session, subject):
            statement = text("DELETE FROM cohort_files WHERE name = :name")
            done: Any = session.execute(statement, {"name": name})
            if not done.rowcount:
                raise _no_cohort(name)
            subject.note("cohort_files", None, "removed")

    def cards(self) -> list[CohortCard]:
        """Return the cohort files there are, by name, without their rows."""
        query = (
            "SELECT name, description, row_count, source, sha256, kept_at, kept_by "
            "FROM cohort_files ORDER BY name"
        )
        return [CohortCard(*row) for row in self.file.rows(query)]

    def read(self, name: str) -> KeptCohort:
        """Return a cohort file with its rows.

        Raises:
            Refused: there is none of that name.
        """
        query = (
            "SELECT name, columns, rows, source, sha256, description, kept_at, kept_by "
            "FROM cohort_files WHERE name = :name"
        )
        found = self.file.rows(query, name=name)
        if not found:
            raise _no_cohort(name)
        kept, columns, rows, *rest = found[0]
        typed = tuple(tuple(row) for row in json.loads(rows))
        return KeptCohort(kept, tuple(json.loads(columns)), typed, *rest)


def _no_cohort(name: str) -> Refused:
    return Refused("There is no cohort file named {name}: import it first.", name=name)
