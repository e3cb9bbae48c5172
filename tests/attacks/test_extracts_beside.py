"""An extract, a release and a dashboard of the same people, in either order.

Whoever has the rows of an extract counts them and subtracts them from what a release prints.
Planted are packages as they were before the other had left: together they narrow a hidden number,
or tell how many, of fewer than 11, the extract does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.extracts import PreparedExtract, extract_candidate, prepare_extract
from ati_desktop.casework.figures import (
    Prepared,
    candidate_of,
    prepare_release,
    release_figures,
    work_out,
)
from ati_desktop.casework.letting_out import let_out
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.requests import set_review
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.evaluation.spec import Spec
from ati_desktop.exports.writing import write_files
from ati_desktop.models.users import Role
from tests.attacks.extract_rows import NO, TOLD, add_rows, cut, file_rows
from tests.attacks.noisy import add_noise, knows_zeros
from tests.attacks.test_tables import truth_of
from tests.casework import dashboard_office as page
from tests.casework.offices import add, at_desk, copy_of
from tests.disclosure.attacker import Attacker, Cell

K = 11
YEARS = '[cohort]\nfrom = "2023"\nto = "2025"\n'
Ranges = dict[Cell, tuple[float, float]]
SILENT = page.silent


def figures(by: str, threshold: int = K) -> str:
    return (
        f'title = "Release"\nby = ["{by}"]\nmeasures = ["referrals", "completion_of_exits"]\n'
        f"{YEARS}[protection]\nthreshold = {threshold}\n"
    )


def people(*columns: str, k: int = K) -> str:
    named = ", ".join(f'"{each}"' for each in columns)
    return (
        f'title = "People"\n{YEARS}[extract]\nmodel = "k-anonymity"\nk = {k}\nl = 1\n'
        f"columns = [{named}]\n"
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page.make(tmp_path_factory.mktemp("beside") / "office")


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Iterator[Desk]:
    office = copy_of(built, tmp_path / "office")
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        set_review(desk, on=False)
    with at_desk(office, Role.EVALUATOR) as desk:
        yield desk


def prepared(desk: Desk, text: str) -> Prepared:
    return prepare_release(desk, Spec.from_text(text, "spec.toml"))


def release(desk: Desk, text: str, folder: Path) -> Path:
    release_figures(desk, prepared(desk, text), text, folder)
    return folder


def rows_of(desk: Desk, text: str) -> PreparedExtract:
    return prepare_extract(desk, text, "people.toml", "State University")


def leave(desk: Desk, extract: PreparedExtract, folder: Path) -> Path:
    candidate = extract_candidate(extract)
    let_out(desk, candidate, folder, recipient=extract.recipient, purpose="study")
    return folder


def kept(files: Mapping[str, bytes], folder: Path) -> Path:
    write_files(files, folder, lambda _done, _whole: None)
    return folder


def small(evaluation: Evaluation, extract: Path | None) -> list[Cell]:
    """The small numbers: of the tables, and of those among them whom the extract does not hold."""
    truth = truth_of(evaluation)
    found = [cell for cell, count in truth.items() if 0 < count < K]
    if extract is None:
        return found
    rows = file_rows(extract)
    for cell, count in truth.items():
        if all(name in rows[0] for name, _ in cell):
            there = sum(all(row[name] == value for name, value in cell) for row in rows)
            if 0 < count - there < K:
                found.append(cell | {(TOLD, NO)})
    return found


def seen(desk: Desk, text: str, folder: Path, extract: Path | None = None,
         noisy: tuple[Path, str] | None = None) -> Ranges:  # fmt: skip
    """How far each small number is open to whoever has these packages."""
    evaluation = work_out(desk, Spec.from_text(text, "spec.toml"))
    attacker = Attacker(cut(evaluation))
    attacker.read(folder, evaluation)
    knows_zeros(attacker, folder)
    if extract is not None:
        add_rows(attacker, extract, evaluation)
    if noisy is not None:
        add_noise(attacker, noisy[0], work_out(desk, Spec.from_text(noisy[1], "page.toml")), K)
    return {cell: attacker.range([cell]) for cell in small(evaluation, extract)}


def narrowed(alone: Ranges, both: Ranges) -> list[Cell]:
    """The numbers less open than 1 to K - 1, of others than the extract's 0, or than alone."""
    found = []
    for cell, (low, high) in both.items():
        least, most = alone.get(cell, (0.0, K - 1.0))
        if (TOLD, NO) not in cell:
            least = max(least, 1)
        if low > least + 1e-4 or high < min(most, K - 1) - 1e-4:
            found.append(cell)
    return found


def test_rows_after_a_release_open_nothing_that_it_hides_or_are_refused(
    desk: Desk, tmp_path: Path
) -> None:
    text = figures("program")
    planted = kept(extract_candidate(rows_of(desk, people("program", "result"))).files,
                   tmp_path / "weak")  # fmt: skip
    folder = release(desk, text, tmp_path / "release")
    alone = seen(desk, text, folder)
    assert narrowed(alone, seen(desk, text, folder, planted))
    with pytest.raises(Refused, match=r"Beside the release R-.*without result"):
        rows_of(desk, people("program", "result"))
    ours = leave(desk, rows_of(desk, people("program")), tmp_path / "rows")
    assert not narrowed(alone, seen(desk, text, folder, ours))


def test_a_release_after_rows_hides_more_or_is_refused(desk: Desk, tmp_path: Path) -> None:
    text = figures("program")
    weak = kept(candidate_of(prepared(desk, text), text).files, tmp_path / "weak")
    rows = leave(desk, rows_of(desk, people("age_band", "result")), tmp_path / "rows")
    assert narrowed(seen(desk, text, weak), seen(desk, text, weak, rows))
    folder = release(desk, text, tmp_path / "release")
    assert not narrowed(seen(desk, text, folder), seen(desk, text, folder, rows))


@pytest.mark.parametrize("first", ["rows", "figures"])
def test_few_further_referrals_are_not_counted_by_the_rows_of_an_extract(
    built: Path, tmp_path: Path, first: str
) -> None:
    office = copy_of(built, tmp_path / "office")
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        set_review(desk, on=False)
        for person in (1, 2, 3):
            add(desk, "referral", person, referred_on="2025-06-02", source="court")
        refresh(desk)
    text, asked = figures("program"), people("age_band")
    with at_desk(office, Role.EVALUATOR) as desk:
        note = work_out(desk, Spec.from_text(text, "spec.toml")).cohort
        assert 0 < note.referrals - note.people < K  # planted: without the comparison both are said
        if first == "rows":
            leave(desk, rows_of(desk, asked), tmp_path / "rows")
            with pytest.raises(Refused, match=r"Beside the extract R-.*such as other years"):
                prepared(desk, text)
        else:
            release(desk, text, tmp_path / "release")
            with pytest.raises(Refused, match=r"Beside the release R-.*other years"):
                rows_of(desk, asked)
