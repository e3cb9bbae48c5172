"""Slots of the keyring as they are written down."""

from __future__ import annotations

from typing import Any

from ati_desktop.storage.slots import Lock, Slot
from ati_desktop.storage.stretching import KeyCost


def slot_to_json(slot: Slot) -> dict[str, Any]:
    """Return the slot as it is written down."""
    return {
        "id": slot.id,
        "name": slot.name,
        "role": slot.role,
        "public": slot.public.hex(),
        "verify": slot.verify.hex(),
        "zones": {zone: wrapped.hex() for zone, wrapped in sorted(slot.zones.items())},
        "signing": slot.signing.hex() if slot.signing else None,
        "lock": {
            "kdf": slot.lock.kdf(),
            "private": slot.lock.sealed.hex(),
            "signature": slot.lock.signature.hex(),
        },
    }


def slot_from_json(data: dict[str, Any]) -> Slot:
    """Return the slot that was written down.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is not of that form.
    """
    kdf = data["lock"]["kdf"]
    if kdf["name"] != "argon2id":
        raise ValueError("kdf")
    return Slot(
        id=str(data["id"]),
        name=str(data["name"]),
        role=str(data["role"]),
        public=bytes.fromhex(data["public"]),
        verify=bytes.fromhex(data["verify"]),
        zones={str(zone): bytes.fromhex(text) for zone, text in data["zones"].items()},
        signing=bytes.fromhex(data["signing"]) if data["signing"] else None,
        lock=Lock(
            cost=KeyCost(int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"])),
            salt=bytes.fromhex(kdf["salt"]),
            sealed=bytes.fromhex(data["lock"]["private"]),
            signature=bytes.fromhex(data["lock"]["signature"]),
        ),
    )
