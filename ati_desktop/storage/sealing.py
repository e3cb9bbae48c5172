"""Values sealed one by one: bound to their place, so none can be read, edited or moved."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from ati_desktop.storage.given import Randomness
from ati_desktop.storage.subkeys import BLIND_INDEX, KEY_BYTES, derive

_VERSION = 1
_NONCE = 12
_HEAD = 3  # one byte of version, two of generation
_BLOCK = 16
_SHORTEST = _HEAD + _NONCE + _BLOCK + 16


class Tampered(Exception):
    """A sealed value does not belong to its place, or was edited. A fault, never a refusal."""


def place(table: str, uid: str, field: str, generation: int) -> bytes:
    """Return the associated data that binds a value to one field of one record."""
    return f"{_VERSION}|{table}|{uid}|{field}|{generation}".encode()


def _pad(plain: bytes) -> bytes:
    return plain + b"\x80" + b"\0" * (_BLOCK - 1 - len(plain) % _BLOCK)


def _unpad(padded: bytes) -> bytes:
    end = padded.rstrip(b"\0")
    if not end.endswith(b"\x80"):
        raise Tampered("the filling of a sealed value is wrong")
    return end[:-1]


class Sealer:
    """Seals and opens values under one generation of the identity key.

    AES-256-GCM-SIV with a random 96-bit nonce: one key may seal millions of fields, and a nonce
    that came twice would only tell that two values of one place are equal.

    A sealed value is version (1 byte), generation (2 bytes), nonce (12 bytes), text padded to
    blocks of 16 bytes, tag (16 bytes).
    """

    def __init__(
        self, key: bytes, generation: int, *, randomness: Randomness = secrets.token_bytes
    ) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a key must be 32 bytes")
        self.generation = generation
        self._cipher = AESGCMSIV(key)
        self._blind_key = derive(key, BLIND_INDEX)
        self._randomness = randomness
        self._head = bytes([_VERSION]) + generation.to_bytes(2, "big")

    def __repr__(self) -> str:
        return f"Sealer(generation={self.generation})"

    def seal(self, plain: str | bytes, *, table: str, uid: str, field: str) -> bytes:
        """Return the value sealed for one field of one record."""
        data = plain.encode() if isinstance(plain, str) else plain
        nonce = self._randomness(_NONCE)
        bound = place(table, uid, field, self.generation)
        return self._head + nonce + self._cipher.encrypt(nonce, _pad(data), bound)

    def open(self, sealed: bytes, *, table: str, uid: str, field: str) -> str:
        """Return the text that was sealed for exactly this field of this record.

        Raises:
            Tampered: the value was edited, cut, moved here from elsewhere, or sealed under
                another key or generation.
        """
        return self.open_bytes(sealed, table=table, uid=uid, field=field).decode()

    def open_bytes(self, sealed: bytes, *, table: str, uid: str, field: str) -> bytes:
        """Return the bytes that were sealed for exactly this field of this record.

        Raises:
            Tampered: as in ``open``.
        """
        if len(sealed) < _SHORTEST or sealed[:_HEAD] != self._head:
            raise Tampered("a sealed value has a wrong head")
        bound = place(table, uid, field, self.generation)
        try:
            padded = self._cipher.decrypt(
                sealed[_HEAD : _HEAD + _NONCE], sealed[_HEAD + _NONCE :], bound
            )
        except InvalidTag:
            raise Tampered("a sealed value does not belong to its place") from None
        return _unpad(padded)

    def blind_index(self, kind: str, text: str) -> bytes:
        """Return 32 bytes that are equal when the same words stand in two records of one kind.

        Case, width and spacing do not count. HMAC-SHA256 under a key derived from this one, so
        nobody without the key can try numbers against it.
        """
        words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
        return hmac.new(self._blind_key, f"{kind}|{words}".encode(), hashlib.sha256).digest()
