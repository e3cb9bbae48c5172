"""Extracts of a real office: what leaves, for whom, and that nobody is found in it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ati_desktop.casework.demo.office import make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.extracts import (
    PreparedExtract,
    extract_candidate,
    load_extract_spec,
    prepare_extract,
)
from ati_desktop.casework.leading_back import lead_back, lead_back_release, person_of
from ati_desktop.casework.letting_out import let_out
from ati_desktop.casework.office import add_user
from ati_desktop.casework.periods import freeze_period
from ati_desktop.casework.refreshing import evaluation_store, refresh
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.requests import decide, request_release, set_review
from ati_desktop.disclosure.dates import weekdays_flat
from ati_desktop.errors import Refused
from ati_desktop.evaluation.extract_rows import extract_rows
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.models.users import Role
from tests.casework import by_hand, offices
from tests.casework.offices import CHEAP, NAMES, PASSWORD, Clock
from tests.commands.test_canaries import plant, traces
from tests.disclosure.extracts import slow_k_l_t

PEOPLE = 700
YEARS = '[cohort]\nfrom = "2024"\nto = "2025"\n'
SPEC = f'title = "People"\n{YEARS}[extract]\nmodel = "k-anonymity"\nk = 5\n'
SHIFTED = f'title = "Days"\n{YEARS}[extract]\nmodel = "k-anonymity"\nk = 5\ndates = "shifted"\n'
SAFE = f'title = "Safe"\n{YEARS}[extract]\nmodel = "safe-harbor"\n'
UNIVERSITY = "State University"
COLLEGE = "College"


def silent(done: float, doing: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo office with one person more, in whom every field is planted; nobody reviews."""
    folder = tmp_path_factory.mktemp("extracts") / "office"
    desk = make_demo_office(
        folder, PASSWORD, participants=PEOPLE, seed=1, clock=Clock(), progress=silent, cost=CHEAP
    )
    for role in (Role.SUPERVISOR, Role.EVALUATOR, Role.CASE_MANAGER):
        add_user(desk, NAMES[role], role, PASSWORD)
    plant(desk)
    refresh(desk)
    set_review(desk, on=False)
    desk.close()
    return folder


@pytest.fixture(scope="module")
def evaluator(office: Path) -> Iterator[Desk]:
    with offices.at_desk(office, Role.EVALUATOR) as desk:
        yield desk


@pytest.fixture(scope="module")
def prepared(evaluator: Desk) -> PreparedExtract:
    return prepare_extract(evaluator, SPEC, "s.toml", UNIVERSITY)


def rows_of(prepared: PreparedExtract, name: str = "participants") -> list[dict[str, str]]:
    content = extract_candidate(prepared).files[f"data/{name}.csv"]
    return list(csv.DictReader(io.StringIO(content.decode())))


def streams(files: dict[str, bytes], folder: Path) -> Iterator[bytes]:
    """Every byte as it is written, and every value as an independent reader finds it."""
    for path, content in files.items():
        yield path.encode()
        yield content
        if path.endswith(".parquet"):
            yield str(pl.read_parquet(io.BytesIO(content)).to_dict(as_series=False)).encode()
        for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield zlib.decompress(found[1])
            except zlib.error:
                continue
        if path.endswith((".sav", ".dta")):
            yield _read(folder / Path(path).name, content)


def _read(place: Path, content: bytes) -> bytes:
    import pyreadstat  # noqa: PLC0415 - heavy

    place.write_bytes(content)
    reader = pyreadstat.read_sav if place.suffix == ".sav" else pyreadstat.read_dta
    frame, meta = reader(str(place), output_format="dict")
    return str((frame, meta.variable_value_labels, meta.column_labels)).encode()


def research_ids(desk: Desk, recipient: str = UNIVERSITY) -> dict[str, str]:
    """Each pseudonym of a recipient, and the research id behind it."""
    with open_register(desk) as register:
        known = register.pseudonyms.of(recipient.casefold())
    return {each.pseudonym: research_id for research_id, each in known.items()}


