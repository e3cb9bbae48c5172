from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from ati_desktop.storage.check import check_home
from ati_desktop.storage.engine import begin_write, open_engine
from ati_desktop.storage.home import OpenHome
from tests.storage.conftest import OTHER, keep_name

Enter = Callable[..., OpenHome]


def _said(home: OpenHome, *, ok: bool) -> list[str]:
    return [f"{found.where}: {found.said}" for found in check_home(home) if found.ok is ok]


def _edit(home: OpenHome, statement: str) -> None:
    assert home.working is not None
    with begin_write(home.working.engine) as connection:
        connection.execute(text(statement))


def test_a_whole_home_has_nothing_to_mend(home: OpenHome) -> None:
    keep_name(home)
    assert _said(home, ok=False) == []
    said = _said(home, ok=True)
    assert "working.db: All 2 sealed fields open." in said
    assert any("audit trail of 1 lines holds" in line for line in said)
    assert "register.db: The file is whole." in said


def test_a_seal_that_does_not_hold_is_found(home: OpenHome) -> None:
    keep_name(home)
    _edit(home, "UPDATE person_names SET family = given")
    assert _said(home, ok=False) == ["working.db: 1 sealed fields do not open."]


def test_a_broken_trail_is_found(home: OpenHome) -> None:
    keep_name(home)
    keep_name(home)
    _edit(home, "UPDATE audit SET user = 'eva' WHERE id = 1")
    assert _said(home, ok=False) == ["working.db: The audit trail is broken at line 1."]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ("UPDATE pins SET value = '99' WHERE name = 'generation'", "older than the records"),
        ("UPDATE pins SET value = 'x' WHERE name = 'office_id'", "changed outside"),
        ("DROP TABLE pins", "mark of the keyring is missing"),
    ],
)
def test_a_keyring_that_does_not_agree_is_found(home: OpenHome, edit: str, said: str) -> None:
    _edit(home, edit)
    (found,) = _said(home, ok=False)
    assert said in found


@pytest.mark.parametrize("at", [3 * 4096 + 9, 40 * 4096 + 77])
def test_damage_behind_the_first_page_is_found(folder: Path, enter: Enter, at: int) -> None:
    home = enter()
    keep_name(home)
    home.close()
    path = folder / "working.db"
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    home = enter()
    assert home.working is not None
    home.working.close()  # nothing of the file is held while it is damaged
    path.write_bytes(bytes(data))
    assert any("faults in the file" in line for line in _said(home, ok=False))


def test_the_figures_say_as_of_when(home: OpenHome) -> None:
    assert home.evaluation_key is not None
    engine = open_engine(home.home.evaluation, home.evaluation_key, create=True)
    with begin_write(engine) as connection:
        connection.execute(text("CREATE TABLE about (key TEXT, value TEXT)"))
    assert not any("as of" in line for line in _said(home, ok=True))
    with begin_write(engine) as connection:
        connection.execute(text("INSERT INTO about VALUES ('as_of', '2026-03-11')"))
    engine.dispose()
    assert "evaluation.db: The figures are as of 2026-03-11." in _said(home, ok=True)


def test_a_damaged_file_of_figures_is_found(home: OpenHome) -> None:
    home.home.evaluation.write_bytes(b"nothing" * 2000)
    (found,) = _said(home, ok=False)
    assert found.startswith("evaluation.db: ")
    assert "is damaged" in found


def test_an_evaluator_checks_what_they_can_open(staffed: Path, enter: Enter) -> None:
    home = enter("evaluator", OTHER)
    assert {found.where for found in check_home(home)} == {"register.db"}
    assert _said(home, ok=False) == []
