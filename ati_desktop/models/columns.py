"""The kinds of column a record is made of.

``sealed()`` is all that an author of a model writes for anything that points at a person. The
column holds bytes; storage seals the text on the way in and opens it on the way out.
"""

from __future__ import annotations

from typing import Any, dataclass_transform

from sqlalchemy import ForeignKey, LargeBinary, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    MappedColumn,
    mapped_column,
)
from sqlalchemy.types import TypeDecorator

from ati_desktop.models.answers import MISSING_CODES, Missing
from ati_desktop.models.dates import PartialDate, When

# Named by rule, so that a later migration can name what it takes away.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass_transform(kw_only_default=True)
class Record(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """A row of the working store.

    ``uid`` is random and never leaves the store: it binds sealed values to their row. Storage
    gives it on the first save when it is empty. ``version`` rises by one with each save.
    """

    __abstract__ = True
    metadata = MetaData(naming_convention=_NAMES)

    id: Mapped[int | None] = mapped_column(
        primary_key=True, nullable=False, init=False, default=None
    )
    uid: Mapped[str] = mapped_column(String(32), unique=True, default="")
    version: Mapped[int] = mapped_column(default=1)


class _DateText(TypeDecorator[When]):
    impl = String(16)
    cache_ok = True

    def process_bind_param(self, value: When | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.text if isinstance(value, PartialDate) else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> When | None:
        if value is None:
            return None
        return Missing(value) if value in MISSING_CODES else PartialDate.parse(value)


class _CodeSet(TypeDecorator[tuple[str, ...]]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return ",".join(value or ())

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split(",")) if value else ()


def sealed() -> MappedColumn[Any]:
    """Return a column for text that points at a person; its bytes are sealed by storage."""
    return mapped_column(LargeBinary, default=None, info={"sealed": True})


def coded(code_list: str, *, index: bool = False) -> MappedColumn[Any]:
    """Return a column that holds one code of a list, or one of the four missing answers."""
    return mapped_column(String(40), default=None, index=index, info={"codes": code_list})


def codes(code_list: str) -> MappedColumn[Any]:
    """Return a column that holds several codes of a list."""
    return mapped_column(_CodeSet, default=(), info={"codes": code_list})


def dated() -> MappedColumn[Any]:
    """Return a column for a date with its precision, or one of the four missing answers."""
    return mapped_column(_DateText, default=None, info={"dated": True})


def of(table: str, *, optional: bool = False, index: bool = True) -> MappedColumn[Any]:
    """Return a foreign key to another record's table."""
    key = ForeignKey(f"{table}.id")
    if optional:
        return mapped_column(key, default=None, index=index)
    return mapped_column(key, index=index)


def blind_index() -> MappedColumn[Any]:
    """Return a column for the keyed hash that lets an identifier be matched exactly."""
    return mapped_column(LargeBinary(32), default=None, index=True, info={"blind": True})
