"""What a unit of work reads: records detached and complete, ids, rows, single values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from ati_desktop.errors import Refused
from ati_desktop.models.columns import Record
from ati_desktop.storage.audit import head_of
from ati_desktop.storage.sealing import Sealer
from ati_desktop.storage.seals import open_values

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Reading:
    """One state of the working store, whatever is written meanwhile."""

    def __init__(self, session: Session, sealer: Sealer | None) -> None:
        self._session = session
        self._sealer = sealer

    def get(self, model: type[R], record_id: int) -> R | None:
        """Return one record, detached and complete, or None."""
        record = self._session.get(model, record_id)
        self._session.expunge_all()
        return record

    def all(self, query: Select[T]) -> list[T]:
        """Return what a query of one entity or column finds, records detached and complete."""
        found = list(self._session.scalars(query))
        self._session.expunge_all()
        return found

    def ids(self, query: Select[int]) -> list[int]:
        """Return a query's first column: the ids, in the query's order."""
        return list(self._session.scalars(query))

    def rows(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return rows of columns; a sealed column comes as bytes for ``open_values``."""
        found = self._session.execute(query).all()
        self._session.expunge_all()
        return found

    def one(self, query: Select[T]) -> T | None:
        """Return the one thing a query finds, or None when it finds nothing.

        Raises:
            MultipleResultsFound: it finds more; a fault.
        """
        found = self._session.scalars(query).one_or_none()
        self._session.expunge_all()
        return found

    def open_values(
        self, model: type[Record], column: str, rows: Iterable[tuple[str, bytes | None]]
    ) -> list[str | None]:
        """Return the texts of a sealed column for rows of (uid, bytes); None without the key."""
        return open_values(self._sealer, model, column, rows)

    def blind_index(self, kind: str, text: str) -> bytes:
        """Return the keyed hash under which an identifier is matched exactly.

        Raises:
            Refused: the person signed in does not hold the identity zone.
        """
        if self._sealer is None:
            raise Refused("Your role does not hold the key to names and notes.")
        return self._sealer.blind_index(kind, text)

    def audit_head(self) -> str:
        """Return the number and the head of the newest audit line, to be kept outside."""
        return head_of(self._session)