def test_k_and_l_hold_counted_the_slow_way_on_the_written_file(prepared: PreparedExtract) -> None:
    rows = rows_of(prepared)
    sealed = prepared.sealed
    k, diverse, far = slow_k_l_t(rows, sealed.quasi, sealed.sensitive)
    assert (k, diverse) == (sealed.measured.k, sealed.measured.l)
    assert k >= 5
    assert diverse >= 2
    assert far == pytest.approx(sealed.measured.t)
    assert len(rows) == sealed.measured.rows > 200
    assert dict(prepared.summary)["k measured"] == str(k)


def test_people_who_share_a_docket_number_count_once(office: Path, tmp_path: Path) -> None:
    folder = offices.copy_of(office, tmp_path / "copy")
    with offices.at_desk(folder, Role.SUPERVISOR) as desk:
        for at in range(4):
            person = offices.add_person(desk, f"Somebody{at}", "Else", referred_on="2024-05-05")
            offices.add(desk, "legal_case", person, docket="2024-CR-77", judge="x")
        refresh(desk)
        made = prepare_extract(desk, SPEC, "s.toml", UNIVERSITY)
    (sharing,) = [one for one, many in Counter(made.groups.values()).items() if many > 1]
    assert Counter(made.groups.values())[sharing] == 4
    assert made.sealed.measured.k >= 5


def test_no_planted_word_and_no_name_is_in_any_byte(
    office: Path, evaluator: Desk, tmp_path: Path
) -> None:
    whole = by_hand.zones_of(office, "demo", PASSWORD)
    values = list(
        by_hand.values_in(office / "working.db", by_hand.subkey(whole["records"], "working store"))
    )
    inside = {
        str(value).lower().encode()
        for table, name, value in values
        if name in ("reference", "uid", "research_id") or (table == "users" and name == "name")
    }
    assert len(inside) > 2 * PEOPLE
    for text in (SPEC, SHIFTED, SAFE):
        made = extract_candidate(prepare_extract(evaluator, text, "s.toml", UNIVERSITY))
        for content in streams(dict(made.files), tmp_path):
            assert traces(content) == []
            small = content.lower()
            words = set(re.findall(rb"[a-z0-9-]{6,40}", small))
            assert not words & {one for one in inside if len(one) > 5}


def test_no_hash_of_anything_about_a_person_is_in_it(
    office: Path, evaluator: Desk, prepared: PreparedExtract, tmp_path: Path
) -> None:
    folder = offices.copy_of(office, tmp_path / "copy")
    content = extract_candidate(prepared).files["data/participants.csv"].lower()
    told = set(re.findall(rb"[0-9a-z]{8,}", content))
    with offices.at_desk(folder, Role.SUPERVISOR) as desk:
        people = [desk.people.display(one) for one in desk.people.ordered_ids()]
    for text in [*research_ids(evaluator).values(), *people, *map(str, range(1, PEOPLE + 2))]:
        for name in ("md5", "sha1", "sha256", "sha512"):
            digest = hashlib.new(name, text.encode()).hexdigest().encode()
            assert not {digest, digest[:26], digest[:16], digest[:8]} & told
        assert f"{zlib.crc32(text.encode()):08x}".encode() not in told


def test_the_order_of_rows_says_nothing_about_who_came_first(
    office: Path, evaluator: Desk, prepared: PreparedExtract
) -> None:
    whole = by_hand.zones_of(office, "demo", PASSWORD)
    key = by_hand.subkey(whole["records"], "working store")
    entered: dict[str, int] = {}
    columns: dict[str, list[object]] = {}
    for table, name, value in by_hand.values_in(office / "working.db", key):
        if table == "research_ids":
            columns.setdefault(name, []).append(value)
    entered = {
        str(one): int(str(at))
        for one, at in zip(columns["research_id"], columns["participant_id"], strict=True)
    }
    behind = research_ids(evaluator)
    order = [entered[behind[row["person"]]] for row in rows_of(prepared)]
    ranks = pl.DataFrame({"row": range(len(order)), "entered": order})
    rho = ranks.select(pl.corr("row", "entered", method="spearman")).item()
    assert abs(rho) < 4 / len(order) ** 0.5
    planted = ranks.select(pl.corr("row", pl.col("entered").sort(), method="spearman")).item()
    assert planted == pytest.approx(1.0)


