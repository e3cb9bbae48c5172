"""Every noun is saved, read, changed and removed by the same deed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from ati_desktop.casework.caseload import caseload_rows
from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.finding import find_people
from ati_desktop.casework.nouns import NOUNS
from ati_desktop.casework.records import (
    Conflict,
    list_records,
    read_record,
    remove_record,
    save_record,
)
from ati_desktop.casework.values import FormValue, Incomplete
from ati_desktop.errors import Refused
from ati_desktop.models import AuditLine, ConsentRecipient, LegalCase, Offence, PersonIdentifier
from tests.casework.offices import (
    Clock,
    add,
    add_consent,
    add_person,
    add_program,
    add_provider,
    at_desk,
    consent_values,
)

VALUES: dict[str, dict[str, FormValue]] = {
    "person": {"birth_date": "1986-03", "safe_to_contact": "no", "contact_rules": "After five."},
    "name": {"family": "Ojukwu", "given": "Ada", "kind": "alias", "script": "Latn"},
    "identifier": {"kind": "national", "value": "AB 12 34", "issuer": "Lagos"},
    "contact": {"kind": "mobile", "value": "555 0123", "safe": "yes", "note": "Her sister's."},
    "legal_case": {"docket": "2026-DM-1", "judge": "Hon. A", "received_on": "2026-02"},
    "referral": {"referred_on": "2026-03-01", "source": "police", "reason_note": "Asked for it."},
    "event": {"kind": "arrest", "happened_on": "2025-11~", "offence_on": "2025", "section": "05"},
    "episode": {"admitted_on": "2026-03-10"},
    "provider": {"name": "Cedar House", "kind": "treatment", "services": ("U5",), "active": "yes"},
    "program": {"code": "MHC", "name": "Mental Health Court", "active": "yes"},
}
CHANGES: dict[str, tuple[str, FormValue]] = {
    "person": ("birth_date", "1986-03-11"),
    "name": ("given", "Adaeze"),
    "identifier": ("value", "ZZ 99"),
    "contact": ("note", None),
    "legal_case": ("docket", "2026-DM-2"),
    "offence": ("charge", "Trespass"),
    "referral": ("decision", "admitted"),
    "consent": ("expires_on", "2027-01-31"),
    "enrollment": ("phase", "2"),
    "episode": ("ended_on", "2026-04"),
    "stay": ("in_custody", "yes"),
    "event": ("happened_on", "unknown"),
    "provider": ("services", ("U3", "U5")),
    "program": ("name", "Wellness Court"),
    "participant": ("sex", "declined"),
}


@dataclass
class Case:
    """A participant with the records that others need to exist first."""

    desk: Desk
    person: int
    provider: int
    program: int
    legal_case: int
    episode: int

    def values(self, noun: str) -> dict[str, FormValue]:
        """Return a whole form of a noun."""
        rest: dict[str, dict[str, FormValue]] = {
            "offence": {"legal_case_id": str(self.legal_case), "charge": "Theft", "section": "05"},
            "consent": dict(consent_values(self.provider)),
            "enrollment": {"program_id": str(self.program), "admitted_on": "2026-03-05"},
            "stay": {"episode_id": str(self.episode), "level_of_care": "2.1"},
        }
        return dict((VALUES | rest)[noun])

    def owner(self, noun: str) -> int | None:
        """Return who a noun belongs to."""
        return None if noun in ("provider", "program") else self.person


@pytest.fixture
def case(ana: Desk) -> Case:
    person = add_person(ana)
    return Case(
        ana,
        person,
        add_provider(ana),
        add_program(ana),
        add(ana, "legal_case", person, docket="2026-DM-77"),
        add(ana, "episode", person, admitted_on="2026-03-01"),
    )


NEW = sorted(set(NOUNS) - {"participant"})


@pytest.mark.parametrize("noun", NEW)
def test_a_new_record_comes_back_as_it_was_typed(case: Case, noun: str) -> None:
    values = case.values(noun)
    saved = save_record(case.desk, noun, values, participant_id=case.owner(noun))
    read = read_record(case.desk, noun, saved.id)
    assert {name: read.values[name] for name in values} == values
    assert (read.version, saved.version) == (1, 1)
    assert read.participant_id == saved.participant_id == case.owner(noun)
    assert saved.changed is NOUNS[noun].changed
    assert read.id in [one.id for one in list_records(case.desk, noun, case.owner(noun))]


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_a_change_is_kept_with_the_next_version(case: Case, noun: str) -> None:
    if noun == "participant":
        record_id = case.person
    else:
        values = case.values(noun)
        record_id = save_record(case.desk, noun, values, participant_id=case.owner(noun)).id
    name, value = CHANGES[noun]
    before = read_record(case.desk, noun, record_id)
    asked = {**before.values, name: value}
    if noun == "event":
        asked["offence_on"] = None
    saved = save_record(case.desk, noun, asked, record_id=record_id, base_version=before.version)
    after = read_record(case.desk, noun, record_id)
    assert after.values == asked
    assert after.version == saved.version == before.version + 1


@pytest.mark.parametrize("noun", NEW)
def test_a_record_entered_by_mistake_is_removed(case: Case, noun: str) -> None:
    values = case.values(noun)
    saved = save_record(case.desk, noun, values, participant_id=case.owner(noun))
    assert remove_record(case.desk, noun, saved.id, 1) is NOUNS[noun].changed
    with pytest.raises(Refused, match="no longer there"):
        read_record(case.desk, noun, saved.id)
    # A second removal finds nothing to do.
    assert remove_record(case.desk, noun, saved.id, 1) is NOUNS[noun].changed


@pytest.mark.parametrize("noun", NEW)
def test_every_deed_leaves_one_audit_line_without_a_word_of_the_record(
    case: Case, noun: str
) -> None:
    def lines() -> list[AuditLine]:
        with case.desk.working.reading() as reading:
            return reading.all(select(AuditLine).order_by(AuditLine.id))

    before = lines()
    values = case.values(noun)
    saved = save_record(case.desk, noun, values, participant_id=case.owner(noun))
    remove_record(case.desk, noun, saved.id, 1)
    new = lines()[len(before) :]
    assert [line.deed for line in new] == [f"save {noun}", f"remove {noun}"]
    texts = [
        one
        for one in values.values()
        if isinstance(one, str) and len(one) > 5 and not one.isalpha()
    ]
    assert not [text for text in texts for line in new if text in line.subject]


INCOMPLETE: list[tuple[str, str, FormValue, str]] = [
    ("name", "family", "x" * 20_001, "family"),
    ("person", "birth_date", "1986-13", "birth_date"),
    ("person", "birth_date", "last spring", "birth_date"),
    ("person", "birth_date", "2026-06", "birth_date"),
    ("person", "birth_date", "1890", "birth_date"),
    ("identifier", "kind", None, "kind"),
    ("identifier", "value", "  ", "value"),
    ("contact", "value", None, "value"),
    ("legal_case", "received_on", "2026-05-18", "received_on"),
    ("legal_case", "disposed_on", "2026-01-31", "disposed_on"),
    ("legal_case", "next_hearing_on", "2026-06", "next_hearing_on"),
    ("legal_case", "court_id", "999999", "court_id"),
    ("legal_case", "court_id", "the court", "court_id"),
    ("legal_case", "court_id", "--1", "court_id"),
    ("offence", "legal_case_id", None, "legal_case_id"),
    ("offence", "offence_on", "2026-06", "offence_on"),
    ("offence", "section", "99", "section"),
    ("referral", "referred_on", None, "referred_on"),
    ("referral", "referred_on", "2027", "referred_on"),
    ("referral", "decided_on", "2026-02-28", "decided_on"),
    ("referral", "source", ("court", "police"), "source"),
    ("referral", "urgent_needs", ("housing", "a yacht"), "urgent_needs"),
    ("enrollment", "program_id", None, "program_id"),
    ("enrollment", "exited_on", "2026-03-04", "exited_on"),
    ("enrollment", "exited_on", "2026-04-04", "exit_program"),
    ("enrollment", "phase_since", "2026-03-01", "phase_since"),
    ("episode", "admitted_on", None, "admitted_on"),
    ("episode", "ended_on", "2026-03-09", "ended_on"),
    ("stay", "level_of_care", None, "level_of_care"),
    ("stay", "in_custody", "perhaps", "in_custody"),
    ("event", "kind", None, "kind"),
    ("event", "happened_on", None, "happened_on"),
    ("event", "happened_on", "2024-12-31", "happened_on"),
    ("event", "ended_on", "2024-09", "ended_on"),
    ("consent", "kind", "unknown", "kind"),
    ("consent", "discloser", None, "discloser"),
    ("consent", "sections", (), "sections"),
    ("consent", "purposes", None, "purposes"),
    ("consent", "purposes", ("proceedings", "treatment"), "purposes"),
    ("consent", "signed_on", None, "signed_on"),
    ("consent", "signed_on", "2026-05-18", "signed_on"),
    ("consent", "signed_by", "not_asked", "signed_by"),
    ("consent", "expires_on", None, "expires_on"),
    ("consent", "expires_on", "2026-03-31", "expires_on"),
    ("consent", "valid_from", "2027-01-01", "expires_on"),
    ("consent", "revoked_on", "2026-05-18", "revoked_on"),
    ("consent", "revoked_on", "2026-03-31", "revoked_on"),
    ("consent", "event_happened_on", "2026-05-18", "event_happened_on"),
    ("consent", "recipients", (), "recipients"),
    ("consent", "recipients", ("provider:999999",), "recipients"),
    ("consent", "recipients", ("provider:x",), "recipients"),
    ("consent", "recipients", ("kind:unknown",), "recipients"),
    ("consent", "recipients", ("everybody",), "recipients"),
    ("provider", "name", None, "name"),
    ("provider", "name", "x" * 201, "name"),
    ("provider", "kind", None, "kind"),
    ("program", "code", "", "code"),
    ("contact", "note", "x" * 20_001, "note"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "field", "value", "told"), INCOMPLETE)
def test_an_incomplete_form_is_told_by_its_field_and_nothing_is_kept(
    case: Case, noun: str, field: str, value: FormValue, told: str
) -> None:
    owner = case.owner(noun)
    before = list_records(case.desk, noun, owner)
    with pytest.raises(Incomplete) as refused:
        save_record(case.desk, noun, case.values(noun) | {field: value}, participant_id=owner)
    assert told in refused.value.problems
    assert refused.value.problems[told].endswith(".")
    assert list_records(case.desk, noun, owner) == before


def test_a_name_without_any_part_is_not_kept(case: Case) -> None:
    with pytest.raises(Incomplete) as refused:
        add(case.desk, "name", case.person, family=" ", kind="alias")
    assert set(refused.value.problems) == {"family"}


def test_a_consent_without_any_recipients_in_its_form_is_not_kept(case: Case) -> None:
    values = case.values("consent")
    del values["recipients"]
    with pytest.raises(Incomplete) as refused:
        save_record(case.desk, "consent", values, participant_id=case.person)
    assert "recipients" in refused.value.problems


@pytest.mark.parametrize(
    ("kind", "event", "told"),
    [("criminal_justice", None, "revoked_on"), ("general", None, "irrevocable_until_event")],
)
def test_only_a_criminal_justice_consent_binds_until_its_event(
    case: Case, kind: str, event: str | None, told: str
) -> None:
    values = case.values("consent") | {
        "kind": kind, "irrevocable_until_event": "yes", "revoked_on": "2026-05-01",
    }  # fmt: skip
    with pytest.raises(Incomplete) as refused:
        save_record(case.desk, "consent", values, participant_id=case.person)
    assert told in refused.value.problems
    values |= {"kind": "criminal_justice", "event_happened_on": "2026-04-30"}
    assert save_record(case.desk, "consent", values, participant_id=case.person).id


@pytest.mark.parametrize(
    ("noun", "field", "of"),
    [("offence", "legal_case_id", "legal_case"), ("referral", "legal_case_id", "legal_case"),
     ("stay", "episode_id", "episode")],
)  # fmt: skip
def test_a_record_rests_on_records_of_the_same_participant_only(
    case: Case, noun: str, field: str, of: str
) -> None:
    stranger = add_person(case.desk, "Somebody", "Else")
    theirs = add(case.desk, of, stranger, **VALUES[of])
    values = case.values(noun) | {field: str(theirs)}
    with pytest.raises(Incomplete) as refused:
        save_record(case.desk, noun, values, participant_id=case.person)
    assert refused.value.problems == {field: "It belongs to another participant."}


def test_a_record_on_which_others_rest_is_not_removed(case: Case) -> None:
    add(case.desk, "offence", case.person, **case.values("offence"))
    with pytest.raises(Refused, match="rest on this one"):
        remove_record(case.desk, "legal_case", case.legal_case, 1)
    assert read_record(case.desk, "legal_case", case.legal_case).values["docket"] == "2026-DM-77"


def test_somebody_elses_save_raises_a_conflict_that_holds_both(case: Case) -> None:
    first = read_record(case.desk, "legal_case", case.legal_case)
    save_record(
        case.desk, "legal_case", {**first.values, "judge": "Hon. B"},
        record_id=first.id, base_version=first.version,
    )  # fmt: skip
    mine = {**first.values, "judge": "Hon. C"}
    with pytest.raises(Conflict) as conflict:
        save_record(case.desk, "legal_case", mine, record_id=first.id, base_version=first.version)
    assert conflict.value.mine == mine
    assert isinstance(conflict.value.theirs, dict)
    assert conflict.value.theirs["judge"] == "Hon. B"
    with pytest.raises(Conflict):
        remove_record(case.desk, "legal_case", first.id, first.version)
    assert read_record(case.desk, "legal_case", first.id).values["judge"] == "Hon. B"


def test_a_change_that_does_not_say_its_version_is_a_fault(case: Case) -> None:
    with pytest.raises(TypeError):
        save_record(case.desk, "legal_case", {}, record_id=case.legal_case)


def test_a_form_whose_record_is_gone_says_to_copy_what_was_typed(case: Case) -> None:
    remove_record(case.desk, "episode", case.episode, 1)
    with pytest.raises(Refused, match="Copy what you typed"):
        save_record(
            case.desk, "episode", {"ended_on": "2026-04"}, record_id=case.episode, base_version=1
        )


def test_the_blind_index_follows_its_value(case: Case) -> None:
    def index() -> bytes | None:
        with case.desk.working.reading() as reading:
            found = reading.get(LegalCase, case.legal_case)
        assert found is not None
        return found.docket_index

    def change(docket: str | None) -> bytes | None:
        now = read_record(case.desk, "legal_case", case.legal_case)
        save_record(
            case.desk, "legal_case", {**now.values, "docket": docket},
            record_id=now.id, base_version=now.version,
        )  # fmt: skip
        return index()

    first = index()
    assert first is not None
    assert len(first) == 32
    assert change("2026-DM-78") not in (first, None)
    assert change("2026-dm-77") == first
    assert change(None) is None


def test_two_kinds_of_number_have_different_indexes(case: Case) -> None:
    same = "2026-DM-77"
    add(case.desk, "identifier", case.person, kind="court_person", value=same)
    with case.desk.working.reading() as reading:
        number = reading.one(select(PersonIdentifier))
        docket = reading.get(LegalCase, case.legal_case)
    assert number is not None
    assert docket is not None
    assert number.value_index != docket.docket_index


def test_new_recipients_take_the_place_of_the_old_ones(case: Case) -> None:
    consent = add_consent(case.desk, case.person, case.provider)
    other = add_provider(case.desk, "Cedar House", "treatment")
    before = read_record(case.desk, "consent", consent)
    chosen = ("kind:probation", f"provider:{other}")
    values = {**before.values, "recipients": chosen}
    saved = save_record(case.desk, "consent", values, record_id=consent, base_version=1)
    assert read_record(case.desk, "consent", consent).values["recipients"] == chosen
    with case.desk.working.reading() as reading:
        kept = reading.all(select(ConsentRecipient))
    assert {(one.provider_id, one.provider_kind) for one in kept} == {
        (other, None),
        (None, "probation"),
    }
    # Whoever still has the older recipients in front of them is told.
    assert saved.version == 2
    with pytest.raises(Conflict):
        save_record(case.desk, "consent", before.values, record_id=consent, base_version=1)


def test_recipients_stay_where_a_form_does_not_speak_of_them(case: Case) -> None:
    consent = add_consent(case.desk, case.person, case.provider)
    values = {"note": "Told again on the phone."}
    save_record(case.desk, "consent", values, record_id=consent, base_version=1)
    same = read_record(case.desk, "consent", consent)
    assert same.values["recipients"] == (f"provider:{case.provider}",)
    # Saved as it is, it stays the version it was.
    again = save_record(case.desk, "consent", same.values, record_id=consent, base_version=2)
    assert again.version == 2


def test_one_recipient_chosen_twice_is_one_recipient(case: Case) -> None:
    twice = (f"provider:{case.provider}", f"provider:{case.provider}")
    consent = add_consent(case.desk, case.person, case.provider, recipients=twice)
    assert read_record(case.desk, "consent", consent).values["recipients"] == twice[:1]


def test_a_removed_consent_takes_its_recipients_along(case: Case) -> None:
    consent = add_consent(case.desk, case.person, case.provider)
    remove_record(case.desk, "consent", consent, 1)
    with case.desk.working.reading() as reading:
        assert reading.all(select(ConsentRecipient)) == []


def test_a_new_name_is_found_at_once_and_a_removed_one_no_more(case: Case) -> None:
    alias = add(case.desk, "name", case.person, family="Ojukwu", given="Ada", kind="alias")
    assert [hit.participant_id for hit in find_people(case.desk, "ojuk")] == [case.person]
    remove_record(case.desk, "name", alias, 1)
    assert find_people(case.desk, "ojuk") == []


def test_a_restricted_participant_is_hidden_at_once(case: Case) -> None:
    before = read_record(case.desk, "participant", case.person)
    save_record(
        case.desk, "participant", {**before.values, "restricted": "yes"},
        record_id=case.person, base_version=before.version,
    )  # fmt: skip
    assert find_people(case.desk, "Okonkwo") == []
    (row,) = caseload_rows(case.desk, [case.person])
    assert row is not None
    assert row.name == row.reference


def test_fields_that_no_form_may_write_stay_as_they_are(case: Case) -> None:
    before = read_record(case.desk, "legal_case", case.legal_case)
    save_record(
        case.desk, "legal_case",
        {**before.values, "id": "9", "uid": "x", "version": "7", "docket_index": "y",
         "participant_id": "3", "judge": "Hon. D"},
        record_id=before.id, base_version=before.version,
    )  # fmt: skip
    after = read_record(case.desk, "legal_case", case.legal_case)
    assert after.values == {**before.values, "judge": "Hon. D"}
    assert (after.participant_id, after.version) == (case.person, before.version + 1)


def test_half_a_letter_from_a_clipboard_does_no_harm(case: Case) -> None:
    note = add(case.desk, "contact", case.person, kind="mobile", value="5\x0055", note="a\ud83db")
    assert read_record(case.desk, "contact", note).values["note"] == "a?b"
    assert read_record(case.desk, "contact", note).values["value"] == "555"


def test_what_was_saved_is_there_after_signing_in_again(pier: Path, clock: Clock) -> None:
    with at_desk(pier, clock=clock) as desk:
        person = add_person(desk)
        case = add(desk, "legal_case", person, docket="2026-DM-1", judge="Hon. Ünal")
        add(desk, "offence", person, legal_case_id=str(case), charge="Theft")
    with at_desk(pier, clock=clock) as desk:
        assert read_record(desk, "legal_case", case).values["judge"] == "Hon. Ünal"
        assert [hit.participant_id for hit in find_people(desk, "2026-DM-1")] == [person]
        with desk.working.reading() as reading:
            assert [one.charge for one in reading.all(select(Offence))] == ["Theft"]


def test_the_answer_of_a_write_names_what_changed() -> None:
    assert {noun.changed for noun in NOUNS.values()} <= set(Changed)
