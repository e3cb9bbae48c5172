"""Units of work on the working store: what is read together, what is written together.

Records come out detached and complete: reading one never runs a query, and changing one changes
nothing until it is handed back.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from ati_desktop.storage.audit import AuditResult, Subject, append_line, verify_chain
from ati_desktop.storage.deeds import Conflict, Unit
from ati_desktop.storage.engine import store_refusals, writing
from ati_desktop.storage.given import Clock, Randomness
from ati_desktop.storage.readings import Reading
from ati_desktop.storage.sealing import Sealer
from ati_desktop.storage.seals import Seals, equip

__all__ = ["Conflict", "Reading", "Unit", "WorkingStore"]


class WorkingStore:
    """The working store of an open office: reading, and deeds with their audit line."""

    def __init__(
        self,
        engine: Engine,
        path: Path,
        *,
        user: str,
        sealer: Sealer | None,
        audit_key: bytes,
        clock: Clock,
        randomness: Randomness,
    ) -> None:
        self.engine = engine
        self.path = path
        self._writing = writing(engine)
        self._user = user
        self._sealer = sealer
        self._audit_key = audit_key
        self._clock = clock
        self._randomness = randomness
        self._under_way = threading.local()

    @property
    def opens_identities(self) -> bool:
        """Tell whether names and notes can be read here."""
        return self._sealer is not None

    @contextlib.contextmanager
    def _session(self, engine: Engine) -> Iterator[tuple[Session, Seals]]:
        seals = Seals(self._sealer, self._randomness)
        session = Session(engine, autoflush=False, expire_on_commit=False)
        equip(session, seals)
        with store_refusals(self.path), session:
            yield session, seals

    @contextlib.contextmanager
    def reading(self) -> Iterator[Reading]:
        """One consistent view of the store."""
        with self._session(self.engine) as (session, _):
            yield Reading(session, self._sealer)

    @contextlib.contextmanager
    def unit(self, deed: str) -> Iterator[Unit]:
        """One deed: committed at the end with one audit line, undone whole on any error.

        Raises:
            Refused: the disk is full, or another deed holds the store for too long.
            RuntimeError: a deed is already under way in this thread; a fault.
        """
        if getattr(self._under_way, "deed", None):
            raise RuntimeError("a deed is already under way in this thread")
        self._under_way.deed = deed
        try:
            with self._session(self._writing) as (session, seals):
                yield from self._do(session, seals, deed)
        finally:
            self._under_way.deed = None

    def _do(self, session: Session, seals: Seals, deed: str) -> Iterator[Unit]:
        subject = Subject()
        unit = Unit(session, self._sealer, subject)
        try:
            session.connection()  # takes the right to write now, before anything is read
            yield unit
            append_line(
                session,
                self._audit_key,
                clock=self._clock,
                user=self._user,
                deed=deed,
                subject=subject,
            )
            session.commit()
        except BaseException:
            seals.take_back()
            session.rollback()
            session.expunge_all()
            unit.take_back()
            raise

    def verify_audit(self) -> AuditResult:
        """Check the chain of audit lines from the first to the newest."""
        with self._session(self.engine) as (session, _):
            return verify_chain(session, self._audit_key)

    def close(self) -> None:
        """Close every connection; the journal is folded into the file with the last one."""
        self.engine.dispose()
