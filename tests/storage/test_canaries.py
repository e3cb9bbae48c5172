"""Words planted in every sealed field are nowhere to be found but through the seals.

The store is opened by hand here: no code of the program stands between the test and the bytes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from ati_desktop.models import Record
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.seals import sealed_columns

CANARY = "Kanarienvogel" + secrets.token_hex(6)
Enter = Callable[..., OpenHome]


def _value(column: sa.Column[Any], number: int) -> Any:
    kind = column.type
    if type(kind).__name__ == "_DateText":
        return PartialDate(2024, 3, 11)
    if type(kind).__name__ == "_CodeSet":
        return ("one", "two")
    by_kind: dict[type, Any] = {
        sa.Boolean: True,
        sa.Integer: 1,
        sa.Date: date(2024, 3, 11),
        sa.LargeBinary: secrets.token_bytes(32),
        sa.String: f"c{number}",
    }
    return next(value for known, value in by_kind.items() if isinstance(kind, known))


def _planted(model: type[Record]) -> Record:
    """A record with a canary of its own in every sealed field."""
    values: dict[str, Any] = {}
    for number, column in enumerate(model.__table__.columns):
        if column.key in ("id", "uid", "version"):
            continue
        if column.info.get("sealed"):
            values[column.key] = f"{CANARY}-{model.__tablename__}-{column.key}"
        elif column.foreign_keys:
            values[column.key] = 1
        else:
            values[column.key] = _value(column, number)
    return model(**values)


def _models() -> list[type[Record]]:
    by_table = {mapper.class_.__tablename__: mapper.class_ for mapper in Record.registry.mappers}
    return [
        by_table[table.name] for table in Record.metadata.sorted_tables if table.name != "audit"
    ]


@pytest.fixture
def planted(enter: Enter) -> Iterator[OpenHome]:
    home = enter()
    assert home.working is not None
    with home.working.unit("plant") as unit:
        for model in _models():
            unit.add(_planted(model))
    with home.working.unit("change") as unit:
        for model in filter(sealed_columns, _models()):
            record = unit.get(model, 1)
            assert record is not None
            for name in sealed_columns(model):
                setattr(record, name, f"{getattr(record, name)} changed")
            unit.save(record)
    yield home
    home.close()


def _decrypted_values(path: Path, key: bytes) -> Iterator[tuple[str, str, Any]]:
    """Every value of every column of every table of a store, opened by hand."""
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    tables = [
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    for table in tables:
        rows = connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in rows.description]
        for row in rows.fetchall():
            yield from ((table, name, value) for name, value in zip(names, row, strict=True))
    connection.close()


def _holds_canary(value: Any) -> bool:
    data = value if isinstance(value, bytes) else str(value).encode()
    plain = CANARY.encode()
    return any(
        shape in data.lower()
        for shape in (plain.lower(), plain.hex().encode(), CANARY.lower().encode("utf-16-le"))
    )


def test_every_sealed_field_was_planted_and_is_read_through_the_seals(planted: OpenHome) -> None:
    assert planted.working is not None
    sealed = 0
    with planted.working.reading() as reading:
        for model in _models():
            record = reading.get(model, 1)
            assert record is not None
            for name in sealed_columns(model):
                expected = f"{CANARY}-{model.__tablename__}-{name} changed"
                assert getattr(record, name) == expected
                sealed += 1
    assert sealed > 10


def test_no_decrypted_column_holds_a_canary(planted: OpenHome) -> None:
    assert planted.working_key is not None
    seen = 0
    for table, name, value in _decrypted_values(planted.home.working, planted.working_key):
        assert not _holds_canary(value), f"{table}.{name}"
        seen += 1
    assert seen > 100


def test_no_byte_of_any_file_holds_a_canary(planted: OpenHome) -> None:
    files = [path for path in planted.home.folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"working.db", "working.db-wal", "keyring.json"}
    for path in files:
        assert not _holds_canary(path.read_bytes()), path.name
        assert CANARY not in path.name
    planted.close()
    for path in planted.home.folder.rglob("*"):
        assert not _holds_canary(path.read_bytes()), path.name


def test_what_is_overwritten_or_deleted_leaves_nothing_behind(planted: OpenHome) -> None:
    """Not even sealed: the pages of the decrypted file hold no trace of a deleted seal."""
    assert planted.working is not None
    assert planted.working_key is not None
    values = _decrypted_values(planted.home.working, planted.working_key)
    sealed = {
        value
        for table, name, value in values
        if table == "drafts" and name == "content" and isinstance(value, bytes)
    }
    assert len(sealed) == 1
    with planted.working.unit("remove") as unit:
        model = next(model for model in _models() if model.__tablename__ == "drafts")
        record = unit.get(model, 1)
        assert record is not None
        unit.delete(record)
    after = _decrypted_values(planted.home.working, planted.working_key)
    assert not sealed & {value for _, _, value in after if isinstance(value, bytes)}
