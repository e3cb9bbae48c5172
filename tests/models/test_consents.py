from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.models import Consent, ConsentRecipient
from ati_desktop.models.answers import Missing

SIGNED = date(2026, 4, 1)
ENDS = date(2026, 12, 31)
DAY = timedelta(days=1)
COURT = ConsentRecipient(consent_id=1, provider_id=7)


def consent(**said: Any) -> Consent:
    values = {
        "participant_id": 1,
        "kind": "criminal_justice",
        "discloser": "Pier 4",
        "sections": ("identity",),
        "purposes": ("referral",),
        "signed_on": SIGNED,
        "signed_by": "participant",
        "expires_on": ENDS,
    }
    return Consent(**(values | said))


@pytest.mark.parametrize(
    ("day", "live"),
    [(SIGNED - DAY, False), (SIGNED, True), (ENDS, True), (ENDS + DAY, False)],
)
def test_a_consent_holds_from_its_signature_through_its_last_day(day: date, live: bool) -> None:
    assert consent().live_on(day) is live


def test_a_later_beginning_counts_and_an_earlier_one_does_not() -> None:
    assert not consent(valid_from=SIGNED + DAY).live_on(SIGNED)
    assert consent(valid_from=SIGNED + DAY).live_on(SIGNED + DAY)
    assert not consent(valid_from=SIGNED - DAY).live_on(SIGNED - DAY)


def test_an_unsigned_consent_holds_nothing() -> None:
    assert not consent(signed_on=None).live_on(SIGNED)
    assert not consent(signed_on=None, valid_from=SIGNED).live_on(SIGNED)


@pytest.mark.parametrize("name", ["revoked_on", "event_happened_on"])
def test_the_day_of_the_revocation_or_of_the_event_is_no_longer_covered(name: str) -> None:
    ended = consent(**{name: SIGNED + 10 * DAY})
    assert ended.live_on(SIGNED + 9 * DAY)
    assert not ended.live_on(SIGNED + 10 * DAY)
    assert not ended.live_on(ENDS)


def test_without_a_date_the_event_alone_ends_it() -> None:
    open_end = consent(expires_on=None, expires_event="final_disposition")
    assert open_end.live_on(date(2099, 1, 1))
    open_end.event_happened_on = date(2027, 1, 1)
    assert not open_end.live_on(date(2027, 1, 1))


@given(st.dates(), st.none() | st.dates(), st.none() | st.dates(), st.none() | st.dates())
def test_a_consent_is_live_in_one_stretch(
    day: date, valid_from: date | None, revoked: date | None, ends: date | None
) -> None:
    one = consent(valid_from=valid_from, revoked_on=revoked, expires_on=ends)
    if one.live_on(day):
        assert day >= SIGNED
        assert valid_from is None or day >= valid_from
        assert revoked is None or day < revoked
        assert ends is None or day <= ends
        assert one.live_on(max(SIGNED, valid_from or SIGNED))


ELEMENTS: dict[str, dict[str, Any]] = {
    "kind": {"kind": None},
    "discloser": {"discloser": None},
    "sections": {"sections": ()},
    "purposes": {"purposes": ()},
    "expiry": {"expires_on": None},
    "signed_on": {"signed_on": None},
    "signed_by": {"signed_by": None},
}


def test_a_whole_consent_lacks_nothing() -> None:
    assert consent().missing_elements([COURT]) == ()


@pytest.mark.parametrize("element", ELEMENTS)
def test_each_required_element_is_missed_by_its_name(element: str) -> None:
    assert consent(**ELEMENTS[element]).missing_elements([COURT]) == (element,)


def test_recipients_are_missed_too() -> None:
    assert consent().missing_elements([]) == ("recipients",)


def test_all_missing_elements_are_told_at_once() -> None:
    nothing = {name: value for said in ELEMENTS.values() for name, value in said.items()}
    assert consent(**nothing).missing_elements([]) == (
        "kind", "discloser", "sections", "purposes", "recipients", "expiry", "signed_on",
        "signed_by",
    )  # fmt: skip


@pytest.mark.parametrize("answer", Missing)
@pytest.mark.parametrize("element", ["kind", "signed_by", "sections", "purposes"])
def test_an_answer_that_says_there_is_none_is_no_element(element: str, answer: Missing) -> None:
    value: Any = (str(answer),) if element in ("sections", "purposes") else str(answer)
    assert consent(**{element: value}).missing_elements([COURT]) == (element,)


@pytest.mark.parametrize("answer", Missing)
def test_an_unknown_event_does_not_end_a_consent(answer: Missing) -> None:
    endless = consent(expires_on=None, expires_event=str(answer))
    assert endless.missing_elements([COURT]) == ("expiry",)


def test_a_consent_allows_the_purposes_it_names_and_no_other() -> None:
    both = consent(purposes=("referral", "treatment"))
    assert both.allows_purpose("referral")
    assert both.allows_purpose("treatment")
    assert not both.allows_purpose("payment")
    assert not both.allows_purpose("")


def test_a_consent_for_proceedings_stands_alone() -> None:
    alone = consent(kind="proceedings", purposes=("proceedings",))
    assert alone.allows_purpose("proceedings")
    combined = consent(kind="proceedings", purposes=("proceedings", "treatment"))
    assert not combined.allows_purpose("proceedings")
    assert not combined.allows_purpose("treatment")


def test_the_purpose_of_proceedings_is_combined_under_no_kind_of_consent() -> None:
    mixed = consent(kind="general", purposes=("proceedings", "treatment"))
    assert not mixed.allows_purpose("proceedings")
    assert mixed.allows_purpose("treatment")
    assert consent(kind="general", purposes=("proceedings",)).allows_purpose("proceedings")


def test_a_consent_bound_to_an_event_may_be_revoked_after_it_only() -> None:
    assert consent().may_be_revoked()
    bound = consent(irrevocable_until_event=True, expires_event="final_disposition")
    assert not bound.may_be_revoked()
    bound.event_happened_on = date(2026, 6, 1)
    assert bound.may_be_revoked()


def test_a_revoked_consent_is_not_revoked_again() -> None:
    assert not consent(revoked_on=SIGNED).may_be_revoked()


def test_a_recipient_is_one_organisation_or_all_of_a_kind() -> None:
    assert COURT.names(7, "court")
    assert not COURT.names(8, "court")
    every = ConsentRecipient(consent_id=1, provider_kind="court")
    assert every.names(7, "court")
    assert every.names(8, "court")
    assert not every.names(8, "treatment")
    assert not every.names(8, None)
    assert not ConsentRecipient(consent_id=1).names(8, None)


@pytest.mark.parametrize("answer", Missing)
def test_an_unknown_kind_names_nobody(answer: Missing) -> None:
    unknown = ConsentRecipient(consent_id=1, provider_kind=str(answer))
    assert not unknown.names(8, str(answer))
