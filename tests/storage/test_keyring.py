from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.errors import Refused
from ati_desktop.models.users import ROLE_ZONES, Role, Zone
from ati_desktop.storage import keyring_deeds as deeds
from ati_desktop.storage.keyring import (
    RECOVERY,
    Holder,
    KeyCost,
    create_keyring,
    sign_in,
    sign_in_with_recovery,
)
from ati_desktop.storage.keyring_file import Keyring, read_keyring, signed, write_keyring
from ati_desktop.storage.slots import Altered, WrongPassword, open_slot
from tests.storage.conftest import CHEAP, OTHER, PASSWORD

Made = tuple[Keyring, Holder, str]


def _clock() -> datetime:
    return datetime(2026, 3, 11, tzinfo=UTC)


@pytest.fixture
def made() -> Made:
    keyring, holder, code = create_keyring(
        office="Pier 4",
        administrator="Ana",
        password=PASSWORD,
        clock=_clock,
        cost=CHEAP,
        demo=False,
    )
    return keyring, holder, code


@pytest.fixture
def staffed(made: Made) -> Made:
    keyring, holder, code = made
    for role in Role:
        keyring, _ = deeds.add_user(
            keyring, holder, name=str(role), role=role, password=OTHER, cost=CHEAP
        )
    return keyring, holder, code


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_zones_and_no_other(staffed: Made, role: Role) -> None:
    keyring, holder, _ = staffed
    opened = sign_in(keyring, str(role), OTHER, minimum=CHEAP)
    assert opened.user.role is role
    assert opened.user.zones == ROLE_ZONES[role] == set(opened.zones)
    assert all(opened.zones[zone] == holder.zones[zone] for zone in opened.zones)
    assert (opened.signing is not None) == (role is Role.ADMINISTRATOR)


def test_the_name_is_found_whatever_its_case(made: Made) -> None:
    assert sign_in(made[0], " aNA ", PASSWORD, minimum=CHEAP).user.name == "Ana"


def test_wrong_password_and_unknown_name_are_refused_in_the_same_words(made: Made) -> None:
    said = set()
    for name, password in (("ana", OTHER), ("nobody", PASSWORD), (RECOVERY, PASSWORD)):
        with pytest.raises(Refused) as refused:
            sign_in(made[0], name, password, minimum=CHEAP)
        said.add(str(refused.value))
    assert said == {"The name or the password is not right."}


def test_the_recovery_code_brings_an_administrators_rights(made: Made) -> None:
    keyring, holder, code = made
    opened = sign_in_with_recovery(keyring, code.lower(), minimum=CHEAP)
    assert opened.zones == holder.zones
    assert opened.signing is not None
    fresh = deeds.reset_password(keyring, opened, holder.user.id, password=OTHER, cost=CHEAP)
    assert sign_in(fresh, "ana", OTHER, minimum=CHEAP).zones == holder.zones
    with pytest.raises(Refused):
        sign_in(fresh, "ana", PASSWORD, minimum=CHEAP)


def test_another_offices_recovery_code_is_refused(made: Made) -> None:
    _, _, other = create_keyring(
        office="B", administrator="b", password=PASSWORD, clock=_clock, cost=CHEAP, demo=False
    )
    with pytest.raises(Refused, match="does not belong"):
        sign_in_with_recovery(made[0], other, minimum=CHEAP)


def test_a_new_recovery_code_ends_the_old_one(made: Made) -> None:
    keyring, holder, code = made
    keyring, renewed = deeds.renew_recovery(keyring, holder, cost=CHEAP)
    assert sign_in_with_recovery(keyring, renewed, minimum=CHEAP).zones == holder.zones
    with pytest.raises(Refused):
        sign_in_with_recovery(keyring, code, minimum=CHEAP)


def test_a_person_changes_their_own_password_without_an_administrator(staffed: Made) -> None:
    keyring, _, _ = staffed
    liaison = sign_in(keyring, "liaison", OTHER, minimum=CHEAP)
    changed = deeds.change_password(
        keyring, liaison, old=OTHER, new=PASSWORD, cost=CHEAP, minimum=CHEAP
    )
    assert changed.generation == keyring.generation
    assert sign_in(changed, "liaison", PASSWORD, minimum=CHEAP).zones == liaison.zones
    with pytest.raises(Refused):
        sign_in(changed, "liaison", OTHER, minimum=CHEAP)


def test_changing_a_password_asks_for_the_present_one(made: Made) -> None:
    keyring, holder, _ = made
    with pytest.raises(Refused, match="present password"):
        deeds.change_password(keyring, holder, old=OTHER, new=OTHER, cost=CHEAP, minimum=CHEAP)


