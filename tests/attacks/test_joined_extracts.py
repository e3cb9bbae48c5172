"""Extracts for two recipients: who joins them finds nobody, though without comparison they would.

The attacker of ``joined`` reads the written files; which rows belong to one person, which only the
test knows, says whom the attacker is right about.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from ati_desktop.casework.demo.office import make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.extracts import PreparedExtract, extract_candidate, prepare_extract
from ati_desktop.casework.importing import commit_import, load_mapping, plan_import
from ati_desktop.casework.letting_out import let_out
from ati_desktop.casework.office import add_user
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.requests import set_review
from ati_desktop.disclosure.pseudonyms import scope_of
from ati_desktop.errors import Refused
from ati_desktop.models.users import Role
from ati_desktop.resources import resource
from tests.attacks.joined import Both, File, Person, file_of
from tests.casework import offices
from tests.casework.offices import CHEAP, NAMES, PASSWORD, Clock

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "cook_diversion_2011_2021.csv.gz"
UNIVERSITY, COLLEGE, HOSPITAL = "State University", "College", "City Hospital"
K = 5
HEAD = f"""
title = "People"
[cohort]
from = "2023"
to = "2025"
[extract]
model = "k-anonymity"
k = {K}
l = 1
"""
ROOM = f"{HEAD}suppression = 0.3\n"
PAIRS = {
    "ages and programs": (
        'columns = ["age_band", "year", "offence_section", "result"]',
        'columns = ["sex", "program", "year", "offence_section", "result"]',
    ),
    "nothing of the known columns in both": (
        'columns = ["sex", "ethnicity", "offence_section", "result", "stay_band", "wait_band"]',
        'columns = ["program", "year", "offence_section", "result", "stay_band", "wait_band"]',
    ),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("joined") / "office"
    desk = make_demo_office(
        folder, PASSWORD, participants=500, seed=2, clock=Clock(),
        progress=lambda _done, _doing: None, cost=CHEAP,
    )  # fmt: skip
    add_user(desk, NAMES[Role.SUPERVISOR], Role.SUPERVISOR, PASSWORD)
    refresh(desk)
    set_review(desk, on=False)
    desk.close()
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Iterator[Desk]:
    with offices.at_desk(offices.copy_of(office, tmp_path / "office"), Role.SUPERVISOR) as desk:
        yield desk


def written(prepared: PreparedExtract) -> File:
    content = extract_candidate(prepared).files["data/participants.csv"]
    return file_of(content, prepared.sealed.quasi)


def leave(desk: Desk, prepared: PreparedExtract, folder: Path) -> File:
    candidate = extract_candidate(prepared)
    let_out(desk, candidate, folder, recipient=prepared.recipient, purpose="study")
    return file_of((folder / "data" / "participants.csv").read_bytes(), prepared.sealed.quasi)


def people(desk: Desk, one: File, other: File, recipients: tuple[str, str]) -> list[Person]:
    """The two rows of everybody who is in both files, as the register knows."""
    with open_register(desk) as register:
        mine, theirs = (
            {each.pseudonym: own for own, each in register.pseudonyms.of(scope_of(name)).items()}
            for name in recipients
        )
    there = {theirs[row["person"]]: row for row in other.rows}
    return [(row, there[mine[row["person"]]]) for row in one.rows if mine[row["person"]] in there]


@pytest.mark.parametrize("columns", PAIRS.values(), ids=PAIRS)
def test_attack_23_two_recipients_who_join_their_extracts_find_nobody(
    desk: Desk, tmp_path: Path, columns: tuple[str, str]
) -> None:
    first, second = (f"{ROOM}{each}\n" for each in columns)
    one = prepare_extract(desk, first, "s.toml", UNIVERSITY)
    alone = prepare_extract(desk, second, "s.toml", COLLEGE)  # planted: nothing has left yet
    weak = Both(written(one), written(alone))
    known = people(desk, weak.one, weak.other, (UNIVERSITY, COLLEGE))
    assert len(weak.linked(known)) >= 10
    assert len(weak.found(known, K)) > 30

    mine = leave(desk, one, tmp_path / "one")
    beside = prepare_extract(desk, second, "s.toml", COLLEGE)
    ours = Both(mine, leave(desk, beside, tmp_path / "two"))
    known = people(desk, ours.one, ours.other, (UNIVERSITY, COLLEGE))
    assert len(known) > 300
    assert ours.found(known, K) == []
    told = dict(beside.summary)
    assert told["of these for other recipients"] == "1"
    linked = len(ours.linked(known))
    assert told["people who can be joined one to one with other recipients' rows"] == str(linked)
    assert int(told["people left out so that none is in one"]) > 30
    assert told["of these in joined classes that are too small"] == "0"


def test_the_receipt_says_how_many_can_be_joined_one_to_one(desk: Desk, tmp_path: Path) -> None:
    first, second = (f"{ROOM}{each}\n" for each in PAIRS["nothing of the known columns in both"])
    leave(desk, prepare_extract(desk, first, "s.toml", UNIVERSITY), tmp_path / "one")
    beside = prepare_extract(desk, second, "s.toml", COLLEGE)
    linked = dict(beside.summary)["people who can be joined one to one with other recipients' rows"]
    files = extract_candidate(beside).files
    assert int(linked) >= K
    for path in ("receipt.txt", "README.txt", "docs/disclosure_control_report.json"):
        assert f"one to one: {linked}." in files[path].decode()
    # Asked again, after it has left and others too, the answer is the same bytes.
    leave(desk, beside, tmp_path / "two")
    leave(desk, prepare_extract(desk, first, "s.toml", HOSPITAL), tmp_path / "three")
    again = extract_candidate(prepare_extract(desk, second, "s.toml", COLLEGE))
    assert again.files == files


def test_few_who_can_be_joined_are_not_told_by_their_number(desk: Desk, tmp_path: Path) -> None:
    first, second = (f"{ROOM}{each}\n" for each in PAIRS["ages and programs"])
    leave(desk, prepare_extract(desk, first, "s.toml", UNIVERSITY), tmp_path / "one")
    beside = prepare_extract(desk, second, "s.toml", COLLEGE)
    assert 0 < beside.sealed.others.linked < K
    receipt = extract_candidate(beside).files["receipt.txt"].decode()
    assert f"one to one: fewer than {K}." in receipt


def test_the_same_question_for_another_recipient_is_answered_alike(
    desk: Desk, tmp_path: Path
) -> None:
    spec = f"{ROOM}{PAIRS['ages and programs'][0]}\n"
    one = prepare_extract(desk, spec, "s.toml", UNIVERSITY)
    leave(desk, one, tmp_path / "one")
    other = prepare_extract(desk, spec, "s.toml", COLLEGE)
    assert other.sealed.others.left_out == 0
    assert len(written(other).rows) == len(written(one).rows)


def test_a_refused_extract_says_what_would_be_possible_and_that_is_so(
    desk: Desk, tmp_path: Path
) -> None:
    first, second = (f"{HEAD}{each}\n" for each in PAIRS["ages and programs"])
    leave(desk, prepare_extract(desk, first, "s.toml", UNIVERSITY), tmp_path / "one")
    strict = f"{second}suppression = 0.05\n"
    with pytest.raises(Refused, match="fewer than 5 people would be alike") as refusal:
        prepare_extract(desk, strict, "s.toml", COLLEGE)
    said = str(refusal.value).partition("Possible would be: ")[2].rstrip(".")
    assert "suppression = 0.2" in said.split("; ")
    assert prepare_extract(desk, strict.replace("0.05", "0.2"), "s.toml", COLLEGE)
    without = [each.removeprefix("the same without ") for each in said.split("; ")]
    assert "year" in without
    assert prepare_extract(desk, strict.replace('"year", ', ""), "s.toml", COLLEGE)


def test_what_was_prepared_before_another_recipients_extract_left_does_not_leave_as_it_is(
    desk: Desk, tmp_path: Path
) -> None:
    first, second = (f"{ROOM}{each}\n" for each in PAIRS["ages and programs"])
    late = prepare_extract(desk, second, "s.toml", COLLEGE)
    leave(desk, prepare_extract(desk, first, "s.toml", UNIVERSITY), tmp_path / "one")
    with pytest.raises(Refused, match="beside them it would tell too much"):
        leave(desk, late, tmp_path / "two")


def test_an_extract_from_before_its_levels_were_kept_is_compared_too(
    desk: Desk, tmp_path: Path
) -> None:
    first, second = (f"{ROOM}{each}\n" for each in PAIRS["ages and programs"])
    leave(desk, prepare_extract(desk, first, "s.toml", UNIVERSITY), tmp_path / "one")
    expected = prepare_extract(desk, second, "s.toml", COLLEGE).summary
    with open_register(desk) as register, register.deed("forget the levels") as (session, _):
        session.connection().exec_driver_sql(
            "UPDATE releases SET printed = json_remove(printed, '$.levels')"
        )
    assert prepare_extract(desk, second, "s.toml", COLLEGE).summary == expected


def test_an_extract_that_cannot_be_made_again_is_said_not_to_be_compared(
    desk: Desk, tmp_path: Path
) -> None:
    first, second = (f"{ROOM}{each}\n" for each in PAIRS["ages and programs"])
    leave(desk, prepare_extract(desk, first, "s.toml", UNIVERSITY), tmp_path / "one")
    with open_register(desk) as register, register.deed("another version") as (session, _):
        session.connection().exec_driver_sql(
            "UPDATE releases SET printed = json_set(printed, '$.levels.age_band', json('[2, 3]'))"
        )
    prepared = prepare_extract(desk, second, "s.toml", COLLEGE)
    told = dict(prepared.summary)
    assert told["of these not compared, as they cannot be made again"] == "1"
    assert told["people left out so that none is in one"] == "0"
    assert any("not compared: 1." in note for note in prepared.sealed.notes)


def test_two_newcomers_cannot_be_found_by_subtracting_another_recipients_extract(
    desk: Desk, tmp_path: Path
) -> None:
    columns = 'columns = ["sex", "year", "offence_section"]'
    spec = f"{HEAD}{columns}\nsuppression = 0.0\n"
    one = prepare_extract(desk, spec, "s.toml", UNIVERSITY)
    before = leave(desk, one, tmp_path / "one")
    for at in range(2):
        offices.add_person(desk, f"New{at}", "Else", referred_on="2025-05-05", sex="1")
    refresh(desk)
    with pytest.raises(Refused, match="other recipients have"):
        prepare_extract(desk, spec, "s.toml", COLLEGE)
    with open_register(desk) as register, register.deed("forget it") as (session, _):
        session.connection().exec_driver_sql("DELETE FROM releases")
    planted = written(prepare_extract(desk, spec, "s.toml", COLLEGE))
    sizes = [sum(row["year"] == "2025" for row in file.rows) for file in (before, planted)]
    assert sizes[1] - sizes[0] == 2


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Desk]:
    if not REAL.exists():
        pytest.skip(f"{REAL} is not there")
    offices.make_office(tmp_path / "county")
    source = tmp_path / "county.csv"
    source.write_bytes(gzip.decompress(REAL.read_bytes()))
    with offices.at_desk(tmp_path / "county") as desk:
        mapping = load_mapping(desk, resource("mappings/county_diversion.toml"))
        commit_import(desk, plan_import(desk, source, mapping))
        refresh(desk)
        set_review(desk, on=False)
        yield desk


COUNTY = """
title = "People in the programs"
[cohort]
from = "2011"
to = "2021"
[extract]
model = "k-anonymity"
"""
COUNTY_ONE = f"""{COUNTY}
columns = ["sex", "ethnicity", "program", "year", "offence_section", "result"]
"""
COUNTY_TWO = f"""{COUNTY}
columns = ["ethnicity", "program", "year", "offence_section", "result"]
keep = ["ethnicity"]
"""


@pytest.mark.long
@pytest.mark.real_data
def test_the_countys_extracts_for_two_recipients_cannot_be_joined(
    county: Desk, tmp_path: Path
) -> None:
    """110 people could be joined one to one, some of them in classes under 11."""
    one = prepare_extract(county, COUNTY_ONE, "x1.toml", UNIVERSITY)
    alone = prepare_extract(county, COUNTY_TWO, "x2.toml", COLLEGE)
    weak = Both(written(one), written(alone))
    known = people(county, weak.one, weak.other, (UNIVERSITY, COLLEGE))
    linked, sizes = weak.linked(known), weak.together(known)
    assert len(linked) == 110
    assert sum(sizes[weak.kind(each)] < 11 for each in linked) >= 6

    mine = leave(county, one, tmp_path / "one")
    with pytest.raises(Refused, match=r"Possible would be: .*suppression = 0\.2"):
        prepare_extract(county, COUNTY_TWO, "x2.toml", COLLEGE)
    more = f"{COUNTY_TWO}suppression = 0.2\n"
    beside = prepare_extract(county, more, "x2.toml", COLLEGE)
    ours = Both(mine, leave(county, beside, tmp_path / "two"))
    known = people(county, ours.one, ours.other, (UNIVERSITY, COLLEGE))
    linked, sizes = ours.linked(known), ours.together(known)
    assert beside.sealed.others.linked == len(linked)
    assert min(sizes[ours.kind(each)] for each in linked) >= 11
