"""Words planted in everything that points at a person are found nowhere but on the paper asked for.

The office is filled by deeds and commands, then every file that exists or existed for a moment is
read, and every store is opened by hand.
"""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.drafts import keep_draft
from ati_desktop.casework.nouns import NOUNS
from ati_desktop.casework.office import sign_in
from ati_desktop.casework.papers import WANTED
from ati_desktop.casework.persons import person_head
from ati_desktop.models import Record
from ati_desktop.models.users import Role
from tests.casework import by_hand
from tests.casework.offices import PASSWORD, add, add_consent, add_person, copy_of
from tests.commands.conftest import House, Said, spawn
from tests.imports.samples import cells, write_mapping, write_table
from tests.reports.papers import every_byte, text_of

TOKEN = "Kanarienvogel"
BORN = "1923-07-19"
SETTLED_NS = 200_000_000
SPEC = 'title = "Canaries"\nmeasures = ["referrals", "rearrest"]\nby = ["sex", "program"]\n'


def word(place: str) -> str:
    """A word that says where it was planted."""
    return f"{TOKEN}-{place}"


def shapes() -> list[bytes]:
    """The words as they might stand in a file, in small letters."""
    plain = [TOKEN, TOKEN.upper(), BORN, "19 July 1923", "07/19/1923"]
    found = []
    for text in plain:
        low = text.lower()
        found += [low.encode(), low.encode("utf-16-le"), low.encode().hex().encode()]
        found.append(text.encode().hex().encode())
    return found


SHAPES = shapes()


def traces(data: bytes) -> list[bytes]:
    """Which of the planted words are in some bytes."""
    small = data.lower()
    return [shape for shape in SHAPES if shape in small]


def plant(desk: Desk) -> tuple[int, set[tuple[str, str]]]:
    """Fill every sealed field through the deeds; return who it is about and what was filled."""
    court = add(
        desk, "provider", name="Court of Canaries", kind="court", active="yes",
        contact_person=word("contact_person"),
    )  # fmt: skip
    person = add_person(
        desk, word("family"), word("given"), birth_date=BORN, docket=word("docket"),
        contact_rules=word("contact_rules"), reason_note=word("reason"),
        next_hearing_on="2099-01-01",
    )  # fmt: skip
    add(desk, "identifier", person, kind="national", value=word("number"), issuer=word("issuer"))
    add(desk, "contact", person, kind="mobile", value=word("phone"), note=word("contact_note"))
    case = add(
        desk, "legal_case", person, docket=word("docket2"), judge=word("judge"), note=word("case"),
        court_id=str(court),
    )  # fmt: skip
    add(
        desk, "offence", person, legal_case_id=str(case), charge=word("charge"),
        statute=word("statute"),
    )  # fmt: skip
    add(
        desk, "referral", person, referred_on="2026-01-02", source="court",
        decision_note=word("decision"), reason_note=word("reason2"),
    )  # fmt: skip
    add(desk, "event", person, kind="arrest", happened_on="2025-01-01", note=word("event"))
    add_consent(
        desk, person, court, discloser=word("discloser"), note=word("consent"), sections=WANTED,
        expires_on="2099-12-31",
    )  # fmt: skip
    keep_draft(desk, "referral", f"{person}:new", {"reason_note": word("draft")}, None)
    return person, {
        (noun.model.__tablename__, column.key)
        for noun in NOUNS.values()
        for column in noun.model.__table__.columns
        if column.info.get("sealed")
    }