def test_only_an_administrator_changes_who_may_sign_in(staffed: Made) -> None:
    keyring, _, _ = staffed
    supervisor = sign_in(keyring, "supervisor", OTHER, minimum=CHEAP)
    other = supervisor.user.id
    attempts: list[Callable[[], object]] = [
        lambda: deeds.add_user(
            keyring, supervisor, name="x", role=Role.LIAISON, password=OTHER, cost=CHEAP
        ),
        lambda: deeds.remove_user(keyring, supervisor, made_admin(keyring)),
        lambda: deeds.change_role(keyring, supervisor, other, Role.ADMINISTRATOR),
        lambda: deeds.reset_password(keyring, supervisor, other, password=OTHER, cost=CHEAP),
        lambda: deeds.renew_recovery(keyring, supervisor, cost=CHEAP),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="Only an administrator"):
            attempt()


def made_admin(keyring: Keyring) -> str:
    return keyring.slots[0].id


def test_removing_a_person_says_which_keys_still_have_to_be_rotated(staffed: Made) -> None:
    keyring, holder, _ = staffed
    gone = keyring.slot_named("case_manager")
    assert gone is not None
    after, zones = deeds.remove_user(keyring, holder, gone.id)
    assert zones == {Zone.RECORDS, Zone.IDENTITY}
    assert after.generation == keyring.generation + 1
    with pytest.raises(Refused):
        sign_in(after, "case_manager", OTHER, minimum=CHEAP)
    with pytest.raises(Refused, match="no entry"):
        deeds.remove_user(after, holder, gone.id)


def test_nobody_removes_themselves_or_the_last_administrator(made: Made) -> None:
    keyring, holder, code = made
    with pytest.raises(Refused, match="yourself"):
        deeds.remove_user(keyring, holder, holder.user.id)
    rescue = sign_in_with_recovery(keyring, code, minimum=CHEAP)
    with pytest.raises(Refused, match="one administrator at least"):
        deeds.remove_user(keyring, rescue, holder.user.id)
    with pytest.raises(Refused, match="one administrator at least"):
        deeds.change_role(keyring, holder, holder.user.id, Role.LIAISON)


def test_another_role_brings_its_zones_and_keeps_the_password(staffed: Made) -> None:
    keyring, holder, _ = staffed
    user = keyring.slot_named("supervisor")
    assert user is not None
    changed, lost = deeds.change_role(keyring, holder, user.id, Role.EVALUATOR)
    assert lost == {Zone.RECORDS, Zone.IDENTITY}
    assert sign_in(changed, "supervisor", OTHER, minimum=CHEAP).user.zones == {Zone.EVALUATION}
    raised, lost = deeds.change_role(changed, holder, user.id, Role.ADMINISTRATOR)
    assert lost == frozenset()
    assert sign_in(raised, "supervisor", OTHER, minimum=CHEAP).signing is not None


def test_an_administrator_without_the_identities_cannot_give_them(made: Made) -> None:
    keyring, holder, _ = made
    keyring, _ = deeds.add_user(
        keyring,
        holder,
        name="it",
        role=Role.ADMINISTRATOR,
        password=OTHER,
        cost=CHEAP,
        zones={Zone.RECORDS, Zone.EVALUATION},
    )
    plain = sign_in(keyring, "it", OTHER, minimum=CHEAP)
    assert Zone.IDENTITY not in plain.zones
    with pytest.raises(Refused, match="do not hold all the keys"):
        deeds.add_user(keyring, plain, name="x", role=Role.LIAISON, password=OTHER, cost=CHEAP)
    deeds.add_user(keyring, plain, name="x", role=Role.EVALUATOR, password=OTHER, cost=CHEAP)


@pytest.mark.parametrize("name", ["", "  ", "recovery", "x" * 61])
def test_a_name_that_cannot_sign_in_is_refused(made: Made, name: str) -> None:
    keyring, holder, _ = made
    with pytest.raises(Refused, match="another name"):
        deeds.add_user(keyring, holder, name=name, role=Role.LIAISON, password=OTHER, cost=CHEAP)


def test_a_name_is_given_once(made: Made) -> None:
    keyring, holder, _ = made
    with pytest.raises(Refused, match="already signs in"):
        deeds.add_user(keyring, holder, name="ANA", role=Role.LIAISON, password=OTHER, cost=CHEAP)


# --- the file -------------------------------------------------------------------------------


def _edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path, staffed: Made) -> Path:
    path = tmp_path / "keyring.json"
    write_keyring(path, staffed[0])
    return path


def _swap_locks(data: dict[str, Any]) -> None:
    first, second = data["slots"][0], data["slots"][1]
    first["lock"], second["lock"] = second["lock"], first["lock"]


def _swap_zone(data: dict[str, Any]) -> None:
    evaluator = next(slot for slot in data["slots"] if slot["role"] == "evaluator")
    evaluator["zones"]["identity"] = data["slots"][0]["zones"]["identity"]


