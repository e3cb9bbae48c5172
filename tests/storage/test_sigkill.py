"""A process killed at any moment loses nothing it said was kept, and harms nothing.

ATI_KILLS says how often, ATI_SEED at which moments.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ati_desktop.models import AuditLine, PersonContact, PersonName
from ati_desktop.storage.check import check_home
from ati_desktop.storage.home import open_home
from tests.kills import killed, moments
from tests.long_work import amount
from tests.storage.conftest import CHEAP, PASSWORD, TestClock, keep_name

KILLS = amount("ATI_KILLS", by_day=4, whole=50)
MOST = 12  # three rounds of the writer
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")

# Keeps names and contacts for ever, saying after each deed what is kept. Every fourth deed is a
# large one, and every third changes a record, so that a kill meets all of them.
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ati_desktop.models import PersonContact, PersonName
from ati_desktop.storage.home import open_home
from ati_desktop.storage.keyring import KeyCost
folder, start = Path(sys.argv[1]), int(sys.argv[2])
home = open_home(
    folder, "ana", sys.argv[3], clock=lambda: datetime.now(UTC), minimum=KeyCost(64, 1, 1)
)
number = start
sys.stdout.write("open\\n"); sys.stdout.flush()
while True:
    number += 1
    with home.working.unit("write") as unit:
        name = unit.add(PersonName(participant_id=1, family=f"n{number}", given="x" * 300))
        count = 120 if number % 4 == 0 else 2
        unit.add_all(
            PersonContact(participant_id=1, value=f"n{number}", note=f"{i}") for i in range(count)
        )
        if number % 3 == 0:
            name.given = "changed"
            unit.save(name)
    sys.stdout.write(f"n{number} {count}\\n"); sys.stdout.flush()
"""


@pytest.mark.long_in_part
def test_nothing_acknowledged_is_lost_and_the_stores_stay_whole(
    folder: Path, clock: TestClock
) -> None:
    home = open_home(folder, "ana", PASSWORD, clock=clock, minimum=CHEAP)
    keep_name(home)
    home.close()
    kept: dict[str, int] = {}
    for trial, moment in enumerate(moments(os.environ.get("ATI_SEED"), KILLS, MOST)):
        start = str(trial * 100_000)
        said = killed([sys.executable, "-c", WRITER, str(folder), start, PASSWORD], moment)
        kept |= {name: int(count) for name, count in map(str.split, said)}
        home = open_home(folder, "ana", PASSWORD, clock=clock, minimum=CHEAP)
        wrong = [found.said for found in check_home(home) if not found.ok]
        assert wrong == [], f"kill {trial}"
        assert home.working is not None
        with home.working.reading() as reading:
            rows = reading.rows(select(PersonName.uid, PersonName.family))
            names = set(reading.open_values(PersonName, "family", rows))
            rows = reading.rows(select(PersonContact.uid, PersonContact.value))
            contacts = reading.open_values(PersonContact, "value", rows)
            lines = reading.one(select(func.count()).select_from(AuditLine))
        home.close()
        assert kept.keys() <= names, f"kill {trial} lost something acknowledged"
        assert lines == len(names), f"kill {trial}: a deed without its line, or half a deed"
        found = Counter(contacts)
        assert all(found[name] == count for name, count in kept.items()), f"kill {trial}: half"
    assert kept
