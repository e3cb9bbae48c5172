"""The evaluation store as evaluators open it: to read, and to freeze for a period."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from ati_desktop.errors import Refused
from ati_desktop.storage.engine import begin_read, open_engine, store_refusals
from ati_desktop.storage.evaluation_schema import SCHEMA, TABLES, about
from ati_desktop.storage.wholeness import proved_copy

Columns = dict[str, list[Any]]
_PERIOD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
STATE = "state-"
"""How the names of those copies begin that no person has named."""


class EvaluationStore:
    """The file of de-identified rows. Each reading opens and closes it, so it can be replaced."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key

    def __repr__(self) -> str:
        return f"EvaluationStore({self.path.name})"

    @property
    def built(self) -> bool:
        """Tell whether there is a store yet."""
        return self.path.is_file()

    def about(self) -> dict[str, str]:
        """Return what the store says of itself, as ``evaluation_schema.about`` lists it.

        Raises:
            Refused: there is none yet, it is damaged, or a newer version made it.
        """
        with self._reading() as connection:
            return _about(connection)

    def tables(self) -> dict[str, Columns]:
        """Return every table as columns, each a list of one value a row.

        Raises:
            Refused: as for ``about``.
        """
        return self.read()[1]

    def read(self) -> tuple[dict[str, str], dict[str, Columns]]:
        """Return ``about`` and ``tables`` of one state of the store.

        Raises:
            Refused: as for ``about``.
        """
        with self._reading() as connection:
            said = _about(connection)
            tables: dict[str, Columns] = {}
            for table in TABLES:
                rows = connection.execute(select(table)).all()
                columns = zip(*rows, strict=True) if rows else ([] for _ in table.c)
                pairs = zip(table.c.keys(), columns, strict=True)
                tables[table.name] = {name: list(values) for name, values in pairs}
        return said, tables

    def freeze(self, period: str) -> Path:
        """Keep a copy of the store as it is now and return its path, in the folder periods/.

        Args:
            period: its name: small letters, figures and hyphens, such as ``2026-q1``.

        Raises:
            Refused: the name is none, there is such a copy already, or the disk is full.
        """
        if not _PERIOD.fullmatch(period) or period.startswith(STATE):
            raise Refused("A period is named with small letters, figures and hyphens: 2026-q1.")
        target = self.frozen(period)
        if target.exists():
            raise Refused("There is a copy named {period} already: choose another.", period=period)
        return self._copy(target)

    def freeze_state(self) -> str:
        """Keep a copy of the store as it is now, once for each state, and return its name."""
        name = self.state()
        if not self.frozen(name).exists():
            self._copy(self.frozen(name))
        return name

    def state(self) -> str:
        """Return a name for what the store holds: the same rows have the same name.

        It is a keyed hash, so it says nothing to anybody without the key.
        """
        said, tables = self.read()
        digest = hashlib.blake2b(key=self._key, person=b"ati state", digest_size=8)
        digest.update(json.dumps(said, sort_keys=True).encode())
        for name, columns in tables.items():
            rows = sorted(json.dumps(row) for row in zip(*columns.values(), strict=True))
            digest.update("\n".join([name, *columns, *rows]).encode())
        return f"{STATE}{digest.hexdigest()}"

    def of_period(self, period: str) -> EvaluationStore:
        """Return the copy for a period, to read.

        Raises:
            Refused: there is none of that name.
        """
        if not _PERIOD.fullmatch(period) or not self.frozen(period).is_file():
            raise Refused(
                "There is no frozen copy named {period}. There are: {known}.",
                period=period,
                known=", ".join(self.periods()) or "none",
            )
        return EvaluationStore(self.frozen(period), self._key)

    def _copy(self, target: Path) -> Path:
        self._must_exist()
        engine = open_engine(self.path, self._key)
        try:
            return proved_copy(engine, self._key, target)
        finally:
            engine.dispose()

    def frozen(self, period: str) -> Path:
        """Return where the copy for a period stands."""
        return self.path.parent / "periods" / f"{period}.db"

    def forget_states(self, keep: Collection[str]) -> None:
        """Take away the copies that no person has named, but for those to keep."""
        for path in (self.path.parent / "periods").glob(f"{STATE}*.db"):
            if path.stem not in keep:
                path.unlink(missing_ok=True)

    def periods(self) -> list[str]:
        """Return the names of the copies that people have named."""
        names = sorted(path.stem for path in (self.path.parent / "periods").glob("*.db"))
        return [name for name in names if not name.startswith(STATE)]

    def _must_exist(self) -> None:
        if not self.built:
            raise Refused("The figures have not been built yet: ask a supervisor to rebuild them.")

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._must_exist()
        engine = open_engine(self.path, self._key)
        try:
            with store_refusals(self.path), begin_read(engine) as connection:
                yield connection
        finally:
            engine.dispose()


def _about(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(about.c.key, about.c.value)).all()
    said = {str(key): str(value) for key, value in rows}
    if said.get("schema") != str(SCHEMA):
        raise Refused(
            "The figures were built by another version of the program: rebuild them first."
        )
    return said