def _swap_public(data: dict[str, Any]) -> None:
    data["slots"][1]["public"] = "11" * 32


def _downgrade(data: dict[str, Any]) -> None:
    for slot in data["slots"]:
        slot["lock"]["kdf"]["memory_kib"] = 32


def _strip(data: dict[str, Any]) -> None:
    data["demo"] = True


EDITS = {
    "locks swapped": _swap_locks,
    "a zone's key moved": _swap_zone,
    "a public key replaced": _swap_public,
    "the cost lowered": _downgrade,
    "the mark of invented data set": _strip,
    "a slot removed": lambda data: data["slots"].pop(),
    "a role changed": lambda data: data["slots"][-1].update(role="administrator"),
    "the generation raised": lambda data: data.update(generation=99),
    "another administrator": lambda data: data.update(administrator="22" * 32),
    "another salt": lambda data: data["slots"][0]["lock"]["kdf"].update(salt="00" * 16),
    "the recovery slot replaced": lambda data: data.update(recovery=data["slots"][0]),
    "the signature removed": lambda data: data.update(signature=""),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edited_keyring_is_refused(file: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    _edit(file, edit)
    with pytest.raises(Refused, match="changed outside the program"):
        sign_in(read_keyring(file), "ana", PASSWORD, minimum=CHEAP)


def test_every_single_byte_of_the_file_counts(file: Path) -> None:
    """Turned digits anywhere in the file are refused; spaces and line ends do not count."""
    whole = file.read_bytes()
    for at in range(0, len(whole), 37):
        if whole[at : at + 1] in b" \n":
            continue
        edited = bytearray(whole)
        edited[at] ^= 1
        file.write_bytes(bytes(edited))
        with pytest.raises(Refused):
            _open_everybody(read_keyring(file))


def _open_everybody(keyring: Keyring) -> None:
    sign_in(keyring, "ana", PASSWORD, minimum=CHEAP)
    for role in Role:
        sign_in(keyring, str(role), OTHER, minimum=CHEAP)
    slot = keyring.recovery
    try:
        open_slot(slot, "not the code", office=keyring.office_id)
    except WrongPassword:
        return
    except Altered as altered:
        raise Refused("altered") from altered


def test_a_keyring_under_the_floor_is_not_read(made: Made) -> None:
    with pytest.raises(Refused, match="changed outside"):
        sign_in(made[0], "ana", PASSWORD, minimum=KeyCost.floor())
    with pytest.raises(Refused, match="changed outside"):
        sign_in_with_recovery(made[0], made[2], minimum=KeyCost.floor())


def test_a_keyring_of_another_administrator_does_not_carry_a_wrapped_key_over(made: Made) -> None:
    """Even signed, a slot whose keys were wrapped to another role or person does not open."""
    keyring, holder, _ = made
    assert holder.signing is not None
    keyring, user = deeds.add_user(
        keyring, holder, name="eva", role=Role.EVALUATOR, password=OTHER, cost=CHEAP
    )
    slot = keyring.slot_of(user)
    assert slot is not None
    for change in (
        {"role": "administrator"},
        {"zones": {**slot.zones, "identity": keyring.slots[0].zones["identity"]}},
        {"zones": {"identity": slot.zones["evaluation"]}},
        {"role": "no such role"},
    ):
        forged = signed(keyring.with_slot(replace(slot, **change)), holder.signing)
        with pytest.raises(Refused, match="changed outside"):
            sign_in(forged, "eva", OTHER, minimum=CHEAP)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"version": 1}', "\xff"])
def test_what_is_no_keyring_is_called_damaged(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keyring.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(Refused, match="damaged"):
        read_keyring(path)


def test_a_cut_keyring_is_called_damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(Refused, match="damaged"):
        read_keyring(file)


def test_a_missing_keyring_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="keyring is missing"):
        read_keyring(tmp_path / "keyring.json")


def test_a_keyring_of_a_newer_program_asks_for_the_newer_program(file: Path) -> None:
    _edit(file, lambda data: data.update(version=2))
    with pytest.raises(Refused, match="newer version"):
        read_keyring(file)


def test_the_file_holds_no_password_and_no_key(file: Path, staffed: Made) -> None:
    text = file.read_text(encoding="utf-8")
    _, holder, code = staffed
    secrets = [PASSWORD, OTHER, code, *(key.hex() for key in holder.zones.values())]
    assert holder.signing is not None
    secrets.append(holder.signing.private_bytes_raw().hex())
    assert not [secret for secret in secrets if secret in text]
    assert not [secret for secret in secrets if secret in repr(holder)]
    assert file.stat().st_mode & 0o777 == 0o600
