from __future__ import annotations

import copy
import dataclasses
import threading
from datetime import date

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import MultipleResultsFound

from ati_desktop.errors import Refused
from ati_desktop.models import (
    AuditLine,
    Consent,
    Participant,
    PersonContact,
    PersonName,
    Program,
    Referral,
)
from ati_desktop.models.answers import Missing
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.engine import begin_read
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.units import Conflict, WorkingStore
from tests.storage.conftest import keep_name


@pytest.fixture
def store(home: OpenHome) -> WorkingStore:
    assert home.working is not None
    return home.working


@pytest.fixture
def name(home: OpenHome) -> PersonName:
    return keep_name(home)


def _read(store: WorkingStore, record: PersonName) -> PersonName:
    with store.reading() as reading:
        found = reading.get(PersonName, record.id or 0)
    assert found is not None
    return found


def test_a_kept_record_has_id_uid_version_and_its_plain_text(name: PersonName) -> None:
    assert name.id == 1
    assert len(name.uid) == 32
    assert name.version == 1
    assert name.family == "Okonkwo"


def test_a_record_comes_out_detached_and_complete(store: WorkingStore, name: PersonName) -> None:
    found = _read(store, name)
    store.close()
    assert found == name
    assert dataclasses.asdict(found) == dataclasses.asdict(name)


def test_dates_codes_and_missing_answers_come_back_as_they_were(
    store: WorkingStore, name: PersonName
) -> None:
    referral = Referral(
        participant_id=name.participant_id,
        referred_on=PartialDate(2024, 3, approximate=True),
        decided_on=Missing.UNKNOWN,
        source=Missing.DECLINED,
        urgent_needs=("housing", "food"),
        reason_note="",
    )
    with store.unit("test") as unit:
        unit.add(referral)
    with store.reading() as reading:
        found = reading.one(select(Referral))
    assert found == referral
    assert found is not referral


def test_only_what_changed_is_written_and_sealed_anew(
    store: WorkingStore, name: PersonName
) -> None:
    before = _sealed(store)
    record = _read(store, name)
    record.given = "Ada"
    with store.unit("test") as unit:
        assert unit.save(record) is record
    after = _sealed(store)
    assert record.version == 2
    assert after.family == before.family
    assert after.given != before.given
    assert _read(store, name) == record


def _sealed(store: WorkingStore):  # type: ignore[no-untyped-def]
    with begin_read(store.engine) as connection:
        return connection.execute(text("SELECT family, given FROM person_names")).one()


def test_saving_what_did_not_change_writes_nothing(store: WorkingStore, name: PersonName) -> None:
    with store.unit("test") as unit:
        unit.save(_read(store, name))
    assert _read(store, name).version == 1


def test_a_text_can_be_taken_away(store: WorkingStore, name: PersonName) -> None:
    record = _read(store, name)
    record.given = None
    with store.unit("test") as unit:
        unit.save(record)
    assert _read(store, name).given is None


def test_the_second_of_two_editors_is_shown_both_versions(
    store: WorkingStore, name: PersonName
) -> None:
    first, second = _read(store, name), _read(store, name)
    first.given, second.given = "Ada", "Adaeze"
    with store.unit("test") as unit:
        unit.save(first)
    with pytest.raises(Conflict) as conflict, store.unit("test") as unit:
        unit.save(second)
    assert conflict.value.mine is second
    assert conflict.value.theirs == first
    assert second.given == "Adaeze"
    assert _read(store, name) == first


def test_a_record_taken_away_meanwhile_is_a_conflict(store: WorkingStore, name: PersonName) -> None:
    mine = _read(store, name)
    with store.unit("test") as unit:
        unit.delete(_read(store, name))
    mine.given = "Ada"
    with pytest.raises(Conflict) as conflict, store.unit("test") as unit:
        unit.save(mine)
    assert conflict.value.theirs is None
    with pytest.raises(Conflict), store.unit("test") as unit:
        unit.delete(mine)


def test_a_copy_with_an_id_is_saved_over_its_version(store: WorkingStore, name: PersonName) -> None:
    mine = PersonName(participant_id=name.participant_id, family="Okafor", given=name.given)
    mine.id = name.id
    with store.unit("test") as unit:
        saved = unit.save(mine)
    assert saved.version == 2
    assert saved.uid == name.uid
    assert _read(store, name).family == "Okafor"
    with pytest.raises(Conflict), store.unit("test") as unit:
        unit.save(mine)


def test_an_error_undoes_the_whole_deed(store: WorkingStore, name: PersonName) -> None:
    record = _read(store, name)
    record.family = "Okafor"
    added = PersonContact(participant_id=name.participant_id, value="555-0100")

    def deed() -> None:
        with store.unit("test") as unit:
            unit.save(record)
            unit.add(added)
            raise LookupError

    with pytest.raises(LookupError):
        deed()
    assert _read(store, name).family == "Okonkwo"
    assert _lines(store) == 1
    # and the records can be saved again as they were
    assert added.id is None
    assert record.version == 1
    with store.unit("test") as unit:
        unit.save(record)
        unit.save(added)
    assert _read(store, name).family == "Okafor"
    assert added.value == "555-0100"


def _lines(store: WorkingStore) -> int:
    with store.reading() as reading:
        return reading.one(select(func.count()).select_from(AuditLine)) or 0


def test_a_refused_write_leaves_plain_texts_in_the_records(store: WorkingStore) -> None:
    orphan = PersonName(participant_id=999, family="Okonkwo")
    with pytest.raises(Refused), store.unit("test") as unit:
        unit.add(orphan)
    assert orphan.family == "Okonkwo"
    assert orphan.id is None


