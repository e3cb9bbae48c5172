"""From a password to a key, at a cost that guessing must pay each time."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ati_desktop.errors import Refused
from ati_desktop.storage.subkeys import KEY_BYTES

SALT_BYTES = 16
SHORTEST_PASSWORD = 12


@dataclass(frozen=True)
class KeyCost:
    """What one stretching costs: memory in KiB, passes over it, lanes (Argon2id)."""

    memory_kib: int
    passes: int
    lanes: int

    @classmethod
    def floor(cls) -> KeyCost:
        """Return the least cost that is accepted: 64 MiB, 3 passes, 4 lanes (RFC 9106, 2nd)."""
        return cls(memory_kib=64 * 1024, passes=3, lanes=4)

    def reaches(self, minimum: KeyCost) -> bool:
        """Tell whether no part of this cost is under the minimum's."""
        return (
            self.memory_kib >= minimum.memory_kib
            and self.passes >= minimum.passes
            and self.lanes >= minimum.lanes
        )


def stretch(password: str, salt: bytes, cost: KeyCost) -> bytes:
    """Return the 32-byte key of a password (Argon2id), the same on every keyboard and system."""
    text = unicodedata.normalize("NFKC", password)
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(text.encode())


def check_new_password(password: str, *, user: str) -> None:
    """Refuse a password that a guesser would try early.

    Raises:
        Refused: shorter than 12 characters, of very few different ones, or made of the user name.
    """
    text = unicodedata.normalize("NFKC", password).strip()
    if len(text) < SHORTEST_PASSWORD:
        raise Refused(
            "Choose a longer password: at least {count} characters, best four or five words.",
            count=SHORTEST_PASSWORD,
        )
    rest = text.casefold().replace(user.casefold(), "") if user else text
    if len(set(rest.casefold())) < 5:
        raise Refused("Choose a password of more different characters, best four or five words.")
