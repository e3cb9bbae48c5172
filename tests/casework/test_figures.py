"""A release from end to end: figures worked out, protected, audited, registered, written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ati_desktop.casework.cohort_files import keep_cohort_file
from ati_desktop.casework.demo.office import USER, make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import (
    Prepared,
    Released,
    figures_as_json,
    figures_as_of,
    list_releases,
    load_spec,
    prepare_release,
    release_figures,
    work_out,
)
from ati_desktop.casework.figures_overview import figures_overview
from ati_desktop.casework.office import add_user, sign_in
from ati_desktop.casework.planned_release import planned_files
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.specifications import CohortFileSpec, Spec, save_spec, spec_as_text
from ati_desktop.errors import Refused
from ati_desktop.models.users import Role
from ati_desktop.resources import resource
from tests.casework import offices
from tests.casework.offices import CHEAP, PASSWORD, Clock

PEOPLE = 200
SPEC = Spec(
    title="Demo release", by=("program",), windows_days=(365,),
    measures=("referrals", "admissions", "completion_of_exits", "rearrest_km"),
)  # fmt: skip


def silent(done: float, doing: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo office with its figures built, an evaluator and a case manager; nobody changes it."""
    folder = tmp_path_factory.mktemp("figures") / "office"
    desk = make_demo_office(
        folder, PASSWORD, participants=PEOPLE, seed=1, clock=Clock(), progress=silent, cost=CHEAP
    )
    for role in (Role.EVALUATOR, Role.CASE_MANAGER):
        add_user(desk, offices.NAMES[role], role, PASSWORD)
    refresh(desk)
    desk.close()
    return folder


