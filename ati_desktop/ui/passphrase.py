"""Passphrases: five plain words drawn at random, and what a chosen password is worth."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from ati_desktop.resources import resource

SHORTEST = 12
"""Characters a password has at least."""


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Return the words that passphrases are drawn from."""
    return tuple(resource("words/passphrase_en.txt").read_text(encoding="utf-8").split())


def draw_passphrase(random: Callable[[int], bytes], count: int = 5) -> str:
    """Return ``count`` words joined by hyphens, each drawn evenly; 5 words are about 53 bits."""
    known = words()
    drawn: list[str] = []
    while len(drawn) < count:
        number = int.from_bytes(random(2), "big")
        # Numbers past the last whole multiple would make the first words likelier.
        if number < 65536 - 65536 % len(known):
            drawn.append(known[number % len(known)])
    return "-".join(drawn)


def passphrase_bits(count: int = 5) -> float:
    """Return how many bits ``count`` drawn words are worth."""
    return count * math.log2(len(words()))


class Strength(StrEnum):
    """What a password is worth, in words."""

    SHORT = "short"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(password: str, known: tuple[str, ...] = ()) -> Strength:
    """Return a cautious judgement of a password.

    Args:
        password: as typed.
        known: names that anyone in the office could try, such as the user's or the office's.
    """
    if len(password) < SHORTEST:
        return Strength.SHORT
    bits = _bits(password, known)
    if bits < 40:
        return Strength.WEAK
    return Strength.FAIR if bits < 50 else Strength.STRONG


def _bits(password: str, known: tuple[str, ...]) -> float:
    rest = password.casefold()
    for name in known:
        for part in name.casefold().split():
            if len(part) > 2:
                rest = rest.replace(part, "")
    pieces = [piece for piece in re.split(r"[^a-z]+", rest) if piece]
    if len(pieces) >= 3 and "".join(pieces) == re.sub(r"[\s.\-_]", "", rest):
        return len(set(pieces)) * math.log2(len(words()))
    rest = re.sub(r"(19|20)\d\d|(.)\2+", lambda found: found[0][:1], rest)
    rest = re.sub("|".join(_COMMON), "", rest)
    different = len(set(rest))
    return len(rest) * math.log2(different) if different > 1 else 0.0


_COMMON = ("password", "qwerty", "12345678*9*0*", "123456", "abcdef", "letmein", "welcome", "admin")


def strength_in_words(found: Strength) -> str:
    """Return what the person reads."""
    translate = QCoreApplication.translate
    return {
        Strength.SHORT: translate("Password", "Too short. Use at least 12 characters."),
        Strength.WEAK: translate(
            "Password", "Easy to guess. Add words that do not belong together."
        ),
        Strength.FAIR: translate("Password", "Good. A stolen computer would hold out for a while."),
        Strength.STRONG: translate("Password", "Strong. A stolen computer would not give it away."),
    }[found]