def test_asked_again_on_another_day_the_bytes_are_the_same(
    office: Path, prepared: PreparedExtract, tmp_path: Path
) -> None:
    folder = offices.copy_of(office, tmp_path / "copy")
    clock = Clock()
    clock.pass_days(3)
    files = extract_candidate(prepared).files
    with offices.at_desk(folder, Role.SUPERVISOR, clock) as desk:
        again = extract_candidate(prepare_extract(desk, SPEC, "other.toml", " state  UNIVERSITY"))
    assert again.files["data/participants.csv"] == files["data/participants.csv"]
    assert {path for path in files if again.files.get(path) != files[path]} == set()


def test_another_recipient_gets_other_pseudonyms(
    evaluator: Desk, prepared: PreparedExtract
) -> None:
    other = prepare_extract(evaluator, SPEC, "s.toml", "City Hospital")
    mine = {row["person"] for row in rows_of(prepared)}
    theirs = {row["person"] for row in rows_of(other)}
    assert len(mine) == len(theirs)
    assert not mine & theirs
    behind = {**research_ids(evaluator), **research_ids(evaluator, "City Hospital")}
    assert {behind[one] for one in mine} == {behind[one] for one in theirs}


def test_the_way_back_leads_to_a_research_id_and_then_to_a_person(
    office: Path, evaluator: Desk, prepared: PreparedExtract, tmp_path: Path
) -> None:
    folder = offices.copy_of(office, tmp_path / "copy")
    pseudonym = rows_of(prepared)[0]["person"]
    research_id = lead_back(evaluator, UNIVERSITY, f"{pseudonym[:4].lower()} {pseudonym[4:]}")
    assert research_id == research_ids(evaluator)[pseudonym]
    with pytest.raises(Refused, match="does not open participants"):
        person_of(evaluator, research_id)
    with pytest.raises(Refused, match="nobody of this pseudonym"):
        lead_back(evaluator, "City Hospital", pseudonym)
    with pytest.raises(Refused, match="letters and figures"):
        lead_back(evaluator, UNIVERSITY, "P-7K3F-92")
    with offices.at_desk(folder, Role.SUPERVISOR) as desk:
        before = desk.working.verify_audit().lines
        person = person_of(desk, research_id)
        assert desk.working.verify_audit().lines == before + 1
        assert person.name
        assert re.fullmatch(r"P-\w{4}-\w{2}", person.reference)
        with pytest.raises(Refused, match="no longer there"):
            person_of(desk, "0" * 16)


def test_every_way_back_is_written_down(evaluator: Desk, prepared: PreparedExtract) -> None:
    def lines() -> int:
        with open_register(evaluator) as register:
            result = register.verify_audit()
        assert result.ok
        return result.lines

    before = lines()
    lead_back(evaluator, UNIVERSITY, rows_of(prepared)[0]["person"])
    assert lines() == before + 1


def test_a_case_manager_can_neither_prepare_nor_lead_back(office: Path, tmp_path: Path) -> None:
    folder = offices.copy_of(office, tmp_path / "copy")
    with offices.at_desk(folder, Role.CASE_MANAGER) as desk:
        for deed in (
            lambda: prepare_extract(desk, SPEC, "s.toml", UNIVERSITY),
            lambda: lead_back(desk, UNIVERSITY, "A" * 26),
            lambda: lead_back_release(desk, "R-1", "A" * 26),
        ):
            with pytest.raises(Refused, match="Your role"):
                deed()


def test_fewer_than_fifty_a_year_get_aggregates_only(evaluator: Desk) -> None:
    few = SPEC.replace('to = "2025"', 'to = "2026"').replace('"2024"', '"2026-05"')
    with pytest.raises(Refused, match="only aggregates may leave"):
        prepare_extract(evaluator, few, "s.toml", UNIVERSITY)
    none = SPEC.replace('"2025"', '"1990"').replace('"2024"', '"1990"')
    with pytest.raises(Refused, match="only aggregates may leave"):
        prepare_extract(evaluator, none, "s.toml", UNIVERSITY)


