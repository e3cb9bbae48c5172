"""From the key of a zone to the keys of its stores and seals, one for each use."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32

WORKING_STORE = "working store"
AUDIT = "audit"
FIELDS = "fields"
BLIND_INDEX = "blind index"
EVALUATION_STORE = "evaluation store"
REGISTER = "register"
LOCK_SIGNATURE = "lock signature"


def derive(key: bytes, label: str) -> bytes:
    """Return the 32-byte key for one use of a 32-byte key (HKDF-SHA512 with the use as label).

    Raises:
        ValueError: the key is not 32 bytes long; a fault.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a key must be 32 bytes")
    info = f"ati-desktop/1/{label}".encode()
    return HKDF(algorithm=SHA512(), length=KEY_BYTES, salt=None, info=info).derive(key)
