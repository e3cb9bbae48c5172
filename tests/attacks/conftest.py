"""One office without records; every trial gets a copy of its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.casework.requests import set_review
from tests.casework import offices


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with people in every role, nobody in its records, and no second pair of eyes."""
    folder = offices.make_office(tmp_path_factory.mktemp("empty") / "office")
    with offices.at_desk(folder) as desk:
        set_review(desk, on=False)
    return folder


OPEN_WEAKNESSES = {
    ("TestMixtures", "test_no_small_change_is_narrowed", 21): "an insider with a row elsewhere: 9",
    ("TestMixtures", "test_no_small_change_is_narrowed", 58): "three states together tell of one",
    ("TestMixtures", "test_no_small_change_is_narrowed", 79): "two thresholds: open to the lower",
    ("TestMixtures", "test_no_small_number_that_is_hidden_is_narrowed", 79): "the same",
    ("TestMixtures", "test_no_receipt_tells_a_small_change", 47): "two thresholds: 10 of 11 told",
    ("TestMixtures", "test_no_receipt_tells_a_small_change", 59): "two thresholds: 6 of 11 told",
}
"""What the attacker finds today: each must go from here with its mending, and fails until then."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        name, _, seed = item.name.partition("[")
        kind = item.cls.__name__ if isinstance(item, pytest.Function) and item.cls else ""
        key = (kind, name, int(seed[:-1]) if seed[:-1].isdecimal() else -1)
        if key in OPEN_WEAKNESSES:
            item.add_marker(pytest.mark.xfail(reason=OPEN_WEAKNESSES[key], strict=True))
