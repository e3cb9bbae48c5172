from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.models import PersonName, Referral
from ati_desktop.models.answers import Missing
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.participants import REFERENCE_ALPHABET, reference_from
from ati_desktop.models.users import ROLE_RIGHTS, ROLE_ZONES, Right, Role, Zone


@given(st.binary(min_size=6))
def test_a_reference_is_short_and_easy_to_read_aloud(randomness: bytes) -> None:
    reference = reference_from(randomness)
    head, first, last = reference.split("-")
    assert (head, len(first), len(last)) == ("P", 4, 2)
    assert set(first + last) <= set(REFERENCE_ALPHABET)
    assert not set("01IOLU") & set(first + last)


def test_different_randomness_gives_different_references() -> None:
    assert len({reference_from(number.to_bytes(6, "big")) for number in range(25)}) == 25


@pytest.mark.parametrize(
    ("family", "given_name", "shown"),
    [("Okonkwo", "Ngozi", "Okonkwo, Ngozi"), ("Okonkwo", None, "Okonkwo"), (None, "Ngozi", "Ngozi"),
     (None, None, "")],
)  # fmt: skip
def test_a_name_is_shown_by_the_parts_there_are(
    family: str | None, given_name: str | None, shown: str
) -> None:
    assert PersonName(participant_id=1, family=family, given=given_name).shown == shown


def test_a_referral_is_open_until_somebody_decides() -> None:
    assert Referral(participant_id=1).open
    assert Referral(participant_id=1, decision="pending").open
    assert not Referral(participant_id=1, decision="admitted").open


def test_an_evaluator_holds_one_zone_and_only_the_rights_that_need_no_record() -> None:
    assert ROLE_ZONES[Role.EVALUATOR] == {Zone.EVALUATION}
    assert ROLE_RIGHTS[Role.EVALUATOR] == {
        Right.READ_FIGURES,
        Right.RELEASE_FIGURES,
        Right.REVIEW_RELEASES,
    }


@pytest.mark.parametrize("role", Role)
def test_no_role_has_rights_for_stores_it_cannot_open(role: Role) -> None:
    rights, zones = ROLE_RIGHTS[role], ROLE_ZONES[role]
    if rights & {Right.READ_RECORDS, Right.WRITE_RECORDS, Right.PRINT_PAPER, Right.IMPORT}:
        assert {Zone.RECORDS, Zone.IDENTITY} <= zones
    if rights & {Right.READ_FIGURES, Right.RELEASE_FIGURES, Right.REFRESH_EVALUATION}:
        assert Zone.EVALUATION in zones


def test_a_code_list_tells_the_four_answers_apart() -> None:
    codes = CodeLists()
    labels = {codes.label("sex", str(answer)) for answer in Missing}
    assert labels == {"Unknown", "Not asked", "Not applicable", "Declined to say"}
    assert codes.label("sex", None) == ""
    assert codes.label("sex", "no such code") == "no such code"
    assert "unknown" in codes["sex"]
    assert "no such code" not in codes["sex"]
    offered = [code for code, _ in codes["sex"].choices(missing=False)]
    assert not set(offered) & set(map(str, Missing))


def test_there_is_no_code_list_by_any_other_name() -> None:
    with pytest.raises(FileNotFoundError):
        CodeLists()["no_such_list"]
