"""Which consent lets a paper out, and what a refusal says is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ati_desktop.casework.consents import (
    Cover,
    consent_state,
    consents_of,
    find_cover,
)
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.values import FormValue
from ati_desktop.errors import Refused
from ati_desktop.models import Consent, ConsentRecipient, Provider
from tests.casework.offices import NOON, add_consent, add_person, add_provider

TODAY = NOON.date()
WANTED = ("identity", "referral", "justice", "offences")


@dataclass
class Ask:
    """A participant, a court, another organisation, and the question."""

    desk: Desk
    person: int
    court: int
    clinic: int

    def consent(self, **said: FormValue) -> int:
        """Record a consent to the court."""
        return add_consent(self.desk, self.person, self.court, **said)

    def cover(self, *, purpose: str = "referral", recipient: int | None = None) -> Cover:
        """Ask which consent covers the wanted sections today."""
        with self.desk.working.reading() as reading:
            to = reading.get(Provider, recipient or self.court)
            assert to is not None
            return find_cover(reading, self.person, to, purpose, TODAY, WANTED)

    def spoil(self, consent_id: int, **columns: Any) -> None:
        """Change a stored consent in a way that no form allows."""
        with self.desk.working.unit("spoil") as unit:
            consent = unit.get(Consent, consent_id)
            assert consent is not None
            for name, value in columns.items():
                setattr(consent, name, value)
            unit.save(consent)


@pytest.fixture
def ask(ana: Desk) -> Ask:
    clinic = add_provider(ana, "Harbor Clinic", "treatment")
    return Ask(ana, add_person(ana), add_provider(ana), clinic)


def test_a_whole_live_consent_covers_what_it_names(ask: Ask) -> None:
    consent = ask.consent(sections=("identity", "referral", "tests"))
    cover = ask.cover()
    assert cover.consent.id == consent
    assert (cover.sections, cover.withheld) == (("identity", "referral"), ("justice", "offences"))
    assert [one.provider_id for one in cover.recipients] == [ask.court]


def test_without_any_consent_there_is_no_cover(ask: Ask) -> None:
    with pytest.raises(Refused, match="No consent names Circuit Court as a recipient"):
        ask.cover()


def test_a_consent_to_somebody_else_is_none(ask: Ask) -> None:
    ask.consent(recipients=(f"provider:{ask.clinic}",))
    with pytest.raises(Refused, match="No consent names Circuit Court"):
        ask.cover()
    assert ask.cover(recipient=ask.clinic)


def test_a_consent_to_all_courts_is_one_to_this_court(ask: Ask) -> None:
    ask.consent(recipients=("kind:court",))
    assert ask.cover()
    with pytest.raises(Refused, match="No consent names Harbor Clinic"):
        ask.cover(recipient=ask.clinic)


def test_another_purpose_is_refused_by_its_name(ask: Ask) -> None:
    ask.consent(purposes=("treatment",))
    with pytest.raises(Refused, match="does not name this purpose"):
        ask.cover()


@pytest.mark.parametrize(
    "said",
    [
        {"expires_on": "2026-05-16"},
        {"revoked_on": "2026-05-17"},
        {"valid_from": "2026-05-18"},
        {"event_happened_on": "2026-05-17"},
    ],
    ids=["ended", "revoked", "not yet begun", "event happened"],
)
def test_a_consent_that_is_not_in_force_is_refused(ask: Ask, said: dict[str, FormValue]) -> None:
    ask.consent(**said)
    with pytest.raises(Refused, match="not in force today"):
        ask.cover()


@pytest.mark.parametrize(
    "columns",
    [{"kind": None}, {"kind": "unknown"}, {"discloser": None}, {"signed_by": None},
     {"signed_by": "not_asked"}, {"expires_on": None}],
)  # fmt: skip
def test_a_consent_that_lacks_an_element_is_refused(ask: Ask, columns: dict[str, Any]) -> None:
    ask.spoil(ask.consent(), **columns)
    with pytest.raises(Refused, match="lacks a required element"):
        ask.cover()


@pytest.mark.parametrize("columns", [{"sections": ()}, {"signed_on": None}, {"purposes": ()}])
def test_no_sections_no_signature_and_no_purpose_are_refused_too(
    ask: Ask, columns: dict[str, Any]
) -> None:
    ask.spoil(ask.consent(), **columns)
    with pytest.raises(Refused):
        ask.cover()


def test_a_consent_whose_recipients_are_gone_covers_nobody(ask: Ask) -> None:
    ask.consent()
    with ask.desk.working.unit("spoil") as unit:
        for one in unit.all(select(ConsentRecipient)):
            unit.delete(one)
    with pytest.raises(Refused, match="No consent names"):
        ask.cover()


def test_a_combined_consent_for_proceedings_is_refused(ask: Ask) -> None:
    consent = ask.consent(kind="proceedings", purposes=("proceedings",))
    assert ask.cover(purpose="proceedings")
    ask.spoil(consent, purposes=("proceedings", "referral"))
    for purpose in ("proceedings", "referral"):
        with pytest.raises(Refused, match="purpose"):
            ask.cover(purpose=purpose)


def test_a_consent_that_covers_nothing_of_the_paper_says_so(ask: Ask) -> None:
    ask.consent(sections=("tests", "medications"))
    with pytest.raises(Refused, match="covers nothing of this paper"):
        ask.cover()


def test_of_several_consents_the_one_that_covers_most_is_taken(ask: Ask) -> None:
    ask.consent(sections=("identity", "referral"))
    most = ask.consent(sections=("identity", "referral", "justice"))
    ask.consent(sections=WANTED, expires_on="2026-05-01")
    assert ask.cover().consent.id == most


def test_consents_are_never_added_up(ask: Ask) -> None:
    ask.consent(sections=("identity", "referral"))
    ask.consent(sections=("identity", "justice"))
    assert len(ask.cover().sections) == 2


def test_a_consent_that_names_the_person_comes_before_one_that_covers_more(ask: Ask) -> None:
    ask.consent(sections=("referral", "justice", "offences"))
    named = ask.consent(sections=("identity", "referral"))
    assert ask.cover().consent.id == named


def test_the_nearest_reason_is_told(ask: Ask) -> None:
    ask.consent(purposes=("treatment",))
    with pytest.raises(Refused, match="purpose"):
        ask.cover()
    ask.spoil(ask.consent(), discloser=None)
    with pytest.raises(Refused, match="required element"):
        ask.cover()
    ask.consent(expires_on="2026-05-01")
    with pytest.raises(Refused, match="not in force"):
        ask.cover()
    ask.consent()
    assert ask.cover()


def test_the_newest_signature_stands_first(ask: Ask) -> None:
    older = ask.consent(signed_on="2026-02-01")
    newer = ask.consent(signed_on="2026-03-01")
    assert [one.id for one in consents_of(ask.desk, ask.person)] == [newer, older]


def signed(**said: Any) -> Consent:
    return Consent(participant_id=1, signed_on=date(2026, 1, 1), **said)


@pytest.mark.parametrize(
    ("consents", "state", "ends"),
    [
        ([], "none", None),
        ([signed()], "live", None),
        ([signed(expires_on=TODAY + timedelta(days=15))], "live", 15),
        ([signed(expires_on=TODAY + timedelta(days=14))], "ends_soon", 14),
        ([signed(expires_on=TODAY)], "ends_soon", 0),
        ([signed(expires_on=TODAY - timedelta(days=1))], "ended", -1),
        ([signed(revoked_on=TODAY)], "ended", 0),
        ([signed(event_happened_on=TODAY)], "ended", 0),
        ([signed(expires_on=TODAY), signed(expires_on=TODAY + timedelta(days=99))], "live", 99),
        ([signed(expires_on=TODAY), signed()], "live", None),
        ([signed(revoked_on=TODAY - timedelta(days=9)), signed(expires_on=TODAY)], "ends_soon", 0),
        ([signed(valid_from=TODAY + timedelta(days=1))], "none", None),
    ],
)  # fmt: skip
def test_the_state_in_the_head_follows_the_consent_that_ends_last(
    consents: list[Consent], state: str, ends: int | None
) -> None:
    found = consent_state(consents, TODAY)
    assert found.state == state
    assert found.ends_on == (None if ends is None else TODAY + timedelta(days=ends))
