"""Text made ready to be set: forbidden characters shown, Arabic joined, right-to-left turned."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ati_desktop.reports.fonts import REPLACEMENT, Weight, find_face

_ARABIC = re.compile("[\u0600-\u06ff]")
_BLANK_LINES = re.compile(r"\n{3,}")
_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))
_OPENING = "([{<«"
_ZWJ = "\u200d"
_RIGHT = {"R", "AL"}


def prepare(text: str, weight: Weight) -> str:
    """Return text in reading order in which every character can be printed.

    Invisible formatting (direction overrides, soft hyphens, joiners) is dropped once it has done
    its work; control characters and characters no face has become `REPLACEMENT`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _BLANK_LINES.sub("\n\n", unicodedata.normalize("NFC", text))
    return "".join([_shown(char, weight) for char in join_arabic(text)])


@cache
def _shown(char: str, weight: Weight) -> str:
    if char == "\n":
        return char
    kind = unicodedata.category(char)
    if kind == "Cf":
        return ""
    if kind in {"Zs", "Zl", "Zp"}:
        return " "
    hole = kind in {"Cc", "Cs"} or find_face(char, weight) is None
    return REPLACEMENT if hole else char


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Map Arabic letters (and lam with alef) to their four shapes, from Unicode's own table."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, *base = unicodedata.decomposition(chr(code)).split() or [""]
        letters = "".join(chr(int(point, 16)) for point in base)
        if len(letters) == 1 or (len(letters) == 2 and letters[0] == "\u0644"):
            forms.setdefault(letters, {})[kind.strip("<>")] = chr(code)
    return forms


def _joins(char: str, side: str) -> bool:
    if char in {_ZWJ, "\u0640"}:
        return True
    return bool({"medial", side} & _forms().get(char, {}).keys())


def _neighbour(text: str, start: int, step: int) -> str:
    """Return the next letter from a place, passing over vowel marks; empty at the end."""
    at = start
    while 0 <= at < len(text) and unicodedata.combining(text[at]):
        at += step
    return text[at] if 0 <= at < len(text) else ""


def join_arabic(text: str) -> str:
    """Return text with Arabic letters replaced by the shapes their neighbours ask for."""
    if not _ARABIC.search(text):
        return text
    shaped: list[str] = []
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        letters = pair if len(pair) == 2 and pair in _forms() else text[at]
        shaped.append(_shape(text, at, letters))
        at += len(letters)
    return "".join(shaped)


def _shape(text: str, at: int, letters: str) -> str:
    forms = _forms().get(letters)
    if not forms:
        return letters
    before = _neighbour(text, at - 1, -1)
    after = _neighbour(text, at + len(letters), 1)
    from_right = _joins(before, "initial") and bool({"final", "medial"} & forms.keys())
    to_left = _joins(after, "final") and bool({"initial", "medial"} & forms.keys())
    wanted = {
        (True, True): "medial",
        (True, False): "final",
        (False, True): "initial",
        (False, False): "isolated",
    }[from_right, to_left]
    return forms.get(wanted, letters)


def runs_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L" or kind in _RIGHT:
            return kind in _RIGHT
    return False


def _levels(chars: str, base: int) -> list[int | None]:
    """Return the embedding level of each character; None for one that follows its neighbours."""
    levels: list[int | None] = []
    right = bool(base)
    for char in chars:
        kind = unicodedata.bidirectional(char)
        if kind in _RIGHT or kind == "L":
            right = kind in _RIGHT
            levels.append(1 if right else 2 * base)
        elif kind in {"EN", "AN"}:
            levels.append(2 if right or kind == "AN" else 2 * base)
        elif kind == "NSM" and levels:
            levels.append(levels[-1])
        else:
            levels.append(None)
    return levels


def _pair_brackets(chars: str, levels: list[int | None], base: int) -> list[int | None]:
    """Give both brackets of a pair one direction: of the line, or that of what they hold."""
    paired = list(levels)
    open_at: list[int] = []
    for at, char in enumerate(chars):
        if char in _OPENING:
            open_at.append(at)
        elif open_at and char == _MIRRORED[chars[open_at[-1]]]:
            start = open_at.pop()
            inside = {level for level in paired[start:at] if level is not None}
            before = next((x for x in reversed(paired[:start]) if x is not None), base)
            same = not inside or base in inside or before == base
            paired[start] = paired[at] = base if same else base + 1
    return paired


def _settle(levels: list[int | None], base: int) -> list[int]:
    """Give characters without a direction that of both neighbours, or else of the line."""
    settled: list[int] = []
    for at, level in enumerate(levels):
        if level is not None:
            settled.append(level)
            continue
        before = settled[-1] if settled else base
        after = next((later for later in levels[at:] if later is not None), base)
        settled.append(before if before == after else min(max(before, base), max(after, base)))
    return settled


def visual_order(chars: str, *, right_to_left: bool) -> list[int]:
    """Return the indices of one line's characters from left to right as they are seen.

    A plain form of the Unicode bidirectional algorithm: one line, no explicit embeddings (they
    were dropped by `prepare`). A vowel mark of a right-to-left letter comes before it, which is
    where the faces draw it from.
    """
    order = list(range(len(chars)))
    base = int(right_to_left)
    if not base and not any(unicodedata.bidirectional(c) in {*_RIGHT, "AN"} for c in chars):
        return order
    levels = _settle(_pair_brackets(chars, _levels(chars, base), base), base)
    for floor in (2, 1):
        order = _reverse(order, levels, floor)
    return order


def _reverse(order: list[int], levels: list[int], floor: int) -> list[int]:
    turned: list[int] = []
    held: list[int] = []
    for index in order:
        if levels[index] >= floor:
            held.append(index)
            continue
        turned += [*reversed(held), index]
        held = []
    return turned + held[::-1]


def mirrored(char: str) -> str:
    """Return the bracket that points the other way, or the character itself."""
    return _MIRRORED.get(char, char)
