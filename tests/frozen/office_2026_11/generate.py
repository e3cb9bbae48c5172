"""Makes the frozen office of 2026-11; it runs with the program of commit b51a63e and no other.

    git worktree add --detach OLD b51a63e
    cd OLD && PYTHONPATH=OLD python FOLDER/generate.py FOLDER

Every person in it is invented. What the tests compare with is written down in ``facts.json``, as
the program of that commit said it.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tarfile
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from living import CHEAP, PEOPLE, Office, add, asked
from packages import first_packages, later_packages
from people import end_consents, fully_known, keep, leave_drafts, print_papers

from ati_desktop.casework.checking import check_office
from ati_desktop.casework.cohort_files import keep_cohort_file
from ati_desktop.casework.demo.lives import invent_life
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.importing import commit_import, load_mapping, plan_import
from ati_desktop.casework.office import add_user, create_office
from ati_desktop.casework.periods import freeze_period, list_periods
from ati_desktop.casework.privacy_budget import set_privacy_budget
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.registered import list_releases
from ati_desktop.casework.requests import (
    list_requests,
    set_review,
)
from ati_desktop.casework.settings import OfficeSettings, save_settings
from ati_desktop.models import Record

COMMIT = "b51a63e"


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        office = Office(place / "office")
        facts = live(office, place)
        pack(office.folder, target / "office.tar")
    text = json.dumps(facts, indent=1, ensure_ascii=False, default=str)
    (target / "facts.json").write_text(text + "\n", encoding="utf-8")


def pack(folder: Path, archive: Path) -> None:
    with tarfile.open(archive, "w") as tar:
        for path in sorted(folder.rglob("*")):
            if path.name != "office.lock":
                tar.add(path, path.relative_to(folder).as_posix(), recursive=False)


def live(office: Office, place: Path) -> dict[str, Any]:
    """Let the office live through six weeks and return what is to be found in it."""
    code = found(office)
    world = furnish(office.at("ana"))
    imported = bring_in(office.at("sol"), place)
    random = Random(2026)
    for number in range(150):
        keep(office, world, invent_life(random, date(2026, 7, 20)), number)
    known = fully_known(office.at("cam"), world)
    papers = print_papers(office, world, known)
    refresh(office.at("sol"))
    freeze_period(office.at("eva"), "2026-q2")
    packages = first_packages(office, place)
    office.pass_days(30)
    end_consents(office.at("cam"), world, known)
    for number in range(60):
        keep(office, world, invent_life(random, date(2026, 8, 25)), 1000 + number)
    refresh(office.at("sol"))
    freeze_period(office.at("sol"), "2026-q3")
    packages |= later_packages(office, place)
    office.pass_days(10)
    drafts = leave_drafts(office, known)
    facts = {
        "commit": COMMIT,
        "now": office.now.isoformat(),
        "recovery_code": code,
        "users": {name: [str(role), word] for name, (role, word) in PEOPLE.items()},
        "imported": imported,
        "known": known | {"world": world},
        "papers": papers,
        "packages": packages,
        "drafts": drafts,
    }  # fmt: skip
    facts |= what_is_kept(office)
    office.leave()
    return facts


def found(office: Office) -> str:
    """Found the office with its administrator, and give everybody a way in."""
    code = create_office(
        office.folder, administrator="ana", password=PEOPLE["ana"][1],
        office="Harbor Street Office", clock=office.clock, cost=CHEAP,
    )  # fmt: skip
    desk = office.at("ana")
    for name, (role, password) in PEOPLE.items():
        if name != "ana":
            add_user(desk, name, role, password)
    save_settings(
        desk,
        OfficeSettings(
            office="Harbor Street Office", address="5 Harbor Street", phone="555 0142",
            email="desk@harbor.example", paper_size="a4", lock_after_minutes="25",
        ),
    )  # fmt: skip
    set_privacy_budget(desk, 4.0)
    set_review(desk, on=True)
    return code


def furnish(desk: Desk) -> dict[str, int]:
    """Enter organisations and programs; return their ids by a short name."""
    world = {
        short: add(desk, "provider", name=name, kind=kind, active="yes", phone="555 0150")
        for short, name, kind in (
            ("court", "Harbor County Court", "court"),
            ("probation", "Harbor Probation", "probation"),
            ("clinic", "Lantern Clinic", "treatment"),
            ("house", "Cedar House", "housing"),
        )
    }
    for code, name in (
        ("DTC", "Drug Treatment Court"), ("DPP", "Deferred Prosecution"),
        ("MHC", "Mental Health Court"), ("REE", "Reentry Support"), ("VTC", "Veterans Court"),
    ):  # fmt: skip
        world[code] = add(desk, "program", code=code, name=name, active="yes")
    return world


def bring_in(desk: Desk, place: Path) -> dict[str, Any]:
    """Import a county's file with a repeated person, a doubt and a row that is rejected."""
    random = Random(7)
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(
        ["ROW", "PERSON", "SEX", "BORN", "FAMILY", "GIVEN", "CASE", "RECEIVED", "CHARGE",
         "PROGRAM", "REFERRED", "CLOSED", "ARRESTED"]
    )  # fmt: skip
    for number in range(1, 41):
        year, month = random.choice((2024, 2025)), random.randint(1, 12)
        closed = f"10/{month:02d}/{year + 1}" if random.random() < 0.4 else ""
        arrested = f"15/{month:02d}/{year + 1}" if number % 9 == 0 else ""
        lines.writerow(
            [number, f"a{number}", random.choice("mf") if number != 5 else "not said",
             random.randint(1960, 2005), f"Import {number}", "Ada", f"I-{number}",
             f"01/{month:02d}/{year}" if number != 6 else f"01/{month:02d}/{year + 1}",
             'Theft, "small"', random.choice(("DTC", "TWN")), f"05/{month:02d}/{year}", closed,
             arrested]
        )  # fmt: skip
    lines.writerow([41, "a1", "m", 1970, "Import 1", "Ada", "I-41", "", "", "TWN", "2026", "", ""])
    lines.writerow(
        [42, "a42", "m", 1970, "Import 42", "Ada", "I-42", "", "", "TWN", "soon", "", ""]
    )
    file, mapping = place / "county.csv", place / "county.toml"
    file.write_text(out.getvalue(), encoding="utf-8", newline="")
    mapping.write_text(asked("county_mapping"), encoding="utf-8")
    done = commit_import(desk, plan_import(desk, file, load_mapping(desk, mapping)))
    cohort, cohort_mapping = place / "weeks.csv", place / "weeks.toml"
    rows = "".join(
        f"{number},{random.randint(4, 52)},{number % 3 % 2},{'yn'[number % 2]},{number % 4}\n"
        for number in range(1, 61)
    )
    cohort.write_text("id,week,arrest,aid,prior\n" + rows, encoding="utf-8")
    cohort_mapping.write_text(asked("weeks_mapping"), encoding="utf-8")
    kept = keep_cohort_file(desk, cohort, cohort_mapping)
    return {
        "file": out.getvalue(),
        "rows": done.rows, "new": done.new, "rejected": done.rejected, "created": done.created,
        "doubts": done.doubts, "cohort_file": cohort.read_text(), "cohort_rows": kept.rows,
    }  # fmt: skip


def what_is_kept(office: Office) -> dict[str, Any]:
    """Return counts, releases, requests, periods and the findings of the check."""
    desk = office.at("sol")
    with desk.working.reading() as reading:
        counts = {
            mapper.class_.__tablename__: len(reading.ids(mapper.class_.__table__.select()))
            for mapper in Record.registry.mappers
        }
    hidden = ("printed", "predicate", "spec")
    found = {
        "counts": dict(sorted(counts.items())),
        "names": {str(one): desk.people.display(one) for one in desk.people.ordered_ids()},
        "releases": [
            {name: value for name, value in asdict(one).items() if name not in hidden}
            for one in list_releases(desk)
        ],
        "requests": [asdict(one) for one in list_requests(desk)],
        "periods": {one.name: one.as_of for one in list_periods(desk)},
    }
    findings = check_office(desk, progress=lambda done, doing: None)
    assert all(one.ok for one in findings), findings
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
