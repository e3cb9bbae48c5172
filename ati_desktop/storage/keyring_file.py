"""The keyring as a file: who has a slot, signed by the administrator, counted upwards."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from ati_desktop.errors import Refused
from ati_desktop.handed_in import parse_json
from ati_desktop.storage.files import disk_refusals, write_whole
from ati_desktop.storage.slot_json import slot_from_json, slot_to_json
from ati_desktop.storage.slots import Slot, canonical

VERSION = 1


def altered() -> Refused:
    """Return the sentence for a keyring that somebody changed outside the program."""
    return Refused(
        "The keyring of this office was changed outside the program:"
        " put keyring.json back from the newest backup."
    )


def damaged() -> Refused:
    """Return the sentence for a keyring that is not one."""
    return Refused("keyring.json is damaged: put it back from the newest backup.")


@dataclass(frozen=True)
class Keyring:
    """Everything in keyring.json.

    ``generation`` rises with each change by an administrator; ``zone_generations`` with each
    rotation of that zone's key. ``office_id`` is random; ``administrator`` is the public key.
    """

    office_id: str
    office: str
    demo: bool
    created: str
    generation: int
    zone_generations: dict[str, int]
    administrator: bytes
    slots: tuple[Slot, ...]
    recovery: Slot
    signature: bytes = b""

    def slot_named(self, name: str) -> Slot | None:
        """Return the slot of a person by the name they sign in with; case does not count."""
        wanted = name.strip().casefold()
        return next((slot for slot in self.slots if slot.name.casefold() == wanted), None)

    def slot_of(self, user: str) -> Slot | None:
        """Return the slot with this id; the recovery slot has an id too."""
        return next((slot for slot in (*self.slots, self.recovery) if slot.id == user), None)

    def with_slot(self, slot: Slot) -> Keyring:
        """Return the keyring with one slot put in the place of the one with the same id."""
        if slot.id == self.recovery.id:
            return replace(self, recovery=slot)
        return replace(self, slots=tuple(slot if old.id == slot.id else old for old in self.slots))


def _to_json(keyring: Keyring) -> dict[str, Any]:
    return {
        "version": VERSION,
        "office_id": keyring.office_id,
        "office": keyring.office,
        "demo": keyring.demo,
        "created": keyring.created,
        "generation": keyring.generation,
        "zone_generations": keyring.zone_generations,
        "administrator": keyring.administrator.hex(),
        "slots": [slot_to_json(slot) for slot in keyring.slots],
        "recovery": slot_to_json(keyring.recovery),
    }


def _signed_part(keyring: Keyring) -> bytes:
    """Return what the administrator signs: all but the locks, which their holders sign."""
    data = _to_json(keyring)
    for slot in (*data["slots"], data["recovery"]):
        del slot["lock"]
    return b"ati-desktop/1/keyring" + canonical(data)


def signed(keyring: Keyring, key: Ed25519PrivateKey) -> Keyring:
    """Return the keyring with the administrator's signature over it."""
    return replace(keyring, signature=key.sign(_signed_part(keyring)))


def check_signature(keyring: Keyring) -> None:
    """Refuse a keyring that its own administrator key did not sign.

    That the key is the right one is told by the copy pinned inside each store.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(keyring.administrator)
        key.verify(keyring.signature, _signed_part(keyring))
    except (InvalidSignature, ValueError):
        raise altered() from None


def _from_json(data: Any) -> Keyring:
    if int(data["version"]) > VERSION:
        raise Refused("This office was last opened by a newer version of the program: install it.")
    return Keyring(
        office_id=str(data["office_id"]),
        office=str(data["office"]),
        demo=bool(data["demo"]),
        created=str(data["created"]),
        generation=int(data["generation"]),
        zone_generations={str(zone): int(n) for zone, n in data["zone_generations"].items()},
        administrator=bytes.fromhex(data["administrator"]),
        slots=tuple(slot_from_json(slot) for slot in data["slots"]),
        recovery=slot_from_json(data["recovery"]),
        signature=bytes.fromhex(data["signature"]),
    )


def read_keyring(path: Path) -> Keyring:
    """Return the keyring of a file, its signature checked.

    Raises:
        Refused: the file is missing, damaged, altered or of a newer version.
    """
    with disk_refusals(path.parent):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise Refused(
                "The keyring is missing in {folder}: put keyring.json back from a backup.",
                folder=path.parent,
            ) from None
    try:
        keyring = _from_json(parse_json(data))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise damaged() from None
    check_signature(keyring)
    return keyring


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Put the keyring in its file, whole or not at all."""
    data = {**_to_json(keyring), "signature": keyring.signature.hex()}
    write_whole(path, json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False).encode())
