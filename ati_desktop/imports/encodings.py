"""In which encoding a text file is written: as declared, by its first bytes, or by trying."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ati_desktop.errors import Refused

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

DETECT = "detect"
CHUNK = 1 << 18
_UTF = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
_SINGLE = (
    *(f"cp{page}" for page in (437, 850, 852, 866, *range(1250, 1259))),
    *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
    "koi8-r",
    "koi8-u",
    "mac-roman",
)
_WIDE = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
KNOWN = (*_UTF, *_SINGLE, *_WIDE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CLEARLY = 0.25
_LIKELY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "shift_jis", "gb18030"]


def known_encoding(name: str) -> str | None:
    """Return the program's name of an encoding it reads, or None."""
    try:
        canonical = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return next((known for known in KNOWN if codecs.lookup(known).name == canonical), None)


def choose_encoding(path: Path, declared: str) -> str:
    """Return the encoding to read a file with.

    Raises:
        Refused: a single-byte encoding is declared for a file that is UTF-8, or nothing fits.
    """
    head = _head(path)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if declared == DETECT:
        return marked or _without_mark(path, head)
    if declared == "utf-8":
        return "utf-8-sig"
    if declared in (*_SINGLE, *_WIDE) and (marked or _is_utf8_beyond_ascii(path)):
        raise Refused(
            "The mapping says that the file is {declared}, but it is {found}; "
            'write encoding = "{found}" in the mapping.',
            declared=declared,
            found=marked or "utf-8",
        )
    return declared


def line_of_bad_byte(path: Path, encoding: str) -> int:
    """Return the line (from 1) of the first byte that the encoding does not know."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    for chunk in _chunks(path):
        try:
            line += decoder.decode(chunk).count("\n")
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            return line + before.decode(encoding, "ignore").count("\n")
        except UnicodeError:  # UTF-16 without the mark at its beginning
            return line
    return line


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _without_mark(path: Path, head: bytes) -> str:
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.4:
        return "utf-16-be"
    bad = _first_not_utf8(path)
    if bad is None:
        return "utf-8"
    return _guess(path, bad)


def _first_not_utf8(path: Path) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    done = 0
    for chunk in _chunks(path):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return done + error.start
        done += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return done
    return None


def _is_utf8_beyond_ascii(path: Path) -> bool:
    beyond = any(not chunk.isascii() for chunk in _chunks(path))
    return beyond and _first_not_utf8(path) is None


def _guess(path: Path, bad: int) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - loaded only where it is needed

    with path.open("rb") as file:
        file.seek(max(bad - CHUNK // 2, 0))
        sample = file.read(CHUNK)
    matches = list(from_bytes(sample, cp_isolation=_LIKELY))
    if not matches:
        raise Refused(
            "The encoding of the file cannot be told; write it in the mapping, such as "
            'encoding = "cp1252".'
        )
    best = min(map(_oddness, matches))
    near = {match.encoding: str(match) for match in matches if _oddness(match) < best + _CLEARLY}
    if len(set(near.values())) > 1:
        raise Refused(
            "The file may be written in {encodings}; look which is right and write it in the "
            "mapping as encoding.",
            encodings=", ".join(sorted(near)),
        )
    return next(iter(near))


def _oddness(match: CharsetMatch) -> float:
    return float(match.chaos - match.coherence)
