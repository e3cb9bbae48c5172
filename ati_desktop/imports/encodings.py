"""In which encoding a text file is written: as declared, by its first bytes, or by trying."""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ati_desktop.errors import Refused

DETECT = "detect"
CHUNK = 1 << 18
_UTF = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
_SINGLE = (
    *(f"cp{page}" for page in (437, 850, 852, 866, *range(1250, 1259))),
    *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
    "cp874",
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
_HINTS = {
    "cp1252": "Western Europe",
    "cp1250": "Central Europe",
    "cp1251": "Cyrillic",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "cp1255": "Hebrew",
    "cp1256": "Arabic",
    "cp1257": "Baltic",
    "cp1258": "Vietnamese",
    "cp874": "Thai",
    "koi8-r": "Cyrillic",
    "mac-roman": "Macintosh",
    "cp850": "DOS",
    "shift_jis": "Japanese",
    "euc_jp": "Japanese",
    "gb18030": "Chinese",
    "big5": "Chinese",
    "euc_kr": "Korean",
}


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
    return _ask(path, bad)


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


def _ask(path: Path, bad: int) -> str:
    """Return the only common encoding that reads a file, or ask which of several it is."""
    with path.open("rb") as file:
        file.seek(max(bad - CHUNK // 2, 0))
        sample = file.read(CHUNK)
    read = {name: text for name in _HINTS if (text := _decoded(sample, name)) is not None}
    if not read:
        raise Refused(
            "The encoding of the file cannot be told; write it in the mapping, such as "
            'encoding = "cp1252".'
        )
    if len(set(read.values())) == 1:
        return next(iter(read))
    oddness = {name: _oddness(text) for name, text in read.items()}
    likely = sorted(oddness, key=oddness.__getitem__)
    best = oddness[likely[0]]
    near = [name for name in likely if oddness[name] <= best + _CLEARLY]
    raise Refused(
        "The file is not in UTF-8, and nothing in it says which encoding it is in. It may be"
        " {encodings}. Look which is right and write it in the mapping, such as"
        ' encoding = "{one}".',
        encodings=", ".join(f"{name} ({_HINTS[name]})" for name in near),
        one=near[0],
    )


def _decoded(sample: bytes, encoding: str) -> str | None:
    """Return a sample as text, None where the encoding does not know its bytes.

    The sample may begin and end within a character.
    """
    for start in range(3):
        try:
            return codecs.getincrementaldecoder(encoding)("strict").decode(sample[start:])
        except UnicodeDecodeError:
            continue
    return None


def _oddness(text: str) -> float:
    """Return how unlike names a text is: 0 where all that is not ASCII are letters of one script.

    A small letter before a capital is as odd as a sign within a word.
    """
    beyond = [one for one in text if not one.isascii()]
    scripts = Counter(unicodedata.name(one, "?").split()[0] for one in beyond if one.isalpha())
    letters = max(scripts.values(), default=0)
    turned = sum(
        first.islower() and second.isupper()
        for first, second in pairwise(text)
        if not (first.isascii() and second.isascii())
    )
    return (len(beyond) - letters + turned) / max(len(beyond), 1)
