"""A slot of the keyring: one person's own key under a password, and the keys wrapped to it.

The private key lies under a key stretched from the password (AES-256-GCM, with the cost, the
person and the office as associated data). Zone keys are wrapped to its public half (HPKE), so
rights are given and taken without anybody's password. The part that the password decides is
signed by the person's own key, everything else by the administrator's: the whole file is signed,
and still each person can change their own password.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ati_desktop.storage.given import Randomness
from ati_desktop.storage.stretching import SALT_BYTES, KeyCost, stretch
from ati_desktop.storage.subkeys import KEY_BYTES, LOCK_SIGNATURE, derive

_NONCE = 12
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Altered(Exception):
    """Something in the keyring is not as the person or the administrator left it."""


class WrongPassword(Exception):
    """The password does not open the slot."""


def canonical(value: object) -> bytes:
    """Return the one form of a JSON value that is signed or bound."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def public_bytes(key: X25519PublicKey | Ed25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


@dataclass(frozen=True)
class Lock:
    """The private key under the password: cost, salt, nonce with sealed key, signature."""

    cost: KeyCost
    salt: bytes
    sealed: bytes
    signature: bytes

    def kdf(self) -> dict[str, object]:
        """Return the stretching as it is written down."""
        return {
            "name": "argon2id",
            "memory_kib": self.cost.memory_kib,
            "passes": self.cost.passes,
            "lanes": self.cost.lanes,
            "salt": self.salt.hex(),
        }


@dataclass(frozen=True)
class Slot:
    """One person's entry: who, which role, their public keys, their lock, their wrapped keys."""

    id: str
    name: str
    role: str
    public: bytes
    verify: bytes
    lock: Lock
    zones: dict[str, bytes]
    signing: bytes | None


@dataclass(frozen=True)
class Binding:
    """What a wrapped key is bound to: its office, its zone and generation, its holder."""

    office: str
    zone: str
    user: str
    role: str
    generation: int

    def info(self) -> bytes:
        """Return the context given to HPKE."""
        return canonical(
            ["ati-desktop/1/zone", self.office, self.zone, self.user, self.role, self.generation]
        )


def _bound(office: str, user: str, public: bytes, kdf: dict[str, object]) -> bytes:
    return canonical(
        {"version": 1, "office": office, "user": user, "public": public.hex(), "kdf": kdf}
    )


def _lock_signer(private: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derive(private, LOCK_SIGNATURE))


def make_lock(
    private: bytes, password: str, *, office: str, user: str, cost: KeyCost, randomness: Randomness
) -> Lock:
    """Return the private key locked under a password."""
    public = public_bytes(X25519PrivateKey.from_private_bytes(private).public_key())
    lock = Lock(cost=cost, salt=randomness(SALT_BYTES), sealed=b"", signature=b"")
    bound = _bound(office, user, public, lock.kdf())
    nonce = randomness(_NONCE)
    key = stretch(password, lock.salt, cost)
    sealed = nonce + AESGCM(key).encrypt(nonce, private, bound)
    return replace(lock, sealed=sealed, signature=_lock_signer(private).sign(bound + sealed))


def new_slot(
    *,
    office: str,
    id: str,
    name: str,
    role: str,
    password: str,
    cost: KeyCost,
    randomness: Randomness,
) -> Slot:
    """Return a slot with a fresh private key and nothing wrapped to it yet."""
    private = randomness(KEY_BYTES)
    return Slot(
        id=id,
        name=name,
        role=role,
        public=public_bytes(X25519PrivateKey.from_private_bytes(private).public_key()),
        verify=public_bytes(_lock_signer(private).public_key()),
        lock=make_lock(private, password, office=office, user=id, cost=cost, randomness=randomness),
        zones={},
        signing=None,
    )


def open_slot(slot: Slot, password: str, *, office: str) -> bytes:
    """Return the private key of a slot.

    Raises:
        Altered: the lock was edited or moved here from another slot.
        WrongPassword: it was not, and the password does not open it.
    """
    bound = _bound(office, slot.id, slot.public, slot.lock.kdf())
    try:
        signed = bound + slot.lock.sealed
        Ed25519PublicKey.from_public_bytes(slot.verify).verify(slot.lock.signature, signed)
    except InvalidSignature:
        raise Altered("a lock") from None
    key = stretch(password, slot.lock.salt, slot.lock.cost)
    nonce, sealed = slot.lock.sealed[:_NONCE], slot.lock.sealed[_NONCE:]
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    except InvalidTag:
        raise WrongPassword from None


def wrap(key: bytes, public: bytes, binding: Binding) -> bytes:
    """Return a key wrapped to the holder of a public key, bound to its place."""
    return _SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), info=binding.info())


def unwrap(wrapped: bytes, private: bytes, binding: Binding) -> bytes:
    """Return the wrapped key.

    Raises:
        Altered: it was wrapped for another holder, zone, role or generation, or edited.
    """
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return _SUITE.decrypt(wrapped, key, info=binding.info())
    except InvalidTag:
        raise Altered("a wrapped key") from None
