from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text

from ati_desktop.models import AuditLine, Participant, PersonContact, PersonName
from ati_desktop.storage.engine import begin_write
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.units import WorkingStore
from tests.storage.conftest import keep_name


@pytest.fixture
def store(home: OpenHome) -> WorkingStore:
    assert home.working is not None
    return home.working


def _lines(store: WorkingStore) -> list[AuditLine]:
    with store.reading() as reading:
        return reading.all(select(AuditLine).order_by(AuditLine.id))


def test_each_deed_is_one_line_with_who_when_and_what(store: WorkingStore, home: OpenHome) -> None:
    name = keep_name(home)
    with store.unit("change name") as unit:
        name.given = "Ada"
        unit.save(name)
        unit.saw("people", 7)
    first, second = _lines(store)
    assert (second.id, second.user, second.deed) == (2, "ana", "change name")
    assert second.at.startswith("2026-03-11T09:0")
    assert second.at.endswith("+00:00")
    assert json.loads(second.subject) == [
        {"table": "person_names", "id": 1, "verb": "changed", "fields": ["given"]},
        {"table": "people", "id": 7, "verb": "saw", "fields": []},
    ]
    assert json.loads(first.subject)[1] == {
        "table": "person_names",
        "id": 1,
        "verb": "added",
        "fields": ["participant_id", "position", "family", "given"],
    }


def test_looking_is_written_down_too(store: WorkingStore) -> None:
    with store.unit("sign in"):
        pass
    assert [(line.deed, line.subject) for line in _lines(store)] == [("sign in", "[]")]


def test_no_value_is_ever_written_down(store: WorkingStore, home: OpenHome) -> None:
    name = keep_name(home, "Okonkwo", "Ngozi")
    name.family = "Okafor"
    with store.unit("change") as unit:
        unit.save(name)
    with store.unit("remove") as unit:
        unit.delete(name)
    said = " ".join(line.subject for line in _lines(store))
    assert not [word for word in ("Okonkwo", "Okafor", "Ngozi") if word in said]
    assert '"removed"' in said


@pytest.mark.parametrize(("count", "listed"), [(50, 50), (51, 1)])
def test_more_than_fifty_records_are_counted(
    store: WorkingStore, home: OpenHome, count: int, listed: int
) -> None:
    keep_name(home)
    with store.unit("many") as unit:
        unit.add_all(PersonContact(participant_id=1, value=str(n)) for n in range(count))
    subject = json.loads(_lines(store)[-1].subject)
    assert len(subject) == listed
    if listed == 1:
        assert subject == [{"table": "person_contacts", "verb": "added", "count": 51}]


def test_an_unbroken_chain_holds_and_has_a_head_of_eight_groups(
    store: WorkingStore, home: OpenHome
) -> None:
    assert store.verify_audit().lines == 0
    for _ in range(5):
        keep_name(home)
    result = store.verify_audit()
    assert result.ok
    assert result.lines == 5
    assert result.first_bad is None
    assert [len(group) for group in result.head.split()] == [4] * 8


@pytest.mark.parametrize(
    ("edit", "first_bad"),
    [
        ("UPDATE audit SET user = 'eva' WHERE id = 3", 3),
        ("UPDATE audit SET at = '2020' WHERE id = 3", 3),
        ("UPDATE audit SET deed = 'nothing' WHERE id = 3", 3),
        ("UPDATE audit SET subject = '[]' WHERE id = 3", 3),
        ("UPDATE audit SET mac = zeroblob(32) WHERE id = 3", 3),
        ("DELETE FROM audit WHERE id = 3", 4),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("UPDATE audit SET id = 9 WHERE id = 3", 4),
        ("UPDATE audit SET previous = zeroblob(32) WHERE id = 3", 3),
    ],
)
def test_an_edited_or_missing_line_is_found(
    store: WorkingStore, home: OpenHome, edit: str, first_bad: int
) -> None:
    for _ in range(5):
        keep_name(home)
    with begin_write(store.engine) as connection:
        connection.execute(text(edit))
    result = store.verify_audit()
    assert not result.ok
    assert result.first_bad == first_bad


def test_the_newest_lines_cut_off_are_found_by_the_printed_head(
    store: WorkingStore, home: OpenHome
) -> None:
    for _ in range(5):
        keep_name(home)
    printed = store.verify_audit().head
    with begin_write(store.engine) as connection:
        connection.execute(text("DELETE FROM audit WHERE id > 3"))
    result = store.verify_audit()
    assert result.ok
    assert result.head != printed


def test_who_does_not_hold_the_key_cannot_write_a_chain(
    store: WorkingStore, home: OpenHome
) -> None:
    keep_name(home)
    store._audit_key = bytes(32)
    assert store.verify_audit().first_bad == 1


def test_nothing_is_kept_when_the_line_cannot_be_written(
    store: WorkingStore, home: OpenHome
) -> None:
    keep_name(home)
    with begin_write(store.engine) as connection:
        connection.execute(text("ALTER TABLE audit RENAME COLUMN deed TO done"))

    def deed() -> None:
        with store.unit("test") as unit:
            unit.add(Participant(reference="P-X"))

    with pytest.raises(Exception, match="deed"):
        deed()
    with store.reading() as reading:
        assert reading.ids(select(Participant.id).where(Participant.reference == "P-X")) == []
        assert len(reading.ids(select(PersonName.id))) == 1


def test_the_head_on_papers_is_that_of_the_chain(store: WorkingStore, home: OpenHome) -> None:
    with store.reading() as reading:
        assert reading.audit_head() == "0"
    keep_name(home)
    keep_name(home)
    with store.reading() as reading:
        assert reading.audit_head() == f"2: {store.verify_audit().head}"
