"""A dashboard and a release of the same people: noise opens nothing that the release hides.

Whoever has both knows the tables of noise, so every noisy number is a range. Planted is a
dashboard as it was before anything had left: beside the release it narrows hidden numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.figures import prepare_release, release_figures, work_out
from ati_desktop.casework.requests import let_out, set_review
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation, listed
from ati_desktop.evaluation.spec import Spec
from ati_desktop.exports.writing import write_files
from ati_desktop.models.users import Role
from tests.attacks.noisy import add_noise, knows_zeros
from tests.attacks.test_tables import truth_of
from tests.casework import dashboard_office as page
from tests.casework.offices import at_desk, copy_of
from tests.disclosure.attacker import Attacker, Cell
from tests.long_work import amount

K = 11
ONE_OF = amount("ATI_ONE_OF", by_day=3, whole=1)
"""By day the attacker asks for one in so many of the small numbers."""
FINE = ("ethnicity", "program", "sex")
COARSE = ("ethnicity", "program")
Ranges = dict[Cell, tuple[float, float]]


def asked(by: tuple[str, ...], threshold: int, title: str) -> str:
    return (
        f'title = "{title}"\nby = {list(by)}\nmeasures = ["referrals", "completion_of_exits"]\n'
        f"[protection]\nthreshold = {threshold}\n"
    )


RELEASE = asked(COARSE, K, "Release")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return page.make(tmp_path_factory.mktemp("kinds") / "office")


@pytest.fixture
def desk(built: Path, tmp_path: Path) -> Iterator[Desk]:
    office = copy_of(built, tmp_path / "office")
    with at_desk(office, Role.ADMINISTRATOR) as desk:
        set_review(desk, on=False)
    with at_desk(office, Role.EVALUATOR) as desk:
        yield desk


def evaluated(desk: Desk, text: str) -> Evaluation:
    return work_out(desk, Spec.from_text(text, "spec.toml"))


def release(desk: Desk, text: str, folder: Path) -> None:
    release_figures(desk, prepare_release(desk, Spec.from_text(text, "spec.toml")), text, folder)


def small(desk: Desk) -> list[Cell]:
    truth = truth_of(evaluated(desk, RELEASE))
    return sorted((cell for cell, count in truth.items() if 0 < count < K), key=sorted)[::ONE_OF]


def seen(desk: Desk, folder: Path, noisy: Path | None = None, text: str = "") -> Ranges:
    """How far each small number of the release is open to whoever also has the dashboard."""
    whole = evaluated(desk, asked(FINE, K, "All variables"))
    attacker = Attacker(whole)
    attacker.read(folder, evaluated(desk, RELEASE))
    knows_zeros(attacker, folder)
    if noisy is not None:
        spec = Spec.from_text(text, "page.toml")
        add_noise(attacker, noisy, listed(evaluated(desk, text)), spec.threshold)
    return {cell: attacker.range([cell]) for cell in small(desk)}


def narrowed(alone: Ranges, both: Ranges) -> list[Cell]:
    """The numbers that are less open than from 1 to K - 1, or than the release alone left them."""
    return [
        cell
        for cell, (low, high) in both.items()
        if low > max(1, alone[cell][0]) + 1e-4 or high < min(K - 1, alone[cell][1]) - 1e-4
    ]


@pytest.mark.long_in_part
@pytest.mark.parametrize(("by", "threshold"), [(COARSE, K), (FINE, 3)])
def test_a_dashboard_after_a_release_opens_nothing_that_it_hides(
    desk: Desk, tmp_path: Path, by: tuple[str, ...], threshold: int
) -> None:
    text = asked(by, threshold, "Page")
    weak = page.candidate(desk, text)
    write_files(weak.files, tmp_path / "weak", lambda _done, _whole: None)
    release(desk, RELEASE, tmp_path / "release")
    let_out(desk, page.candidate(desk, text), tmp_path / "page")
    alone = seen(desk, tmp_path / "release")
    assert narrowed(alone, seen(desk, tmp_path / "release", tmp_path / "weak", text))
    assert not narrowed(alone, seen(desk, tmp_path / "release", tmp_path / "page", text))
    said = page.counts({f"tables/{p.name}": p.read_bytes()
                        for p in (tmp_path / "page" / "tables").glob("*.csv")})  # fmt: skip
    assert sum(count != "s" for count in said.values()) > len(said) / 3


def test_a_release_after_a_dashboard_is_safe_beside_it_or_refused_with_what_is_possible(
    desk: Desk, tmp_path: Path
) -> None:
    text = asked(COARSE, K, "Page")
    let_out(desk, page.candidate(desk, text), tmp_path / "page")
    refusal = ""
    try:
        release(desk, RELEASE, tmp_path / "release")
    except Refused as refused:
        refusal = str(refused)
    if refusal:  # the keys of the people were drawn so
        assert refusal.startswith("Beside the dashboard R-")
        assert "Possible would be: " in refusal
        assert not (tmp_path / "release").exists()
        return
    both = seen(desk, tmp_path / "release", tmp_path / "page", text)
    assert not narrowed(seen(desk, tmp_path / "release"), both)


def test_a_release_that_a_dashboard_of_smaller_counts_has_opened_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    let_out(desk, page.candidate(desk, asked(FINE, 3, "Page")), tmp_path / "page")
    with pytest.raises(Refused, match=r"Beside the dashboard R-.*Possible would be: ") as refusal:
        release(desk, RELEASE, tmp_path / "release")
    assert "fewer than 11 people" in str(refusal.value)
    assert not (tmp_path / "release").exists()


def test_a_dashboard_that_was_asked_before_keeps_its_answer_beside_a_later_release(
    desk: Desk, tmp_path: Path
) -> None:
    text = asked(("sex",), K, "Page")
    first = page.candidate(desk, text)
    let_out(desk, first, tmp_path / "page")
    release(desk, asked((), K, "Release"), tmp_path / "release")
    assert page.candidate(desk, text).files == first.files
