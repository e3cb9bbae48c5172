"""Pseudonyms: random names of people in one recipient's files, derived from nothing.

A code that is made from something about a person, such as a hash of a number, can be found out by
trying all of them, and 45 CFR 164.514(c) does not allow it. These are drawn; which stands for whom
is known to the register of the office and to nothing that leaves it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ati_desktop.errors import Refused

Randomness = Callable[[int], bytes]
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs without I, L, O and U, which are read for others."""
_BYTES = 16
_LETTERS = 26
_ALIKE = str.maketrans("ILO", "110")


def draw_pseudonym(randomness: Randomness) -> str:
    """Return 128 random bits as 26 signs.

    Args:
        randomness: gives so many random bytes; nothing else goes into the pseudonym.
    """
    number = int.from_bytes(randomness(_BYTES))
    letters: list[str] = []
    for _ in range(_LETTERS):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def is_pseudonym(text: object) -> bool:
    """Tell whether a text has the form of a pseudonym."""
    return isinstance(text, str) and re.fullmatch(f"[{ALPHABET}]{{{_LETTERS}}}", text) is not None


def read_pseudonym(typed: str) -> str:
    """Return a pseudonym as it was drawn from what somebody typed: spaces, hyphens, small letters.

    Raises:
        Refused: it is none.
    """
    text = re.sub(r"[\s-]", "", typed).upper().translate(_ALIKE)
    if not is_pseudonym(text):
        raise Refused("A pseudonym has {count} letters and figures.", count=_LETTERS)
    return text


def scope_of(recipient: str) -> str:
    """Return under which name the pseudonyms of a recipient are kept: capitals, spaces aside.

    Raises:
        Refused: nobody is named.
    """
    scope = " ".join(recipient.casefold().split())
    if not scope:
        raise Refused("Say who receives the extract: pseudonyms are made for one recipient.")
    return scope
