from __future__ import annotations

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.errors import Refused
from ati_desktop.storage.recovery_code import new_recovery_code, read_recovery_code


@given(seed=st.binary(min_size=19, max_size=19))
def test_a_code_is_read_however_it_is_typed(seed: bytes) -> None:
    code = new_recovery_code(lambda count: seed[:count])
    plain = read_recovery_code(code)
    typed = code.lower().replace("-", "  ").replace("1", "l").replace("0", "o")
    assert read_recovery_code(typed) == plain
    assert [len(group) for group in code.split("-")] == [5] * 6


@given(seed=st.binary(min_size=19, max_size=19), at=st.integers(0, 29), by=st.integers(1, 31))
def test_every_single_slip_is_found(seed: bytes, at: int, by: int) -> None:
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    text = read_recovery_code(new_recovery_code(lambda count: seed[:count]))
    other = signs[(signs.index(text[at]) + by) % 32] if text[at] in signs else "0"
    with pytest.raises(Refused):
        read_recovery_code(text[:at] + other + text[at + 1 :])


@given(seed=st.binary(min_size=19, max_size=19), at=st.integers(0, 27))
def test_two_swapped_neighbours_are_found(seed: bytes, at: int) -> None:
    text = read_recovery_code(new_recovery_code(lambda count: seed[:count]))
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if swapped != text:
        with pytest.raises(Refused):
            read_recovery_code(swapped)


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDE-" * 7, "U" * 30, "ABCDÉ-" * 5 + "ABCDE"])
def test_what_is_not_a_whole_code_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not a whole recovery code"):
        read_recovery_code(typed)


def test_codes_do_not_repeat() -> None:
    codes = {new_recovery_code(secrets.token_bytes) for _ in range(200)}
    assert len(codes) == 200
