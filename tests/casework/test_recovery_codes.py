from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.casework.recovery_codes import GROUPS, misread, read_group
from ati_desktop.storage.recovery_code import new_recovery_code

SEEDS = st.binary(min_size=19, max_size=19)


def groups(seed: bytes) -> list[str]:
    return new_recovery_code(lambda count: seed[:count]).split("-")


@given(seed=SEEDS)
def test_a_code_copied_in_any_hand_can_be_a_code(seed: bytes) -> None:
    typed = [f" {group[:2]}-{group[2:]} ".lower().replace("1", "l") for group in groups(seed)]
    assert len(typed) == GROUPS
    assert misread(typed) is None


@given(seed=SEEDS, number=st.integers(1, GROUPS), sign=st.sampled_from("U?É*"))
def test_a_character_of_no_code_is_said_with_its_group(seed: bytes, number: int, sign: str) -> None:
    typed = groups(seed)
    typed[number - 1] = sign + typed[number - 1][1:]
    found = misread(typed)
    assert found is not None
    assert found.group == number
    assert f"the character {sign}" in str(found.refused)


@given(seed=SEEDS, number=st.integers(1, GROUPS))
def test_a_group_that_is_too_short_is_said_with_its_number(seed: bytes, number: int) -> None:
    typed = groups(seed)
    typed[number - 1] = typed[number - 1][:4]
    found = misread(typed)
    assert found is not None
    assert str(found.refused).startswith(f"Group {number} needs five characters, not 4")


@given(seed=SEEDS)
def test_a_wrong_character_that_exists_is_told_of_the_whole_only(seed: bytes) -> None:
    typed = groups(seed)
    typed[0] = ("A" if typed[0][0] != "A" else "B") + typed[0][1:]
    found = misread(typed)
    assert found is not None
    assert found.group == 0
    assert "One character" in str(found.refused)


@pytest.mark.parametrize(("typed", "read"), [("oil-o0", "01100"), (" ab c12 ", "ABC12")])
def test_look_alikes_are_read_as_what_stands_on_the_sheet(typed: str, read: str) -> None:
    assert read_group(1, typed) == read
