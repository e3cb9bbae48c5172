"""Texts without what nobody sees: how keys and codes are compared, and how a line stays a line."""

from __future__ import annotations

import re
import unicodedata

_HYPHENS = "\u2010\u2011\u2012\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\uffa0"
)
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_COMPARED = str.maketrans(dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_INVISIBLE + _TURNING, ""))
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_UNSEEN = re.compile(rf"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f{_TURNING}]")
_EDGES = "\ufeff\u200b\u2060"


def compared(text: str) -> str:
    """Return a key, a code or the value of a group as it is compared.

    Spaces of every kind are one kind, and so are hyphens; what nobody sees is gone, and so are
    spaces at both ends. Capitals stay. The text of a plain keyboard stays as it is.
    """
    if text.isascii():
        return text.strip()
    plain = unicodedata.normalize("NFC", text.translate(_COMPARED))
    return "".join(" " if unicodedata.category(one) == "Zs" else one for one in plain).strip()


def tidy(text: str) -> str:
    """Return a text without spaces and invisible characters at both ends, in one form (NFC)."""
    if text.isascii():
        return text.strip()
    before = ""
    while before != text:
        before, text = text, text.strip().strip(_EDGES)
    return unicodedata.normalize("NFC", text)


def breaks_line(text: str) -> bool:
    """Return whether a text goes over more than one line."""
    return bool(_BREAKS.search(text))


def misleads(text: str) -> bool:
    """Return whether a text holds control characters, or such as turn the line around."""
    return bool(_UNSEEN.search(text))


def one_line(text: str) -> str:
    """Return a text as one line that nothing in it can break or turn around."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", _BREAKS.sub(" ", text))
