"""Many rows at once are sealed, counted and undone like records one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ati_desktop.errors import Refused
from ati_desktop.models import AuditLine, Participant, PersonName
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.units import WorkingStore

PEOPLE = [{"reference": f"P-{number:04d}", "sex": "1"} for number in range(50)]


@pytest.fixture
def store(home: OpenHome) -> WorkingStore:
    assert home.working is not None
    return home.working


def test_rows_come_back_as_records_in_the_order_of_their_ids(store: WorkingStore) -> None:
    with store.unit("many") as unit:
        ids = unit.add_rows(Participant, PEOPLE)
        unit.add_rows(
            PersonName, [{"participant_id": one, "family": f"Family {one}"} for one in ids]
        )
    with store.reading() as reading:
        people = {one.id: one for one in reading.all(select(Participant))}
        names = reading.all(select(PersonName))
    assert [people[one].reference for one in ids] == [row["reference"] for row in PEOPLE]
    assert {one.version for one in people.values()} == {1}
    assert not any(one.restricted for one in people.values())
    assert len({one.uid for one in people.values()}) == len(PEOPLE)
    assert all(one.family == f"Family {one.participant_id}" for one in names)


def test_sealed_fields_lie_sealed_in_the_store(store: WorkingStore) -> None:
    with store.unit("many") as unit:
        (participant,) = unit.add_rows(Participant, PEOPLE[:1])
        unit.add_rows(PersonName, [{"participant_id": participant, "family": "Okonkwo"}])
    with store.reading() as reading:
        (row,) = reading.rows(select(PersonName.__table__.c.family))
    assert isinstance(row[0], bytes)
    assert b"Okonkwo" not in row[0]


def test_a_mistake_undoes_the_whole_deed(store: WorkingStore) -> None:
    def keep_one_twice() -> None:
        with store.unit("many") as unit:
            unit.add_rows(Participant, PEOPLE)
            unit.add_rows(Participant, PEOPLE[:1])

    with pytest.raises(Refused, match="same"):
        keep_one_twice()
    with store.reading() as reading:
        assert reading.ids(select(Participant.id)) == []


def test_the_audit_line_counts_them(store: WorkingStore) -> None:
    with store.unit("many") as unit:
        unit.add_rows(Participant, PEOPLE)
    with store.reading() as reading:
        last = reading.all(select(AuditLine).order_by(AuditLine.id))[-1]
    assert "50 together" in last.subject
    assert store.verify_audit().ok


def test_a_column_that_is_not_there_is_a_fault(store: WorkingStore) -> None:
    with pytest.raises(KeyError), store.unit("many") as unit:
        unit.add_rows(Participant, [{"colour": "green"}])


def test_no_rows_are_no_work(store: WorkingStore) -> None:
    with store.unit("many") as unit:
        assert unit.add_rows(Participant, []) == []
