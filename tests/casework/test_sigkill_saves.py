"""A process killed while it saves records and imports files loses nothing it said was kept.

ATI_KILLS says how often, ATI_SEED at which moments.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ati_desktop.casework.checking import check_office
from ati_desktop.casework.finding import find_people
from ati_desktop.casework.records import list_records
from tests.casework import offices
from tests.casework.offices import Clock, add_program, add_provider, at_desk
from tests.kills import killed, moments
from tests.long_work import amount

KILLS = amount("ATI_KILLS", by_day=4, whole=50)
MOST = 8  # three rounds of the worker
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")

# Takes people in, changes their records, keeps drafts and imports files for ever, and says after
# each deed what is kept. Numbers go on from where the last life ended.
WORKER = """
import sys
from pathlib import Path
from ati_desktop.casework.drafts import keep_draft
from ati_desktop.casework.importing import commit_import, load_mapping, plan_import
from ati_desktop.casework.intake import take_in
from ati_desktop.casework.records import list_records, save_record
from tests.casework import offices
from tests.imports.samples import cells, write_mapping, write_table

folder, place, start = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
desk = offices.enter(folder)

def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\\n")
    sys.stdout.flush()

mapping = load_mapping(desk, write_mapping(place))
say("open")
number = start
while True:
    number += 1
    name = f"Taken{number}"
    person = take_in(
        desk, {"family": name, "referred_on": "2026-03-02", "source": "court", "docket": name}
    ).id
    say("taken", name, person)
    (case,) = list_records(desk, "legal_case", person)
    keep_draft(desk, "legal_case", f"{person}:{case.id}", {"judge": name}, case.version)
    save_record(
        desk, "legal_case", {**case.values, "judge": f"Judge{number}"},
        record_id=case.id, base_version=case.version,
    )
    say("judge", f"Judge{number}", person)
    rows = [
        cells(ROW=f"{number}-{row}", PERSON=f"{number}-{row}", CASE=f"C{number}-{row}",
              FAMILY=f"Came{number}x{row}")
        for row in range(30)
    ]
    plan = plan_import(desk, write_table(place, *rows, name=f"{number}.csv"), mapping)
    commit_import(desk, plan)
    say("imported", number, len(rows))
"""


def silent(done: float, doing: str) -> None:
    """Say nothing."""


@pytest.mark.long_in_part
def test_nothing_acknowledged_is_lost_and_every_deed_is_whole(pier: Path, tmp_path: Path) -> None:
    with at_desk(pier) as desk:
        add_provider(desk)
        add_program(desk, "A", "Alpha")
    kept: list[list[str]] = []
    for trial, moment in enumerate(moments(os.environ.get("ATI_SEED"), KILLS, MOST)):
        start = str(trial * 1000)
        said = killed([sys.executable, "-c", WORKER, str(pier), str(tmp_path), start], moment)
        kept += [line.split() for line in said]
        look(pier, kept, f"kill {trial}, {moment}")
    assert {line[0] for line in kept} >= {"taken"}


def look(folder: Path, kept: list[list[str]], when: str) -> None:
    """Open the office as its people do and see that all that was said is there, and all whole."""
    desk = offices.enter(folder, clock=Clock())
    try:
        wrong = [one.said for one in check_office(desk, progress=silent) if not one.ok]
        assert wrong == [], when
        for word, name, number in kept:
            if word == "taken":
                assert find_people(desk, name)[0].participant_id == int(number), when
            elif word == "judge":
                (case,) = list_records(desk, "legal_case", int(number))
                assert case.values["judge"] == name, when
        cases = list_records(desk, "legal_case")
        names = {str(one.values["family"]) for one in list_records(desk, "name")}
    finally:
        desk.close()
    for word, name, count in kept:
        if word == "imported":
            came = {f"Came{name}x{row}" for row in range(int(count))}
            assert came <= names, f"{when}: an import that was said to be kept"
    # No import is there in part, no intake without its case.
    by_file = [one.split("x")[0] for one in names if one.startswith("Came")]
    assert all(by_file.count(one) == 30 for one in set(by_file)), f"{when}: half an import"
    taken = {one for one in names if one.startswith("Taken")}
    dockets = {str(one.values["docket"]) for one in cases}
    assert taken <= dockets, f"{when}: half an intake"
