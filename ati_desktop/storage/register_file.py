"""The register's file: opened under its key, every deed one transaction with one audit line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text
from sqlalchemy.orm import Session

from ati_desktop.errors import Refused
from ati_desktop.storage.audit import AuditResult, Subject, append_line, verify_chain
from ati_desktop.storage.engine import begin_read, begin_write, open_engine, store_refusals, writing
from ati_desktop.storage.given import Clock, Randomness
from ati_desktop.storage.register_steps import NEWEST, step_of, take_steps
from ati_desktop.storage.seals import Seals, equip
from ati_desktop.storage.subkeys import AUDIT, derive


@dataclass
class RegisterFile:
    """An open register. Audit lines carry the name of the person and the time.

    The rows of one kind are kept by the small classes beside this one, which are given it.
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> str:
        """Return the time in UTC as ISO 8601 to the second."""
        return self.clock().isoformat(timespec="seconds")

    def rows(self, query: str, **values: object) -> Sequence[Any]:
        """Return what a query finds."""
        with store_refusals(self.path), begin_read(self._engine) as connection:
            return connection.execute(text(query), values).all()

    @contextlib.contextmanager
    def deed(self, deed: str) -> Iterator[tuple[Session, Subject]]:
        """Open one transaction; its audit line is written with it, or neither is."""
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

    def note(self, deed: str) -> None:
        """Add an audit line for a deed that leaves nothing else here, such as seeing figures."""
        with self.deed(deed):
            pass

    def verify_audit(self) -> AuditResult:
        """Check the chain of audit lines from the first to the newest."""
        with store_refusals(self.path), Session(self._engine) as session:
            equip(session, Seals(None, self.randomness))
            return verify_chain(session, self._audit_key)
