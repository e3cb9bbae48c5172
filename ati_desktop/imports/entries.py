"""Entries of a TOML file, taken one by one; whatever is wrong is said with its key and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from ati_desktop.errors import Refused
from ati_desktop.handed_in import NotToml, parse_toml

T = TypeVar("T")
_TABLE = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w.-]|\s*\.\s*)+?)\s*=""")
_MOST_BYTES = 1_000_000
_KINDS: dict[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2024-03-11",
    list: "a list in square brackets",
    dict: "a table",
}
Where = tuple[str | int, ...]


class Source:
    """The text of a TOML file, which knows on which line a key stands."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text

    def line(self, path: Where) -> int:
        """Return the line of a key, or of the nearest table around it, or 1."""
        best, line = 0, 1
        for number, where in self._places():
            if len(where) > best and path[: len(where)] == where:
                best, line = len(where), number
        return line

    def _places(self) -> Iterator[tuple[int, Where]]:
        table: Where = ()
        counts: dict[Where, int] = {}
        for number, line in enumerate(self._text.splitlines(), 1):
            if header := _TABLE.fullmatch(line):
                table = _parts(header[2])
                if header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, counts[table])
                yield number, table
            elif key := _KEY.match(line):
                yield number, (*table, *_parts(key[1]))


def _parts(dotted: str) -> Where:
    try:
        inner: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return (dotted.strip(),)
    parts: list[str | int] = []
    while isinstance(inner, dict):
        key, inner = next(iter(inner.items()))
        parts.append(key)
    return tuple(parts)


class Entry:
    """One table of the file. Each key is taken once; ``done`` refuses what nobody took."""

    def __init__(self, values: dict[str, Any], source: Source, path: Where = ()) -> None:
        self._values = dict(values)
        self._all = tuple(values)
        self._known: list[str] = []
        self.source = source
        self.path = path

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def kind_of(self, key: str) -> type:
        """Return of what kind the value of a key is."""
        return type(self._values.get(key))

    @property
    def left(self) -> tuple[str, ...]:
        """Return the keys that nobody has taken yet."""
        return tuple(self._values)

    def refusal(self, key: str | None, sentence: str, **values: object) -> Refused:
        """Return a refusal that names the file, the key and its line before the sentence."""
        path = self.path if key is None else (*self.path, key)
        return Refused(
            "{mapping}, line {line}, {key}: " + sentence,
            mapping=self.source.name,
            line=self.source.line(path),
            key=".".join(map(str, path)) or "file",
            **values,
        )

    def take(self, key: str, kind: type[T]) -> T | None:
        """Return the value of a key, or None when it is not there.

        Raises:
            Refused: it is of another kind.
        """
        self._known.append(key)
        if key not in self._values:
            return None
        value = self._values.pop(key)
        if type(value) is not kind:
            raise self.refusal(key, "this must be {kind}.", kind=_KINDS[kind])
        return value

    def need(self, key: str, kind: type[T]) -> T:
        """Return the value of a key that must be there and must say something."""
        value = self.take(key, kind)
        if value is None or value in ("", [], {}):
            raise self.refusal(key, "this is needed: {kind}.", kind=_KINDS[kind])
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; one text alone is a list of one."""
        if isinstance(self._values.get(key), str):
            self._values[key] = [self._values[key]]
        found = self.take(key, list) or []
        if not all(isinstance(one, str) for one in found):
            raise self.refusal(key, "this must be a list of texts in quotes.")
        return tuple(found)

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """Return one of the words allowed."""
        value = self.take(key, str) or default
        if value not in allowed:
            raise self.refusal(
                key,
                "{value} is not allowed here; write one of {allowed}.",
                value=value,
                allowed=", ".join(allowed),
            )
        return value

    def table(self, key: str) -> Entry | None:
        """Return the table under a key, or None."""
        values = self.take(key, dict)
        return None if values is None else Entry(values, self.source, (*self.path, key))

    def tables(self, key: str) -> tuple[Entry, ...]:
        """Return the tables of a list of tables; one table alone is a list of one."""
        if isinstance(self._values.get(key), dict):
            one = self.table(key)
            return () if one is None else (one,)
        found = self.take(key, list) or []
        if not all(isinstance(one, dict) for one in found):
            raise self.refusal(key, "this must be one or more tables.")
        return tuple(
            Entry(one, self.source, (*self.path, key, number)) for number, one in enumerate(found)
        )

    def done(self) -> None:
        """Refuse keys that mean nothing here."""
        for key in self._values:
            raise self.refusal(
                key,
                "this key means nothing here; known are {allowed}.",
                allowed=", ".join(dict.fromkeys(self._known)),
            )


def read_toml(path: Path) -> tuple[Entry, str]:
    """Read a TOML file: its top table and its text.

    Raises:
        Refused: it cannot be read, or is not TOML (with line and column).
    """
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            raise Refused("{file} is not a mapping file.", file=str(path))
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, ValueError):
        raise Refused(
            "The mapping {file} cannot be read; it must be a text file in UTF-8.", file=str(path)
        ) from None
    try:
        values = parse_toml(text)
    except NotToml as error:
        raise Refused("{file} is not TOML: {reason}.", file=path.name, reason=error) from None
    return Entry(values, Source(path.name, text)), text
