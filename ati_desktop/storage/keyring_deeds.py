"""What an administrator, or a person for themselves, changes in the keyring.

Each function returns a new keyring and leaves the old one as it was; nothing is written here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ati_desktop.errors import Refused
from ati_desktop.models.users import ROLE_ZONES, Role, Zone
from ati_desktop.storage.given import Randomness
from ati_desktop.storage.keyring import RECOVERY, Holder, check_name, give, unlock
from ati_desktop.storage.keyring_file import Keyring, signed
from ati_desktop.storage.recovery_code import new_recovery_code, read_recovery_code
from ati_desktop.storage.slots import Slot, WrongPassword, make_lock, new_slot
from ati_desktop.storage.stretching import KeyCost, check_new_password


def _signing_key(holder: Holder) -> Ed25519PrivateKey:
    if holder.signing is None:
        raise Refused("Only an administrator can change who may sign in.")
    return holder.signing


def _sealed(keyring: Keyring, holder: Holder) -> Keyring:
    raised = replace(keyring, generation=keyring.generation + 1)
    return signed(raised, _signing_key(holder))


def _slot(keyring: Keyring, user: str) -> Slot:
    slot = keyring.slot_of(user)
    if slot is None or slot.id == RECOVERY:
        raise Refused("This person has no entry in the keyring any more: read the list again.")
    return slot


def _keep_an_administrator(keyring: Keyring) -> None:
    if not any(slot.role == Role.ADMINISTRATOR for slot in keyring.slots):
        raise Refused("The office needs one administrator at least: name another one first.")


def add_user(
    keyring: Keyring,
    holder: Holder,
    *,
    name: str,
    role: Role,
    password: str,
    cost: KeyCost,
    zones: Iterable[Zone] | None = None,
    randomness: Randomness = secrets.token_bytes,
) -> tuple[Keyring, str]:
    """Return the keyring with a person more, and the id of the new slot.

    ``zones`` may be fewer than the role's, such as an administrator without the identities.

    Raises:
        Refused: not an administrator, the name is taken, the password is weak, or the
            administrator does not hold the keys to give.
    """
    _signing_key(holder)
    login = check_name(name)
    check_new_password(password, user=login)
    if keyring.slot_named(login) is not None:
        raise Refused("Somebody already signs in with the name {name}.", name=login)
    given = ROLE_ZONES[role] if zones is None else frozenset(zones) & ROLE_ZONES[role]
    slot = new_slot(
        office=keyring.office_id,
        id=randomness(16).hex(),
        name=login,
        role=role,
        password=password,
        cost=cost,
        randomness=randomness,
    )
    slot = give(keyring, slot, holder, given)
    return _sealed(replace(keyring, slots=(*keyring.slots, slot)), holder), slot.id


def change_password(
    keyring: Keyring,
    holder: Holder,
    *,
    old: str,
    new: str,
    cost: KeyCost,
    minimum: KeyCost,
    randomness: Randomness = secrets.token_bytes,
) -> Keyring:
    """Return the keyring with the signed-in person's key under another password.

    The old password is asked for again, and no administrator is needed: nothing that the
    administrator signed changes.

    Raises:
        Refused: the old password is not right, or the new one is weak.
    """
    slot = _slot(keyring, holder.user.id)
    check_new_password(new, user=slot.name)
    try:
        private = unlock(keyring, slot, old, minimum)
    except WrongPassword:
        raise Refused("The present password is not right.") from None
    lock = make_lock(
        private, new, office=keyring.office_id, user=slot.id, cost=cost, randomness=randomness
    )
    return keyring.with_slot(replace(slot, lock=lock))


def reset_password(
    keyring: Keyring,
    holder: Holder,
    user: str,
    *,
    password: str,
    cost: KeyCost,
    randomness: Randomness = secrets.token_bytes,
) -> Keyring:
    """Return the keyring with a fresh slot for a person who forgot their password.

    Raises:
        Refused: not an administrator, no such person, a weak password, or keys not held.
    """
    slot = _slot(keyring, user)
    check_new_password(password, user=slot.name)
    fresh = new_slot(
        office=keyring.office_id,
        id=slot.id,
        name=slot.name,
        role=slot.role,
        password=password,
        cost=cost,
        randomness=randomness,
    )
    return _sealed(keyring.with_slot(give(keyring, fresh, holder, map(Zone, slot.zones))), holder)


def remove_user(keyring: Keyring, holder: Holder, user: str) -> tuple[Keyring, frozenset[Zone]]:
    """Return the keyring without a person, and the zones whose keys they may have kept.

    Whoever kept a copy of the files opens that copy for ever; the office's own files are safe
    from the old password only after those zones' keys are rotated.

    Raises:
        Refused: not an administrator, no such person, oneself, or the last administrator.
    """
    slot = _slot(keyring, user)
    if slot.id == holder.user.id:
        raise Refused("You cannot remove yourself: another administrator has to do it.")
    rest = replace(keyring, slots=tuple(other for other in keyring.slots if other.id != user))
    _keep_an_administrator(rest)
    return _sealed(rest, holder), frozenset(map(Zone, slot.zones))


def change_role(
    keyring: Keyring, holder: Holder, user: str, role: Role
) -> tuple[Keyring, frozenset[Zone]]:
    """Return the keyring with another role for a person, and the zones they lost by it.

    Raises:
        Refused: not an administrator, no such person, the last administrator, or keys not held.
    """
    slot = _slot(keyring, user)
    changed = keyring.with_slot(replace(slot, role=str(role), zones={}, signing=None))
    _keep_an_administrator(changed)
    given = give(changed, _slot(changed, user), holder, ROLE_ZONES[role])
    lost = frozenset(map(Zone, slot.zones)) - ROLE_ZONES[role]
    return _sealed(changed.with_slot(given), holder), lost


def renew_recovery(
    keyring: Keyring,
    holder: Holder,
    *,
    cost: KeyCost,
    randomness: Randomness = secrets.token_bytes,
) -> tuple[Keyring, str]:
    """Return the keyring with another recovery code, and the code; the old one opens no more.

    Raises:
        Refused: not an administrator, or not holding every zone's key.
    """
    code = new_recovery_code(randomness)
    fresh = new_slot(
        office=keyring.office_id,
        id=RECOVERY,
        name=RECOVERY,
        role=Role.ADMINISTRATOR,
        password=read_recovery_code(code),
        cost=cost,
        randomness=randomness,
    )
    return _sealed(keyring.with_slot(give(keyring, fresh, holder, Zone)), holder), code