def test_what_must_be_unique_is_refused_without_its_value(store: WorkingStore) -> None:
    with store.unit("test") as unit:
        unit.add(Participant(reference="P-1"))
    with pytest.raises(Refused) as refused, store.unit("test") as unit:
        unit.add(Participant(reference="P-1"))
    assert str(refused.value) == "Another record already has the same participants.reference."


def test_a_record_that_others_rest_on_is_not_taken_away(
    store: WorkingStore, name: PersonName
) -> None:
    with store.reading() as reading:
        participant = reading.get(Participant, name.participant_id)
    assert participant is not None
    with pytest.raises(Refused, match="rest on this one"), store.unit("test") as unit:
        unit.delete(participant)


def test_many_records_get_their_ids_in_order(store: WorkingStore, name: PersonName) -> None:
    contacts = [
        PersonContact(participant_id=name.participant_id, value=str(number))
        for number in range(2500)
    ]
    with store.unit("test") as unit:
        unit.add_all(contacts)
    with store.reading() as reading:
        found = reading.all(select(PersonContact).order_by(PersonContact.id))
    assert found == contacts
    assert [contact.value for contact in found] == [str(number) for number in range(2500)]


def test_sealed_columns_can_be_opened_without_making_records(
    store: WorkingStore, name: PersonName
) -> None:
    with store.reading() as reading:
        rows = reading.rows(select(PersonName.uid, PersonName.family))
        assert reading.open_values(PersonName, "family", rows) == ["Okonkwo"]
        with pytest.raises(KeyError):
            reading.open_values(PersonName, "script", rows)


def test_one_thing_is_one_thing(store: WorkingStore, name: PersonName) -> None:
    keep = [PersonContact(participant_id=name.participant_id, value=x) for x in "ab"]
    with store.unit("test") as unit:
        unit.add_all(keep)
    with store.reading() as reading:
        assert reading.one(select(PersonContact).where(PersonContact.id == 99)) is None
        assert reading.one(select(func.count()).select_from(PersonContact)) == 2
        with pytest.raises(MultipleResultsFound):
            reading.one(select(PersonContact))


def test_a_reading_sees_one_state(store: WorkingStore, name: PersonName) -> None:
    with store.reading() as reading:
        before = reading.get(PersonName, 1)
        changed = _read(store, name)
        changed.family = "Okafor"
        with store.unit("test") as unit:
            unit.save(changed)
        assert reading.get(PersonName, 1) == before
    assert _read(store, name) == changed


def test_a_unit_reads_what_it_wrote(store: WorkingStore, name: PersonName) -> None:
    with store.unit("test") as unit:
        record = unit.get(PersonName, 1)
        assert record is not None
        record.family = "Okafor"
        unit.save(record)
        again = unit.get(PersonName, 1)
        assert again == record
        assert again is not record


def test_a_deed_inside_a_deed_is_a_fault(store: WorkingStore) -> None:
    with store.unit("outer"):
        with pytest.raises(RuntimeError, match="already under way"), store.unit("inner"):
            pass  # pragma: no cover - never entered
        other: list[int] = []
        thread = threading.Thread(target=lambda: other.append(_lines(store)))
        thread.start()
        thread.join()
    assert other == [0]
    assert _lines(store) == 1


def test_one_statement_over_many_rows_is_written_down(
    store: WorkingStore, name: PersonName
) -> None:
    with store.unit("test") as unit:
        unit.add_all(
            PersonContact(participant_id=name.participant_id, value=x, kind="phone") for x in "abc"
        )
        assert unit.run(update(PersonContact).values(kind="email")) == 3
        assert unit.run(delete(PersonContact).where(PersonContact.id > 1)) == 2
        with pytest.raises(ValueError, match="sealed columns"):
            unit.run(update(PersonContact).values(value=b"plain"))
        with pytest.raises(ValueError, match="sealed columns"):
            unit.run(insert(PersonContact).values(participant_id=1, value=b"plain"))
    with store.reading() as reading:
        assert reading.ids(select(PersonContact.id).where(PersonContact.kind == "email")) == [1]
        line = reading.one(select(AuditLine.subject).order_by(AuditLine.id.desc()).limit(1))
    assert '"verb":"update"' in (line or "")
    assert '"verb":"delete"' in (line or "")


def test_a_plain_copy_of_a_record_is_not_bound_to_the_store(
    store: WorkingStore, name: PersonName
) -> None:
    twin = dataclasses.replace(name, uid="", family="Okafor")
    with store.unit("test") as unit:
        unit.add(twin)
    assert twin.uid != name.uid
    assert _read(store, twin).family == "Okafor"
    assert copy.copy(_read(store, name)).family == "Okonkwo"


def test_plain_dates_and_truth_values_come_back(store: WorkingStore, name: PersonName) -> None:
    consent = Consent(
        participant_id=name.participant_id,
        signed_on=date(2024, 2, 29),
        sections=("diagnosis",),
        irrevocable_until_event=True,
        discloser="Dr. Obi",
    )
    with store.unit("test") as unit:
        unit.add(consent)
    with store.reading() as reading:
        assert reading.one(select(Consent)) == consent


def test_records_without_sealed_columns_need_no_seal(store: WorkingStore) -> None:
    with store.unit("test") as unit:
        program = unit.add(Program(code="DC", name="Drug court"))
    assert program.id == 1
