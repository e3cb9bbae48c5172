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
