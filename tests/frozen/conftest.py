"""Every frozen office is unpacked once; a test that changes it gets a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frozen.frozen_office import HERE, FrozenOffice

MONTHS = sorted(path.parent.name for path in HERE.glob("office_*/office.tar"))


@pytest.fixture(scope="session", params=MONTHS)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FrozenOffice:
    """A frozen office as it was left; nobody may change it."""
    month = str(request.param)
    return FrozenOffice.unpacked(tmp_path_factory.mktemp("frozen") / month, month)


@pytest.fixture
def office(kept: FrozenOffice, tmp_path: Path) -> FrozenOffice:
    """A frozen office of one's own."""
    return kept.copied(tmp_path / "office")
