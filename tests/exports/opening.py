"""Every byte of a package, and what is inside its compressed files."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pypdf import PdfReader
from pypdf.generic import StreamObject

ZSTD = b"\x28\xb5\x2f\xfd"


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def opened(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield every file, and every part of it that is compressed, decompressed."""
    inside = {".xlsx": _zip, ".parquet": _parquet, ".pdf": _pdf, ".png": _png}
    for name, data in files.items():
        yield name, data
        yield from ((f"{name}: {part}", content) for part, content in
                    inside.get(Path(name).suffix, _nothing)(data))  # fmt: skip


def _nothing(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield from ()


def _zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        yield from ((name, book.read(name)) for name in book.namelist())


def _parquet(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the table as another reader sees it, and each compressed page as raw bytes."""
    table = pq.read_table(io.BytesIO(data))
    yield "table", repr(table.to_pydict()).encode()
    yield "schema", repr((table.schema, table.schema.metadata)).encode()
    at = data.find(ZSTD)
    pages = 0
    while at >= 0:
        stream = pa.CompressedInputStream(pa.BufferReader(data[at:]), "zstd")
        page = b""
        try:
            while piece := stream.read(1):
                page += piece
        except OSError:
            pass  # what follows a page is not compressed
        yield f"page {pages}", page
        pages += 1
        at = data.find(ZSTD, at + 4)
    assert pages >= table.num_columns


def _pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    reader = PdfReader(io.BytesIO(data))
    for number, each in enumerate(reader.pages):
        yield f"text {number}", each.extract_text().encode()
    for number in range(1, len(reader.xref[0]) + 1):
        found = reader.get_object(number)
        yield f"object {number}", repr(found).encode()
        if isinstance(found, StreamObject):
            yield f"stream {number}", found.get_data()


def _png(data: bytes) -> Iterator[tuple[str, bytes]]:
    yield "chunks", b" ".join(kind for kind, _ in png_chunks(data))
    yield "pixels", zlib.decompress(b"".join(d for kind, d in png_chunks(data) if kind == b"IDAT"))


def png_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return the chunks of a PNG: kind and content."""
    found, at = [], 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += size + 12
    return found