def files_in(folder: str) -> list[str]:
    """Every file and folder under a folder, as far as they are there while it is read."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found.append(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    found += files_in(entry.path)
    except OSError:
        pass  # it is gone already
    return found


@dataclass
class Watch:
    """Looks at every file in some folders, again and again, while commands run."""

    folders: tuple[Path, ...]
    seen: set[str] = field(default_factory=set)
    found: dict[str, list[bytes]] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    read: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def look(self) -> None:
        """Read whatever is there now, but for what was read since it was last written."""
        for folder in self.folders:
            for path in files_in(str(folder)):
                try:
                    if not self.is_read(path):
                        self.search(path)
                except OSError:
                    continue  # it is gone already

    def is_read(self, path: str) -> bool:
        """Say whether a file is as it was read; one just written counts as another each time."""
        told = os.stat(path)  # noqa: PTH116 - a path for each look would take most of its time
        written = max(told.st_mtime_ns, told.st_ctime_ns)
        state = (told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
        before = self.read.pop(path, None)
        # Clocks of files are coarse, and shared memory is written without one.
        if time.time_ns() - written > SETTLED_NS and not path.endswith(".db-shm"):
            self.read[path] = state
        return before == state

    def search(self, found: str) -> None:
        """Look for planted words in a file and its name."""
        path = Path(found)
        self.seen.add(path.name)
        where = traces((path.read_bytes() if path.is_file() else b"") + path.name.encode())
        if where:
            self.found[found] = where

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._go)
        self._thread.start()
        return self

    def _go(self) -> None:
        while not self.stop.is_set():
            self.look()
            time.sleep(0.005)  # not a wait for something: how often is looked

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join()
        self.look()


@dataclass(frozen=True)
class Done:
    """What was done to an office with canaries, and what was heard and seen meanwhile."""

    house: House
    said: dict[str, Said]
    watch: Watch
    out: Path
    filled: set[tuple[str, str]]


@pytest.fixture(scope="module")
def done(strong: House, tmp_path_factory: pytest.TempPathFactory) -> Done:
    place = tmp_path_factory.mktemp("canaries")
    for name in ("tmp", "user", "out", "in"):
        (place / name).mkdir()
    office = place / "user" / "office"
    house = House(copy_of(strong.home, office), strong.password, strong.reference)
    desk = sign_in(office, "ana", PASSWORD)
    person, filled = plant(desk)
    reference = person_head(desk, person).reference
    desk.close()
    watch = Watch((place / "tmp", place / "user"))
    with watch:
        said = _type(House(house.home, house.password, reference), place)
    return Done(house, said, watch, place / "out", filled)


def _type(house: House, place: Path) -> dict[str, Said]:
    around = {"TMPDIR": str(place / "tmp"), "HOME": str(place / "user")}
    out = place / "out"
    spec = place / "in" / "spec.toml"
    spec.write_text(SPEC, encoding="utf-8")
    mapping = write_mapping(place / "in")
    table = write_table(
        place / "in",
        cells(ROW="1", PERSON=word("key"), FAMILY=word("imported"), CASE=word("case"),
              CHARGE=word("charge")),
        cells(ROW="2", PERSON=word("key2"), FAMILY=word("turned away"), REFERRED=word("soon")),
        cells(ROW="3", PERSON=word("key3"), FAMILY=word("doubt"), SEX=word("sex")),
    )  # fmt: skip
    paper = ["paper", "referral-summary", *house.who(), "--participant", house.reference]
    paper += ["--recipient", "Court of Canaries"]
    eva = house.who(Role.EVALUATOR)  # nobody else here may decide about a release
    take_in = ["import", *house.who(), "--mapping", str(mapping), str(table)]
    typed: dict[str, list[Any]] = {
        "dry run": [*take_in, "--dry-run"],
        "import": take_in,
        "refused paper": [*paper, "--purpose", "payment", "--out", out / "refused.pdf"],
        "paper": [*paper, "--purpose", "referral", "--out", out / "paper.pdf"],
        "find": ["find", *house.who(), TOKEN],
        "refresh": ["refresh", *house.who()],
        "measures": ["measures", *house.who(), "--spec", spec, "--json"],
        "release": ["release", *eva, "--spec", spec, "--out", out / "release"],
        "check": ["check", *house.who()],
    }
    return {name: spawn(*words, **around) for name, words in typed.items()}


def test_every_command_did_what_it_was_asked(done: Done) -> None:
    codes = {name: said.code for name, said in done.said.items()}
    assert codes == {name: int(name == "refused paper") for name in codes}, done.said


def test_the_words_are_where_they_were_asked_for(done: Done) -> None:
    """Without this, finding none of them elsewhere would prove nothing."""
    text = text_of((done.out / "paper.pdf").read_bytes())
    for place in ("family", "docket", "judge", "charge", "reason2", "contact_rules", "discloser"):
        assert word(place)[: len(TOKEN)] in text
    assert "19 July 1923" in text
    assert word("imported") in done.said["find"].out
    assert traces(every_byte((done.out / "paper.pdf").read_bytes()) + text.encode())


def test_every_sealed_field_of_every_noun_was_filled(done: Done) -> None:
    working = _values(done, "working.db")
    sealed = {
        (table, name)
        for table, name, value in working
        if isinstance(value, bytes) and (table, name) in done.filled
    }
    assert sealed == done.filled
    others = {
        (mapper.class_.__tablename__, column.key)
        for mapper in Record.registry.mappers
        for column in mapper.local_table.columns
        if column.info.get("sealed")
    }
    kept = {(table, name) for table, name, value in working if isinstance(value, bytes)}
    assert others <= kept


@pytest.mark.parametrize("store", by_hand.STORES)
def test_no_decrypted_column_holds_one(done: Done, store: str) -> None:
    seen = 0
    for table, name, value in _values(done, store):
        data = value if isinstance(value, bytes) else str(value).encode()
        assert traces(data) == [], f"{store} {table}.{name}"
        seen += 1
    assert seen > 20


def test_no_byte_of_the_office_holds_one(done: Done) -> None:
    for path in done.house.home.rglob("*"):
        assert not path.is_file() or traces(path.read_bytes()) == [], path.name


def test_no_release_holds_one_nor_anything_packed_in_it(done: Done) -> None:
    files = [path for path in (done.out / "release").rglob("*") if path.is_file()]
    assert len(files) > 8
    for path in files:
        data = path.read_bytes()
        assert traces(data + path.name.encode()) == [], path.name
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for name in packed.namelist():
                    assert traces(packed.read(name)) == [], f"{path.name}/{name}"


def test_no_command_says_one_but_the_one_that_was_asked_to(done: Done) -> None:
    for name, said in done.said.items():
        assert traces(said.err.encode()) == [], name
        if name != "find":
            assert traces(said.out.encode()) == [], name


def test_no_file_beside_the_office_held_one_at_any_moment(done: Done) -> None:
    assert done.watch.found == {}
    assert "working.db" in done.watch.seen
    assert list((done.house.home.parents[1] / "tmp").rglob("*")) == []


def _values(done: Done, store: str) -> list[tuple[str, str, Any]]:
    zone, label = by_hand.STORES[store]
    key = by_hand.subkey(by_hand.zones_of(done.house.home, "ana", PASSWORD)[zone], label)
    return list(by_hand.values_in(done.house.home / store, key))
