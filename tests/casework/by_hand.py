"""Opening an office with `cryptography`, json and sqlcipher3 alone: nothing of the program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

STORES = {
    "working.db": ("records", "working store"),
    "evaluation.db": ("evaluation", "evaluation store"),
    "register.db": ("evaluation", "register"),
}
LABELS = ("working store", "evaluation store", "register", "fields", "audit", "blind index")
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def zones_of(home: Path, name: str, password: str) -> dict[str, bytes]:
    """Return the zone keys that a name and its password open."""
    keyring = json.loads((home / "keyring.json").read_text(encoding="utf-8"))
    slot = next(slot for slot in keyring["slots"] if slot["name"] == name)
    private = _private_key(keyring, slot, password)
    found = {}
    for zone, wrapped in slot["zones"].items():
        generation = keyring["zone_generations"].get(zone, 1)
        info = [
            "ati-desktop/1/zone", keyring["office_id"], zone, slot["id"], slot["role"], generation,
        ]  # fmt: skip
        found[zone] = _SUITE.decrypt(bytes.fromhex(wrapped), private, info=_canonical(info))
    return found


def subkey(zone_key: bytes, label: str) -> bytes:
    """Return the key of one store or one use."""
    info = f"ati-desktop/1/{label}".encode()
    return HKDF(algorithm=SHA512(), length=32, salt=None, info=info).derive(zone_key)


def values_in(path: Path, key: bytes) -> Iterator[tuple[str, str, Any]]:
    """Yield table, column and value of everything in a store; raises where the key is wrong."""
    connection = sqlcipher.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in rows.description]
            for row in rows.fetchall():
                yield from ((table, name, one) for name, one in zip(names, row, strict=True))
    finally:
        connection.close()


def opens(path: Path, key: bytes) -> bool:
    """Tell whether a key opens a store."""
    try:
        return any(True for _ in values_in(path, key))
    except sqlcipher.DatabaseError:
        return False


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _private_key(keyring: dict[str, Any], slot: dict[str, Any], password: str) -> X25519PrivateKey:
    kdf = slot["lock"]["kdf"]
    stretched = Argon2id(
        salt=bytes.fromhex(kdf["salt"]),
        length=32,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    ).derive(password.encode())
    sealed = bytes.fromhex(slot["lock"]["private"])
    bound = {
        "version": 1, "office": keyring["office_id"], "user": slot["id"],
        "public": slot["public"], "kdf": kdf,
    }  # fmt: skip
    opened = AESGCM(stretched).decrypt(sealed[:12], sealed[12:], _canonical(bound))
    return X25519PrivateKey.from_private_bytes(opened)
