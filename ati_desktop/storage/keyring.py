"""Who may open what: a new keyring, and signing in to it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ati_desktop.errors import Refused
from ati_desktop.models.users import Role, Zone
from ati_desktop.storage.given import Clock, Randomness
from ati_desktop.storage.holders import Holder, SignedIn
from ati_desktop.storage.keyring_file import (
    Keyring,
    altered,
    signed,
)
from ati_desktop.storage.recovery_code import new_recovery_code, read_recovery_code
from ati_desktop.storage.slots import (
    Altered,
    Binding,
    Slot,
    WrongPassword,
    new_slot,
    open_slot,
    public_bytes,
    unwrap,
    wrap,
)
from ati_desktop.storage.stretching import KeyCost, check_new_password, stretch
from ati_desktop.storage.subkeys import KEY_BYTES

__all__ = [
    "RECOVERY",
    "Holder",
    "KeyCost",
    "SignedIn",
    "create_keyring",
    "sign_in",
    "sign_in_with_recovery",
]

RECOVERY = "recovery"
_SIGNING = "signing"


def _binding(keyring: Keyring, slot: Slot, zone: str) -> Binding:
    generation = keyring.zone_generations.get(zone, 1)
    return Binding(keyring.office_id, zone, slot.id, slot.role, generation)


def give(keyring: Keyring, slot: Slot, holder: Holder, zones: Iterable[Zone]) -> Slot:
    """Return the slot with zones' keys wrapped to it; administrators' also with the signing key.

    Raises:
        Refused: the holder does not hold all those keys.
    """
    wanted = frozenset(zones)
    if not wanted <= holder.zones.keys():
        raise Refused("You do not hold all the keys of that role: ask an administrator who does.")
    wrapped = {
        str(zone): wrap(holder.zones[zone], slot.public, _binding(keyring, slot, zone))
        for zone in sorted(wanted)
    }
    signing = None
    if slot.role == Role.ADMINISTRATOR and holder.signing is not None:
        seed = holder.signing.private_bytes_raw()
        signing = wrap(seed, slot.public, _binding(keyring, slot, _SIGNING))
    return replace(slot, zones=wrapped, signing=signing)


def _hold(keyring: Keyring, slot: Slot, private: bytes) -> Holder:
    try:
        zones = {
            Zone(zone): unwrap(wrapped, private, _binding(keyring, slot, zone))
            for zone, wrapped in slot.zones.items()
        }
        seed = slot.signing and unwrap(slot.signing, private, _binding(keyring, slot, _SIGNING))
        role = Role(slot.role)
    except (Altered, ValueError):
        raise altered() from None
    user = SignedIn(id=slot.id, name=slot.name, role=role, zones=frozenset(zones))
    signing = Ed25519PrivateKey.from_private_bytes(seed) if seed else None
    return Holder(user=user, zones=zones, signing=signing)


def create_keyring(
    *,
    office: str,
    administrator: str,
    password: str,
    clock: Clock,
    cost: KeyCost,
    demo: bool,
    randomness: Randomness = secrets.token_bytes,
) -> tuple[Keyring, Holder, str]:
    """Return a new keyring, its first administrator signed in, and the recovery code."""
    name = check_name(administrator)
    check_new_password(password, user=name)
    office_id = randomness(16).hex()
    code = new_recovery_code(randomness)
    signing = Ed25519PrivateKey.from_private_bytes(randomness(KEY_BYTES))

    def empty(slot_id: str, login: str, secret: str) -> Slot:
        return new_slot(
            office=office_id,
            id=slot_id,
            name=login,
            role=Role.ADMINISTRATOR,
            password=secret,
            cost=cost,
            randomness=randomness,
        )

    first = empty(randomness(16).hex(), name, password)
    keyring = Keyring(
        office_id=office_id,
        office=office,
        demo=demo,
        created=clock().isoformat(timespec="seconds"),
        generation=1,
        zone_generations={str(zone): 1 for zone in Zone},
        administrator=public_bytes(signing.public_key()),
        slots=(first,),
        recovery=empty(RECOVERY, RECOVERY, read_recovery_code(code)),
    )
    user = SignedIn(first.id, name, Role.ADMINISTRATOR, frozenset(Zone))
    holder = Holder(user, {zone: randomness(KEY_BYTES) for zone in Zone}, signing)
    for slot in (first, keyring.recovery):
        keyring = keyring.with_slot(give(keyring, slot, holder, Zone))
    return signed(keyring, signing), holder, code


def check_name(name: str) -> str:
    """Return the name to sign in with, tidied.

    Raises:
        Refused: it is empty, longer than sixty characters, or kept for the recovery code.
    """
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > 60 or tidy.casefold() == RECOVERY:
        raise Refused("Choose another name to sign in with: one to sixty characters.")
    return tidy


def unlock(keyring: Keyring, slot: Slot, password: str, minimum: KeyCost) -> bytes:
    """Return a slot's private key.

    Raises:
        Refused: the keyring was altered, or stretches at less than the minimum.
        WrongPassword: the password does not open it.
    """
    if not slot.lock.cost.reaches(minimum):
        raise altered()
    try:
        return open_slot(slot, password, office=keyring.office_id)
    except Altered:
        raise altered() from None


def sign_in(keyring: Keyring, name: str, password: str, *, minimum: KeyCost) -> Holder:
    """Return the person with the keys their password opens.

    Raises:
        Refused: the name or the password is not right (the same words for both, after the same
            time), the keyring was altered, or its cost of guessing is under the minimum.
    """
    refusal = Refused("The name or the password is not right.")
    slot = keyring.slot_named(name)
    if slot is None:
        stretch(password, bytes(16), keyring.recovery.lock.cost)
        raise refusal
    try:
        return _hold(keyring, slot, unlock(keyring, slot, password, minimum))
    except WrongPassword:
        raise refusal from None


def sign_in_with_recovery(keyring: Keyring, code: str, *, minimum: KeyCost) -> Holder:
    """Return an administrator's rights for whoever holds the recovery code.

    Raises:
        Refused: the code is not whole or not this office's, or the keyring was altered.
    """
    slot = keyring.recovery
    try:
        private = unlock(keyring, slot, read_recovery_code(code), minimum)
    except WrongPassword:
        raise Refused("This recovery code does not belong to this office.") from None
    return _hold(keyring, slot, private)
