"""A disk that fills up while a deed is kept: the deed is refused, nothing kept before is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ati_desktop.models import PersonContact, PersonName
from ati_desktop.storage.check import check_home
from ati_desktop.storage.home import open_home
from tests.storage.conftest import CHEAP, PASSWORD, TestClock, keep_name

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX")

WRITER = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from ati_desktop.errors import Refused
from ati_desktop.models import PersonContact, PersonName
from ati_desktop.storage.home import open_home
from ati_desktop.storage.keyring import KeyCost
home = open_home(
    Path(sys.argv[1]), "ana", sys.argv[2],
    clock=lambda: datetime.now(UTC), minimum=KeyCost(64, 1, 1),
)
limit = (home.home.working.stat().st_size + 200_000,) * 2
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
kept, refused = 0, ""
while not refused:
    try:
        with home.working.unit("write") as unit:
            unit.add(PersonName(participant_id=1, family="n"))
            unit.add_all(PersonContact(participant_id=1, note="x" * 500) for _ in range(20))
        kept += 1
    except Refused as sentence:
        refused = str(sentence)
with home.working.reading() as reading:
    assert reading.get(PersonName, 1) is not None
home.close()
sys.stdout.write(f"{kept}|{refused}")
"""


def test_a_disk_that_fills_up_refuses_the_deed_and_keeps_the_others(
    folder: Path, clock: TestClock
) -> None:
    home = open_home(folder, "ana", PASSWORD, clock=clock, minimum=CHEAP)
    keep_name(home)
    home.close()
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(folder), PASSWORD],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    kept, _, refused = done.stdout.partition("|")
    assert "is full or fails: nothing was saved" in refused
    assert int(kept) > 0
    home = open_home(folder, "ana", PASSWORD, clock=clock, minimum=CHEAP)
    assert [found.said for found in check_home(home) if not found.ok] == []
    assert home.working is not None
    with home.working.reading() as reading:
        assert reading.one(select(func.count()).select_from(PersonName)) == int(kept) + 1
        assert reading.one(select(func.count()).select_from(PersonContact)) == int(kept) * 20
    home.close()