def test_an_extract_is_for_somebody(evaluator: Desk) -> None:
    with pytest.raises(Refused, match="who receives"):
        prepare_extract(evaluator, SPEC, "s.toml", "  ")


def test_nobodys_day_is_told(office: Path, evaluator: Desk) -> None:
    for text in (SPEC, SAFE):
        content = extract_candidate(prepare_extract(evaluator, text, "s", UNIVERSITY)).files[
            "data/participants.csv"
        ]
        assert not re.search(rb"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}", content)
        assert not re.search(rb"\b20\d\d-(0[1-9]|1[0-2])\b(?!-)", content)


def test_shifted_days_keep_their_distances_and_lose_their_place(evaluator: Desk) -> None:
    made = prepare_extract(evaluator, SHIFTED, "s.toml", UNIVERSITY)
    rows = rows_of(made)
    assert len(rows) > 150
    behind = research_ids(evaluator)
    with open_register(evaluator) as register:
        shifts = {
            one.pseudonym: one.shift for one in register.pseudonyms.of("state university").values()
        }
    referred = [int(row["referred_on"]) for row in rows]
    assert weekdays_flat(referred)
    assert {abs(shifts[row["person"]]) for row in rows} <= set(range(1, 183))
    spans = {
        behind[row["person"]]: int(row["admitted_on"]) - int(row["referred_on"])
        for row in rows
        if row["admitted_on"]
    }
    other = prepare_extract(evaluator, SHIFTED, "s.toml", "City Hospital")
    theirs = research_ids(evaluator, "City Hospital")
    moved = 0
    for row in rows_of(other):
        own = theirs[row["person"]]
        if own in spans and row["admitted_on"]:
            assert int(row["admitted_on"]) - int(row["referred_on"]) == spans[own]
            moved += 1
    assert moved > 100


def true_days(desk: Desk) -> dict[str, int]:
    """The day on which each person left, as the store knows it: the attacker's list."""
    spec = ExtractSpec.from_text(SHIFTED, "s.toml")
    people = extract_rows(read_evaluation(evaluation_store(desk)), spec).people
    pairs = zip(people["research_id"], people["exited_on"], strict=True)
    zero = date(1960, 1, 1).toordinal()
    return {who: day - zero for who, day in pairs if day is not None}


def named_by_day(rows: list[dict[str, str]], days: dict[str, int], anchor: str = "") -> set[str]:
    """Return the pseudonyms of people whom a known day of leaving leads to, and to nobody else.

    ``anchor`` is a column that says by how much a person's days were moved.
    """
    found: set[str] = set()
    told_of = [row for row in rows if row["exited_on"]]
    shown = [(int(r["exited_on"]) - int(r.get(anchor, 0) or 0), r["person"]) for r in told_of]
    for day in days.values():
        there = [person for told, person in shown if told == day]
        found |= set(there) if len(there) == 1 else set()
    return found


