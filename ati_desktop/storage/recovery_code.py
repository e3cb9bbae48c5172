"""The recovery code: long and random, easy to copy from paper, with a check character."""

from __future__ import annotations

from ati_desktop.errors import Refused
from ati_desktop.storage.given import Randomness

# Crockford's base 32: no I, L, O or U. The check character has five signs more (modulo 37).
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _SIGNS + "*~$=U"
_LETTERS = 29
_BITS = 5 * _LETTERS
_GROUP = 5
GROUPS = (_LETTERS + 1) // _GROUP
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": "", "\t": "", "\n": ""})


def _write(number: int) -> str:
    letters = [_SIGNS[number >> shift & 31] for shift in range(_BITS - 5, -1, -5)]
    return "".join(letters) + _CHECKS[number % 37]


def new_recovery_code(randomness: Randomness) -> str:
    """Return a code of 145 random bits and a check character, in six groups of five."""
    number = int.from_bytes(randomness(19), "big") >> (19 * 8 - _BITS)
    text = _write(number)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read_group(number: int, typed: str) -> str:
    """Return one group of a code as it stands on paper, however it was typed.

    ``number`` counts from 1; the last group ends with the check character.

    Raises:
        Refused: a character that no code has at this place, or not five of them. Whether they are
            the right ones is told by the whole code only.
    """
    text = typed.upper().translate(_READ_AS)
    for at, sign in enumerate(text, start=(number - 1) * _GROUP):
        if sign not in (_CHECKS if at == _LETTERS else _SIGNS):
            raise Refused(
                "Group {number} has the character {sign}, which does not stand there in any code: "
                "compare it with the sheet.",
                number=number,
                sign=sign,
            )
    if len(text) != _GROUP:
        raise Refused(
            "Group {number} needs five characters, not {count}: compare it with the sheet.",
            number=number,
            count=len(text),
        )
    return text


def read_recovery_code(typed: str) -> str:
    """Return the code as it was made, whatever case, spaces or look-alike letters were typed.

    Raises:
        Refused: it is not a whole code; the check character finds every single slip.
    """
    text = typed.upper().translate(_READ_AS)
    if len(text) != _LETTERS + 1 or any(sign not in _SIGNS for sign in text[:-1]):
        raise Refused("This is not a whole recovery code: it has six groups of five characters.")
    number = 0
    for sign in text[:-1]:
        number = number << 5 | _SIGNS.index(sign)
    if _CHECKS[number % 37] != text[-1]:
        raise Refused("One character of the recovery code is not right: compare it with the sheet.")
    return _write(number)
