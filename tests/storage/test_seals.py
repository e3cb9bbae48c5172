from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ati_desktop.errors import Refused
from ati_desktop.models import PersonContact, PersonName
from ati_desktop.models.users import Role, Zone
from ati_desktop.storage.engine import begin_write
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.sealing import Tampered
from ati_desktop.storage.seals import Seals, equip
from ati_desktop.storage.units import WorkingStore
from tests.storage.conftest import OTHER, keep_name

Enter = Callable[..., OpenHome]


def _store(home: OpenHome) -> WorkingStore:
    assert home.working is not None
    return home.working


@pytest.fixture
def plain(enter: Enter) -> WorkingStore:
    """The store of an administrator without the identities; ana kept a name before."""
    home = enter()
    keep_name(home)
    home.add_user("it", Role.ADMINISTRATOR, OTHER, zones={Zone.RECORDS, Zone.EVALUATION})
    home.close()
    return _store(enter("it", OTHER))


def test_without_the_identity_zone_names_are_none(plain: WorkingStore) -> None:
    assert not plain.opens_identities
    with plain.reading() as reading:
        record = reading.one(select(PersonName))
        rows = reading.rows(select(PersonName.uid, PersonName.family))
        assert reading.open_values(PersonName, "family", rows) == [None]
        with pytest.raises(Refused, match="does not hold the key"):
            reading.blind_index("docket", "17")
    assert record is not None
    assert record.family is None


def test_without_the_identity_zone_no_name_can_be_written(plain: WorkingStore) -> None:
    with pytest.raises(Refused, match="does not hold the key"), plain.unit("test") as unit:
        unit.add(PersonContact(participant_id=1, value="555-0100"))
    with plain.reading() as reading:
        record = reading.one(select(PersonName))
    assert record is not None
    record.family = "Mallory"
    with pytest.raises(Refused, match="does not hold the key"), plain.unit("test") as unit:
        unit.save(record)
    assert record.family == "Mallory"


def test_without_the_identity_zone_other_fields_can_be_saved(
    plain: WorkingStore, enter: Enter
) -> None:
    with plain.unit("test") as unit:
        record = unit.get(PersonName, 1)
        assert record is not None
        record.script = "latin"
        unit.save(record)
        twin = PersonName(participant_id=1, script="cyrillic", version=2)
        twin.id = 1
        unit.save(twin)
    plain.close()


def test_a_name_is_kept_by_who_cannot_read_it(enter: Enter) -> None:
    home = enter()
    keep_name(home, "Okonkwo")
    home.add_user("it", Role.ADMINISTRATOR, OTHER, zones={Zone.RECORDS})
    home.close()
    other = enter("it", OTHER)
    with _store(other).unit("test") as unit:
        twin = PersonName(participant_id=1, script="cyrillic")
        twin.id = 1
        unit.save(twin)
    other.close()
    with _store(enter()).reading() as reading:
        record = reading.one(select(PersonName))
    assert record is not None
    assert (record.family, record.script) == ("Okonkwo", "cyrillic")


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE person_names SET family = given",
        "UPDATE person_names SET family = (SELECT family FROM person_names WHERE id = 2)"
        " WHERE id = 1",
        "UPDATE person_names SET family = substr(family, 1, length(family) - 1)",
        "UPDATE person_names SET uid = 'other' WHERE id = 1",
        "UPDATE person_names SET family = x'00'",
    ],
)
def test_a_value_moved_or_edited_in_the_decrypted_store_is_a_fault(
    home: OpenHome, edit: str
) -> None:
    keep_name(home, "Okonkwo")
    keep_name(home, "Mbeki")
    store = _store(home)
    with begin_write(store.engine) as connection:
        connection.execute(text(edit))
    with store.reading() as reading, pytest.raises(Tampered) as fault:
        reading.get(PersonName, 1)
    assert "Okonkwo" not in str(fault.value)


def test_a_session_outside_a_unit_of_work_can_neither_read_nor_write(home: OpenHome) -> None:
    keep_name(home)
    with Session(_store(home).engine) as session:
        with pytest.raises(RuntimeError, match="units of work only"):
            session.get(PersonName, 1)
        session.add(PersonName(participant_id=1, family="Mallory"))
        with pytest.raises(RuntimeError, match="units of work only"):
            session.flush()


def test_a_sealed_column_takes_text_only(home: OpenHome) -> None:
    keep_name(home)
    record = PersonName(participant_id=1)
    record.family = b"bytes"  # type: ignore[assignment]
    with pytest.raises(TypeError, match="takes text"), _store(home).unit("test") as unit:
        unit.add(record)


def test_records_are_opened_again_when_read_again(home: OpenHome) -> None:
    keep_name(home, "Okonkwo")
    with Session(_store(home).engine) as session:
        equip(session, Seals(home.sealer, home.randomness))
        record = session.get(PersonName, 1)
        assert record is not None
        session.refresh(record)
        assert record.family == "Okonkwo"
