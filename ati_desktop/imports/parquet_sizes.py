"""How large a Parquet file will be once it is unpacked, told before anything unpacks it.

A few bytes can stand for any amount of memory. The reader makes as much room for a page as the
page's own header asks for, so the headers are walked here first (Apache Parquet format: Thrift
compact protocol; ``FileMetaData``, ``ColumnMetaData`` and ``PageHeader``).
"""

from __future__ import annotations

from collections.abc import Iterator

MAGIC = b"PAR1"
MOST_PAGES = 10_000
_DEEPEST = 12
_PAGE_HEADERS = (5, 7, 8)
"""Where a page header says how many values there are: data page, dictionary, data page 2."""
_MOST_PARTS = 100_000
_STOP, _TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(
    13
)


class NotParquetError(ValueError):
    """The bytes are no Parquet file that this module can follow."""


class _Compact:
    """A reader of Thrift's compact protocol; keeps numbers, lists and structs, skips texts."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self._data, self.at, self._end = data, at, end
        self._parts = 0

    def struct(self, depth: int = 0) -> dict[int, object]:
        """Return the fields of a struct by number."""
        if depth > _DEEPEST:
            raise NotParquetError
        fields: dict[int, object] = {}
        number = 0
        while kind := self._byte():
            delta, kind = kind >> 4, kind & 15
            number = number + delta if delta else self._signed()
            fields[number] = self._value(kind, depth, inside=False)
        return fields

    def _value(self, kind: int, depth: int, *, inside: bool) -> object:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise NotParquetError
        if kind in (_TRUE, _FALSE):
            return self._byte() == _TRUE if inside else kind == _TRUE
        if kind in (_I16, _I32, _I64):
            return self._signed()
        if kind in (_LIST, _SET):
            return self._list(depth)
        if kind == _STRUCT:
            return self.struct(depth + 1)
        self._skipped(kind)
        return None

    def _skipped(self, kind: int) -> None:
        sizes = {_BYTE: 1, _DOUBLE: 8}
        if kind == _BINARY:
            self._skip(self._unsigned())
        elif kind in sizes:
            self._skip(sizes[kind])
        else:  # maps stand nowhere in what is read here
            raise NotParquetError

    def _list(self, depth: int) -> list[object]:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._unsigned()
        if depth > _DEEPEST or count > self._end - self.at:
            raise NotParquetError
        return [self._value(head & 15, depth + 1, inside=True) for _ in range(count)]

    def _byte(self) -> int:
        if self.at >= self._end:
            raise NotParquetError
        self.at += 1
        return self._data[self.at - 1]

    def _skip(self, count: int) -> None:
        if count > self._end - self.at:
            raise NotParquetError
        self.at += count

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
            if shift > 63:
                raise NotParquetError

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)


def unpacked_size(data: bytes) -> tuple[int, int]:
    """Return how many rows a file has and how many bytes its pages unpack to.

    Raises:
        NotParquetError: it is cut short, a page has more values than the file has rows, or it is
            no Parquet file.
    """
    if len(data) < 12 or data[:4] != MAGIC or data[-4:] != MAGIC:
        raise NotParquetError
    footer = int.from_bytes(data[-8:-4], "little")
    start = len(data) - 8 - footer
    if start < 4:
        raise NotParquetError
    about = _Compact(data, start, len(data) - 8).struct()
    rows, whole, pages = _number(about, 3), 0, 0
    for column in _columns(about):
        for size, values in _pages(data, start, column):
            whole += size
            pages += 1
            if pages > MOST_PAGES or values > rows:
                raise NotParquetError
    return rows, whole


def _columns(about: dict[int, object]) -> Iterator[dict[int, object]]:
    """Yield the metadata of each column chunk of each row group."""
    for group in _structs(about, 4):
        for chunk in _structs(group, 1):
            column = chunk.get(3)
            if 1 in chunk or not isinstance(column, dict):  # in another file
                raise NotParquetError
            yield column


def _pages(data: bytes, end: int, column: dict[int, object]) -> Iterator[tuple[int, int]]:
    """Yield the unpacked size of each page of a column chunk, and how many values it holds."""
    first = [_number(column, name) for name in (9, 11) if name in column]
    at = min(first, default=-1)
    last = at + _number(column, 7)
    if at < 4 or last > end:
        raise NotParquetError
    while at < last:
        reader = _Compact(data, at, last)
        header = reader.struct()
        inner = (header.get(name) for name in _PAGE_HEADERS)
        counts = [_number(each, 1) for each in inner if isinstance(each, dict)]
        yield _number(header, 2), max(counts, default=0)
        at = reader.at + _number(header, 3)
    if at != last:
        raise NotParquetError


def _number(fields: dict[int, object], name: int) -> int:
    value = fields.get(name)
    if type(value) is not int or value < 0:
        raise NotParquetError
    return value


def _structs(fields: dict[int, object], name: int) -> list[dict[int, object]]:
    values = fields.get(name)
    if not isinstance(values, list):
        raise NotParquetError
    structs = [each for each in values if isinstance(each, dict)]
    if len(structs) != len(values):
        raise NotParquetError
    return structs
