from __future__ import annotations

import pytest

from ati_desktop.storage import subkeys

LABELS = [
    subkeys.WORKING_STORE,
    subkeys.AUDIT,
    subkeys.FIELDS,
    subkeys.BLIND_INDEX,
    subkeys.EVALUATION_STORE,
    subkeys.REGISTER,
    subkeys.LOCK_SIGNATURE,
]


def test_each_use_has_a_key_of_its_own() -> None:
    keys = {subkeys.derive(bytes(32), label) for label in LABELS}
    assert len(keys) == len(LABELS)
    assert {len(key) for key in keys} == {32}


def test_a_key_of_another_length_is_a_fault() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        subkeys.derive(bytes(31), subkeys.AUDIT)