@pytest.fixture(scope="module")
def evaluator(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The evaluator's desk in a copy, which nothing leaves but the release of ``released``."""
    folder = offices.copy_of(demo, tmp_path_factory.mktemp("evaluator") / "office")
    with offices.at_desk(folder, Role.EVALUATOR) as desk:
        yield desk


@pytest.fixture
def own_desk(demo: Path, tmp_path: Path) -> Iterator[Desk]:
    """The evaluator's desk in a copy for one test, from which it may let out what it likes."""
    folder = offices.copy_of(demo, tmp_path / "own")
    with offices.at_desk(folder, Role.EVALUATOR) as desk:
        yield desk


@pytest.fixture(scope="module")
def prepared(evaluator: Desk) -> Prepared:
    return prepare_release(evaluator, SPEC)


@pytest.fixture(scope="module")
def released(
    evaluator: Desk, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Released:
    out = tmp_path_factory.mktemp("out") / "one"
    return release_figures(evaluator, prepared, spec_as_text(SPEC), out)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_release_holds_tables_measures_codebook_receipt_and_manifest(released: Released) -> None:
    files = contents(released.folder)
    assert {"README.txt", "measures.json", "manifest.sha256", "tables.xlsx"} <= files.keys()
    assert any(path.startswith("tables/") and path.endswith(".csv") for path in files)
    assert any("codebook" in path for path in files)
    assert any("receipt" in path for path in files)
    assert sorted(files) == sorted(
        path.relative_to(released.folder).as_posix() for path in released.files
    )


def test_the_manifest_proves_every_file(released: Released) -> None:
    files = contents(released.folder)
    lines = files["manifest.sha256"].decode().splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    said = {line.split(None, 1)[1].lstrip("*"): line.split(None, 1)[0] for line in lines}
    assert said
    for path, digest in said.items():
        assert hashlib.sha256(files[path]).hexdigest() == digest, path
    assert set(files) - set(said) <= {"manifest.sha256", "manifest.json"}


def test_the_register_knows_what_left_who_let_it_out_and_when(
    evaluator: Desk, released: Released
) -> None:
    (line,) = [one for one in list_releases(evaluator) if one.id == released.release.id]
    manifest = (released.folder / "manifest.sha256").read_bytes()
    assert line.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    assert (line.title, line.as_of) == ("Demo release", "2026-05")
    assert (line.released_by, line.released_at) == ("eva", "2026-05-17T12:00:00+00:00")
    assert "threshold = 11" in line.spec


def test_no_cell_of_one_to_ten_is_shown(prepared: Prepared) -> None:
    counts = [row.count for view in prepared.protected.tables for row in view.rows]
    assert len(counts) > 50
    assert [count for count in counts if count is not None and 1 <= count <= 10] == []
    assert None in counts


def test_released_again_the_package_is_the_same_byte_for_byte(
    evaluator: Desk, released: Released, tmp_path: Path
) -> None:
    prepared = prepare_release(evaluator, SPEC)
    again = release_figures(evaluator, prepared, spec_as_text(SPEC), tmp_path / "b")
    assert again.again
    assert again.release.id == released.release.id
    assert contents(tmp_path / "b") == contents(released.folder)
    ids = [one.id for one in list_releases(evaluator)]
    assert len(ids) == len(set(ids))


def test_what_would_be_written_is_told_before_it_is(prepared: Prepared, released: Released) -> None:
    planned = {one.path: one.size for one in planned_files(prepared)}
    assert planned == {path: len(data) for path, data in contents(released.folder).items()}


def test_a_folder_that_is_taken_is_refused_before_anything_is_registered(
    own_desk: Desk, tmp_path: Path
) -> None:
    other = Spec(title="Another title", measures=("referrals",), by=("sex",))
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "something.txt").write_text("here", encoding="utf-8")
    with pytest.raises(Refused, match="already has something in it"):
        release_figures(own_desk, prepare_release(own_desk, other), spec_as_text(other), taken)
    assert list_releases(own_desk) == []
    assert [path.name for path in taken.iterdir()] == ["something.txt"]


def test_progress_is_told_from_beginning_to_end(own_desk: Desk, tmp_path: Path) -> None:
    small = Spec(title="Progress", measures=("referrals",), by=("sex",))
    heard: list[float] = []
    ready = prepare_release(own_desk, small, progress=lambda done, doing: heard.append(done))
    assert heard == sorted(heard)
    assert heard[0] == 0.0
    assert heard[-1] == pytest.approx(1.0)
    heard.clear()
    release_figures(
        own_desk, ready, spec_as_text(small), tmp_path / "r",
        progress=lambda done, doing: heard.append(done),
    )  # fmt: skip
    assert heard[-1] == 1.0


def test_every_look_at_the_figures_leaves_a_line_in_the_register(evaluator: Desk) -> None:
    def lines() -> int:
        with open_register(evaluator) as register:
            result = register.verify_audit()
        assert result.ok
        return result.lines

    before = lines()
    work_out(evaluator, Spec(title="Look", measures=("referrals",), by=()))
    assert lines() == before + 1


def test_internal_figures_say_that_they_stay_inside(evaluator: Desk) -> None:
    figures = work_out(evaluator, Spec(title="Look", measures=("referrals",), by=()))
    said = json.loads(json.dumps(figures_as_json(figures)))
    assert said["not_for_release"] is True
    assert said["internal"] is True
    assert said["demo"] is True


def test_a_case_manager_neither_sees_nor_releases_figures(
    demo: Path, tmp_path: Path, prepared: Prepared
) -> None:
    folder = offices.copy_of(demo, tmp_path / "copy")
    with offices.at_desk(folder, Role.CASE_MANAGER) as desk:
        for deed in (
            lambda: work_out(desk, SPEC),
            lambda: prepare_release(desk, SPEC),
            lambda: release_figures(desk, prepared, spec_as_text(SPEC), tmp_path / "out"),
            lambda: list_releases(desk),
            lambda: figures_as_of(desk),
        ):
            with pytest.raises(Refused, match="Your role"):
                deed()
    assert not (tmp_path / "out").exists()


def test_an_evaluator_may_not_rebuild_but_sees_how_old_the_figures_are(evaluator: Desk) -> None:
    assert figures_as_of(evaluator) == "2026-05"
    seen = figures_overview(evaluator)
    assert (seen.as_of, seen.may_rebuild) == ("2026-05", False)
    assert seen.programs["DTC"] == "Drug Treatment Court"
    with pytest.raises(Refused, match="rebuild"):
        refresh(evaluator)


def test_figures_that_were_never_built_say_so(pier: Path) -> None:
    with offices.at_desk(pier) as desk:
        assert figures_as_of(desk) is None
        assert figures_overview(desk).as_of is None
        with pytest.raises(Refused):
            work_out(desk, Spec(title="Look"))


def test_a_cohort_file_is_evaluated_in_an_office_without_records(
    pier: Path, tmp_path: Path
) -> None:
    table = tmp_path / "men.csv"
    rows = "".join(f"{week},{week % 2},40,1,1,1,1,{week % 2},1,x\n" for week in range(1, 53))
    header = "week,arrest,age,race,wexp,mar,paro,fin,prio,id\n"
    table.write_text(header + rows, encoding="utf-8")
    with offices.at_desk(pier) as desk:
        kept = keep_cohort_file(desk, table, resource("mappings/rossi_cohort.toml"))
        spec = Spec(title="Beside", cohort_file=CohortFileSpec(kept.name))
        figures = work_out(desk, spec)
    assert kept.rows == 52
    assert sum(curve.people for curve in figures.curves if curve.group) == 52


def test_a_cohort_too_small_to_show_anything_is_refused_in_words(evaluator: Desk) -> None:
    tiny = Spec(title="Tiny", first="2026-05", last="2026-05")
    assert work_out(evaluator, tiny).cohort.referrals < 11
    before = list_releases(evaluator)
    with pytest.raises(Refused, match="fewer than 11 referrals"):
        prepare_release(evaluator, tiny)
    assert list_releases(evaluator) == before


def test_the_specification_of_the_demo_release_is_read() -> None:
    spec, text = load_spec(resource("demo/release.toml"))
    assert (spec.title, spec.by) == ("Demo release", ("program", "sex"))
    assert spec.threshold == 11
    assert text.endswith("threshold = 11\n")


def test_a_specification_that_was_saved_is_read_back_as_it_was(tmp_path: Path) -> None:
    spec = Spec(
        title='A "title"\twith\\signs', name="s.toml", kind="admission", first="2020",
        last="2024-06", programs=("DTC",), by=("sex",), completion_days=540, threshold=5,
        windows_days=(100, 200),
    )  # fmt: skip
    save_spec(spec, tmp_path / "s.toml")
    read, text = load_spec(tmp_path / "s.toml")
    assert read == spec
    assert text == spec_as_text(spec)


@pytest.mark.parametrize("content", [b"title = ", b"\xff\xfe", b"", b"titel = 'x'", b"#" * 200_001])
def test_a_specification_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "spec.toml"
    path.write_bytes(content)
    with pytest.raises(Refused):
        load_spec(path)


def test_a_specification_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        load_spec(tmp_path / "none.toml")
    with pytest.raises(Refused):
        load_spec(tmp_path)


def test_the_demo_administrator_signs_in_again(demo: Path, tmp_path: Path) -> None:
    folder = offices.copy_of(demo, tmp_path / "again")
    desk = sign_in(folder, USER, PASSWORD, clock=Clock(), minimum=CHEAP)
    assert desk.home.demo
    desk.close()
