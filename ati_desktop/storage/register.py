"""The register beside the evaluation store: cohort files, releases, evaluators' audit lines.

It is never rebuilt. Each deed on it is one transaction with one audit line.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from ati_desktop.errors import Refused
from ati_desktop.storage.audit import AuditResult, Subject, append_line, verify_chain
from ati_desktop.storage.engine import begin_read, begin_write, open_engine, store_refusals, writing
from ati_desktop.storage.given import Clock, Randomness
from ati_desktop.storage.register_steps import NEWEST, step_of, take_steps
from ati_desktop.storage.seals import Seals, equip
from ati_desktop.storage.subkeys import AUDIT, derive

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
class Release:
    """One package of figures that was let out. ``spec`` is the text of the specification."""

    id: str
    title: str
    spec: str
    as_of: str
    tables_sha256: str
    manifest_sha256: str
    released_at: str = ""
    released_by: str = ""


@dataclass
class Register:
    """The open register of an office, for one person.

    Every method that writes adds an audit line with the name of the person and the time.
    """

    path: Path
    key: bytes = field(repr=False)
    user: str
    clock: Clock
    randomness: Randomness

    def __post_init__(self) -> None:
        self._engine = open_engine(self.path, self.key)
        self._audit_key = derive(self.key, AUDIT)
        try:
            self._bring_up_to_date()
        except BaseException:
            self._engine.dispose()
            raise

    def _bring_up_to_date(self) -> None:
        with store_refusals(self.path):
            with begin_read(self._engine) as connection:
                step = step_of(connection)
            if step > NEWEST:
                raise Refused(
                    "A newer version of the program has used this register: install that version."
                )
            if step < NEWEST:
                with begin_write(self._engine) as connection:
                    take_steps(connection)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._engine.dispose()

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep_cohort(self, cohort: KeptCohort, *, replace: bool = False) -> None:
        """Keep a cohort file.

        Raises:
            Refused: there is another one of that name and ``replace`` is not set.
            ValueError: a row has not one value for each column; a fault.
        """
        if any(len(row) != len(cohort.columns) for row in cohort.rows):
            raise ValueError("a row has not one value for each column")
        with self._deed("keep cohort file") as (session, subject):
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
                    "kept_at": self._now(),
                    "kept_by": self.user,
                },
            )
            subject.note("cohort_files", None, "replaced" if there else "added", ("rows",))

    def remove_cohort(self, name: str) -> None:
        """Take a cohort file away.

        Raises:
            Refused: there is none of that name.
        """
        with self._deed("remove cohort file") as (session, subject):
            statement = text("DELETE FROM cohort_files WHERE name = :name")
            done: Any = session.execute(statement, {"name": name})
            if not done.rowcount:
                raise _no_cohort(name)
            subject.note("cohort_files", None, "removed")

    def cohorts(self) -> list[CohortCard]:
        """Return the cohort files there are, by name, without their rows."""
        query = (
            "SELECT name, description, row_count, source, sha256, kept_at, kept_by "
            "FROM cohort_files ORDER BY name"
        )
        return [CohortCard(*row) for row in self._rows(query)]

    def read_cohort(self, name: str) -> KeptCohort:
        """Return a cohort file with its rows.

        Raises:
            Refused: there is none of that name.
        """
        query = (
            "SELECT name, columns, rows, source, sha256, description, kept_at, kept_by "
            "FROM cohort_files WHERE name = :name"
        )
        found = self._rows(query, name=name)
        if not found:
            raise _no_cohort(name)
        kept, columns, rows, *rest = found[0]
        typed = tuple(tuple(row) for row in json.loads(rows))
        return KeptCohort(kept, tuple(json.loads(columns)), typed, *rest)

    def keep_release(self, release: Release) -> Release:
        """Write down a release and return it with who let it out and when.

        Raises:
            Refused: there is a release of that id already.
        """
        values = (
            release.id,
            release.title,
            release.spec,
            release.as_of,
            release.tables_sha256,
            release.manifest_sha256,
            self._now(),
            self.user,
        )
        with self._deed("release figures") as (session, subject):
            known = text("SELECT count(*) FROM releases WHERE id = :id")
            if session.execute(known, {"id": release.id}).scalar_one():
                raise Refused(
                    "The release {id} is in the register already: nothing was written.",
                    id=release.id,
                )
            session.connection().exec_driver_sql(
                "INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
            )
            subject.note("releases", None, "added", ("manifest_sha256",))
        return Release(*values)

    def releases(self) -> list[Release]:
        """Return the releases, the newest first."""
        query = (
            "SELECT id, title, spec, as_of, tables_sha256, manifest_sha256, released_at, "
            "released_by FROM releases ORDER BY released_at DESC, rowid DESC"
        )
        return [Release(*row) for row in self._rows(query)]

    def note(self, deed: str) -> None:
        """Add an audit line for a deed that leaves nothing else here, such as seeing figures."""
        with self._deed(deed):
            pass

    def verify_audit(self) -> AuditResult:
        """Check the chain of audit lines from the first to the newest."""
        with store_refusals(self.path), Session(self._engine) as session:
            equip(session, Seals(None, self.randomness))
            return verify_chain(session, self._audit_key)

    def _now(self) -> str:
        return self.clock().isoformat(timespec="seconds")

    def _rows(self, query: str, **values: object) -> Sequence[Any]:
        with store_refusals(self.path), begin_read(self._engine) as connection:
            return connection.execute(text(query), values).all()

    @contextlib.contextmanager
    def _deed(self, deed: str) -> Iterator[tuple[Session, Subject]]:
        with store_refusals(self.path), Session(writing(self._engine)) as session, session.begin():
            equip(session, Seals(None, self.randomness))
            subject = Subject()
            yield session, subject
            append_line(
                session,
                self._audit_key,
                clock=self.clock,
                user=self.user,
                deed=deed,
                subject=subject,
            )


def _no_cohort(name: str) -> Refused:
    return Refused("There is no cohort file named {name}: import it first.", name=name)
