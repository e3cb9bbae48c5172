"""What a password can open when the program is left out: `cryptography`, json and sqlcipher3.

Nothing of ati_desktop is used after the home was made. This is also how a home would be opened
in an emergency, and it fixes the form of the files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ati_desktop.storage.home import open_home
from tests.storage.conftest import CHEAP, OTHER, PASSWORD, TestClock, keep_name

ZONES = ("records", "identity", "evaluation")
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
STORES = {"working.db": "working store", "register.db": "register"}


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
    bound = _canonical(
        {
            "version": 1,
            "office": keyring["office_id"],
            "user": slot["id"],
            "public": slot["public"],
            "kdf": kdf,
        }
    )
    return X25519PrivateKey.from_private_bytes(
        AESGCM(stretched).decrypt(sealed[:12], sealed[12:], bound)
    )


def _unwrap(
    keyring: dict[str, Any], slot: dict[str, Any], zone: str, wrapped: str, key: X25519PrivateKey
) -> bytes:
    generation = keyring["zone_generations"].get(zone, 1)
    info = ["ati-desktop/1/zone", keyring["office_id"], zone, slot["id"], slot["role"], generation]
    return SUITE.decrypt(bytes.fromhex(wrapped), key, info=_canonical(info))


def _subkey(zone_key: bytes, label: str) -> bytes:
    info = f"ati-desktop/1/{label}".encode()
    return HKDF(algorithm=SHA512(), length=32, salt=None, info=info).derive(zone_key)


def _opens(path: Path, key: bytes) -> bool:
    connection = sqlcipher.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError:
        return False
    finally:
        connection.close()
    return True


def _slot(keyring: dict[str, Any], name: str) -> dict[str, Any]:
    return next(slot for slot in keyring["slots"] if slot["name"] == name)


@pytest.fixture
def lived_in(staffed: Path, clock: TestClock) -> Path:
    home = open_home(staffed, "ana", PASSWORD, clock=clock, minimum=CHEAP)
    keep_name(home, "Okonkwo", "Ngozi")
    home.close()
    return staffed


@pytest.fixture
def keyring(lived_in: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((lived_in / "keyring.json").read_text(encoding="utf-8"))
    return data


def test_an_evaluators_password_opens_the_evaluation_zone_and_nothing_else(
    lived_in: Path, keyring: dict[str, Any]
) -> None:
    slot = _slot(keyring, "evaluator")
    assert set(slot["zones"]) == {"evaluation"}
    assert slot["signing"] is None
    private = _private_key(keyring, slot, OTHER)
    key = _unwrap(keyring, slot, "evaluation", slot["zones"]["evaluation"], private)
    assert _opens(lived_in / "register.db", _subkey(key, "register"))
    labels = ("working store", "register", "fields", "audit", "evaluation store", "blind index")
    candidates = [key, private.private_bytes_raw(), *(_subkey(key, label) for label in labels)]
    assert not any(_opens(lived_in / "working.db", candidate) for candidate in candidates)


def test_an_evaluators_key_unwraps_nothing_that_is_wrapped_to_others(
    lived_in: Path, keyring: dict[str, Any]
) -> None:
    own = _slot(keyring, "evaluator")
    private = _private_key(keyring, own, OTHER)
    tried = 0
    for slot in (*keyring["slots"], keyring["recovery"]):
        if slot["id"] == own["id"]:
            continue
        wrapped = dict(slot["zones"])
        if slot["signing"]:
            wrapped["signing"] = slot["signing"]
        for zone, text in wrapped.items():
            for holder in (slot, own):
                with pytest.raises(InvalidTag):
                    _unwrap(keyring, holder, zone, text, private)
                tried += 1
    assert tried > 20


@pytest.mark.parametrize("name", ["evaluator", "liaison", "ana"])
def test_a_wrong_password_opens_no_slot(keyring: dict[str, Any], name: str) -> None:
    with pytest.raises(InvalidTag):
        _private_key(keyring, _slot(keyring, name), "not the password")


def test_a_lowered_cost_opens_no_slot(keyring: dict[str, Any]) -> None:
    slot = _slot(keyring, "ana")
    slot["lock"]["kdf"]["memory_kib"] = 32
    with pytest.raises(InvalidTag):
        _private_key(keyring, slot, PASSWORD)


def test_a_liaisons_password_opens_the_names(lived_in: Path, keyring: dict[str, Any]) -> None:
    slot = _slot(keyring, "liaison")
    private = _private_key(keyring, slot, OTHER)
    keys = {
        zone: _unwrap(keyring, slot, zone, text, private) for zone, text in slot["zones"].items()
    }
    assert set(keys) == {"records", "identity"}
    connection = sqlcipher.connect(str(lived_in / "working.db"))
    working = _subkey(keys["records"], "working store")
    connection.execute(f"PRAGMA key = \"x'{working.hex()}'\"")
    uid, sealed = connection.execute("SELECT uid, family FROM person_names").fetchone()
    connection.close()
    cipher = AESGCMSIV(_subkey(keys["identity"], "fields"))
    bound = f"1|person_names|{uid}|family|1".encode()
    assert sealed[:3] == b"\x01\x00\x01"
    padded = cipher.decrypt(sealed[3:15], sealed[15:], bound)
    assert padded == b"Okonkwo\x80".ljust(16, b"\0")


def test_the_signature_covers_everything_but_the_locks(keyring: dict[str, Any]) -> None:
    signature = bytes.fromhex(keyring.pop("signature"))
    for slot in (*keyring["slots"], keyring["recovery"]):
        del slot["lock"]
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(keyring["administrator"]))
    key.verify(signature, b"ati-desktop/1/keyring" + _canonical(keyring))


def test_the_pins_inside_the_stores_are_those_of_the_keyring(
    lived_in: Path, keyring: dict[str, Any]
) -> None:
    slot = _slot(keyring, "administrator")
    private = _private_key(keyring, slot, OTHER)
    for name, label in STORES.items():
        zone = "records" if name == "working.db" else "evaluation"
        key = _subkey(_unwrap(keyring, slot, zone, slot["zones"][zone], private), label)
        connection = sqlcipher.connect(str(lived_in / name))
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        pins = dict(connection.execute("SELECT name, value FROM pins").fetchall())
        connection.close()
        assert pins == {
            "office_id": keyring["office_id"],
            "administrator": keyring["administrator"],
            "generation": str(keyring["generation"]),
        }