def test_attack_09_a_known_day_leads_to_nobody(evaluator: Desk) -> None:
    """Planted: the days as they are, and one column from which the shift can be taken back."""
    rows = rows_of(prepare_extract(evaluator, SHIFTED, "s.toml", UNIVERSITY))
    behind, days = research_ids(evaluator), true_days(evaluator)
    with open_register(evaluator) as register:
        known = register.pseudonyms.of("state university").values()
        shifts = {one.pseudonym: one.shift for one in known}
    left = [row for row in rows if row["exited_on"]]
    plain = [row | {"exited_on": str(days[behind[row["person"]]])} for row in left]
    alone = named_by_day(plain, days)
    assert len(alone) > len(left) / 4
    anchored = [row | {"paid_on_moved": str(shifts[row["person"]])} for row in left]
    assert named_by_day(anchored, days, "paid_on_moved") == alone
    matched = {
        row["person"] for row in left if int(row["exited_on"]) == days[behind[row["person"]]]
    }
    assert matched == set()
    assert not any(re.search("paid|invoice|weather|day_of|month|as_of", name) for name in rows[0])
    assert not weekdays_flat([7 * (day // 7) for day in days.values()])
    assert weekdays_flat([int(row["exited_on"]) for row in left])


def test_shifted_days_stay_inside_the_period_of_the_figures(evaluator: Desk) -> None:
    made = prepare_extract(evaluator, SHIFTED, "s.toml", UNIVERSITY)
    days = [
        int(row[name])
        for row in rows_of(made)
        for name in ("referred_on", "admitted_on", "exited_on", "arrested_on")
        if row[name]
    ]
    zero = date(1960, 1, 1).toordinal()
    assert date.fromordinal(min(days) + zero) >= date(2024, 1, 1)
    assert date.fromordinal(max(days) + zero) <= date(2026, 5, 1)


def test_safe_harbor_tells_nothing_that_names_a_place_or_a_month(evaluator: Desk) -> None:
    made = prepare_extract(evaluator, SAFE, "s.toml", UNIVERSITY)
    rows = rows_of(made)
    assert not {"program", "referred_on", "stay_band"} & rows[0].keys()
    ages = {row["age"] for row in rows} - {"90+", "not_recorded"}
    assert max(map(int, ages)) <= 89
    told = " ".join(value for row in rows for value in row.values())
    assert "not_yet_observed" not in told
    assert any("actually knows" in note for note in made.sealed.notes)


def test_episodes_are_measured_with_their_people(evaluator: Desk) -> None:
    text = (
        SPEC + 'episodes = true\nkeep = ["episodes"]\ncolumns = ["sex", "year", "offence_section"]'
    )
    made = prepare_extract(evaluator, text, "s.toml", UNIVERSITY)
    people, episodes = rows_of(made), rows_of(made, "episodes")
    assert {row["person"] for row in episodes} <= {row["person"] for row in people}
    courses: dict[str, list[str]] = {}
    for row in episodes:
        courses.setdefault(row["person"], []).append("/".join(list(row.values())[1:]))
    joint = [{**row, "course": " ".join(courses.get(row["person"], []))} for row in people]
    k, diverse, _ = slow_k_l_t(joint, [*made.sealed.quasi, "course"], ["offence_section"])
    assert (k, diverse) == (made.sealed.measured.k, made.sealed.measured.l)
    assert k >= 5


def test_it_leaves_by_the_one_door_for_its_recipient_only(office: Path, tmp_path: Path) -> None:
    """In an office of its own: what left here is compared with everything asked for later."""
    place = tmp_path / "x"
    with offices.at_desk(offices.copy_of(office, tmp_path / "copy"), Role.EVALUATOR) as desk:
        prepared = prepare_extract(desk, SPEC, "s.toml", UNIVERSITY)
        candidate = extract_candidate(prepared)
        for other in ("City Hospital", ""):
            with pytest.raises(Refused, match="made for State University"):
                let_out(desk, candidate, place, recipient=other, purpose="study")
        out = let_out(desk, candidate, place, recipient="state university", purpose="study")
        assert (out.release.kind, out.release.recipient) == ("extract", "state university")
        pseudonym = rows_of(prepared)[0]["person"]
        led_to = lead_back_release(desk, out.release.id, pseudonym)
        assert led_to in research_ids(desk).values()
        with pytest.raises(Refused, match="no extract R-1"):
            lead_back_release(desk, "R-1", pseudonym)


def test_a_second_person_decides_about_exactly_these_rows(office: Path, tmp_path: Path) -> None:
    folder = offices.copy_of(office, tmp_path / "copy")
    with offices.at_desk(folder, Role.SUPERVISOR) as desk:
        set_review(desk, on=True)
    with offices.at_desk(folder, Role.EVALUATOR) as desk:
        candidate = extract_candidate(prepare_extract(desk, SPEC, "s.toml", UNIVERSITY))
        with pytest.raises(Refused, match="made for"):
            request_release(desk, candidate, recipient="City Hospital", purpose="study")
        asked = request_release(desk, candidate, recipient=UNIVERSITY, purpose="study")
    with offices.at_desk(folder, Role.SUPERVISOR) as desk:
        decide(desk, asked.id, approve=True, reasons="Agreed with the board.")
    with offices.at_desk(folder, Role.EVALUATOR) as desk:
        again = extract_candidate(prepare_extract(desk, SPEC, "s.toml", UNIVERSITY))
        assert again.manifest_sha256 == asked.manifest_sha256
        let_out(desk, again, tmp_path / "out", recipient=UNIVERSITY, purpose="study")


def test_attack_23_a_second_extract_of_the_same_people_does_not_part_them(
    office: Path, tmp_path: Path
) -> None:
    """Planted: prepared for somebody who has none, the second parts people who were alike."""
    folder = offices.copy_of(office, tmp_path / "copy")
    first = SPEC + 'columns = ["age_band", "sex", "offence_section"]\nkeep = ["age_band"]'
    second = SPEC + 'columns = ["year", "program", "offence_section"]\nkeep = ["program"]\n'
    second += "suppression = 0.5\n"
    with offices.at_desk(folder, Role.EVALUATOR) as desk:
        one = prepare_extract(desk, first, "s.toml", COLLEGE)
        alone = prepare_extract(desk, second, "s.toml", COLLEGE)
        assert joint_k(one, alone) < 5
        let_out(desk, extract_candidate(one), tmp_path / "1", recipient=COLLEGE, purpose="a")
        beside = prepare_extract(desk, second, "s.toml", COLLEGE)
        assert joint_k(one, beside) >= 5
        assert len(beside.compared) == 1
        let_out(desk, extract_candidate(beside), tmp_path / "3", recipient=COLLEGE, purpose="b")
        for asked, before in ((first, one), (second, beside)):
            again = extract_candidate(prepare_extract(desk, asked, "s.toml", COLLEGE))
            assert again.files == extract_candidate(before).files
        late = extract_candidate(alone)
        with pytest.raises(Refused, match="prepare it"):
            let_out(desk, late, tmp_path / "2", recipient=COLLEGE, purpose="b")
        other = prepare_extract(desk, second, "s.toml", "City Hospital")
        assert len(other.compared) == 2
        strict = second.replace("suppression = 0.5", "suppression = 0.01")
        with pytest.raises(Refused, match="fewer than 5 people would be alike"):
            prepare_extract(desk, strict, "s.toml", COLLEGE)


def test_a_few_newcomers_are_not_told_of_but_the_old_copy_still_is(
    office: Path, tmp_path: Path
) -> None:
    folder = offices.copy_of(office, tmp_path / "copy")
    spec = SPEC + 'columns = ["sex", "year", "offence_section"]\nsuppression = 0.0\n'
    with offices.at_desk(folder, Role.SUPERVISOR) as desk:
        one = prepare_extract(desk, spec, "s.toml", COLLEGE)
        let_out(desk, extract_candidate(one), tmp_path / "1", recipient=COLLEGE, purpose="a")
        freeze_period(desk, "first")
        for at in range(2):
            offices.add_person(desk, f"New{at}", "Else", referred_on="2025-05-05", sex="1")
        refresh(desk)
        with pytest.raises(Refused, match="those who are new"):
            prepare_extract(desk, spec, "s.toml", COLLEGE)
        with pytest.raises(Refused, match="other recipients have"):
            prepare_extract(desk, spec, "s.toml", "City Hospital")
        old = spec.replace("[cohort]", '[cohort]\nperiod = "first"')
        again = prepare_extract(desk, old, "s.toml", COLLEGE)
        assert rows_of(again) == rows_of(one)


def joint_k(one: PreparedExtract, other: PreparedExtract) -> int:
    """How many people at least are alike for whoever holds both files."""
    first = {row["person"]: row for row in rows_of(one)}
    told = []
    for row in rows_of(other):
        before = first.get(row["person"], {})
        mine = [before.get(name, "") for name in one.sealed.quasi]
        told.append({"told": str([*mine, *(row[name] for name in other.sealed.quasi)])})
    return slow_k_l_t(told, ["told"], [])[0]


def test_a_specification_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    for content in (b"\xff\xfe", b"#" * 200_001, b"title = "):
        path.write_bytes(content)
        with pytest.raises(Refused):
            load_extract_spec(path)
    path.write_text(SPEC, encoding="utf-8")
    assert load_extract_spec(path)[1] == SPEC
