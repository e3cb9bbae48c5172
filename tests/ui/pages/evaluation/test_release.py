"""What leaves the office: hidden numbers are nowhere in the window, and the package is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ati_desktop.casework import figures
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.results import Shown
from ati_desktop.ui.pages.evaluation.board import RELEASED
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.demo_office import SPEC, cells_of, words_of

Settle = Callable[[], None]


@pytest.fixture
def released(room: EvaluationPage, settle: Settle) -> EvaluationPage:
    room.board.view.buttons()[1].click()
    settle()
    assert room.board.view.value() == RELEASED
    return room


def test_the_check_works_by_itself_and_says_counts_only(
    room: EvaluationPage, checked: Callable[[EvaluationPage], None]
) -> None:
    checked(room)
    protected = room.asking.ready.prepared.protected
    said = words_of(room.board.release_check)
    assert f"Cells below {protected.threshold}" in said
    assert f"{protected.reasons['small']} hidden" in said
    assert "holds" in said
    assert str(protected.views.smallest_shown) in said


def test_a_hidden_figure_shows_s_and_its_value_is_nowhere_in_the_window(
    released: EvaluationPage,
) -> None:
    ready, evaluation = released.asking.ready, released.asking.read.evaluation
    views = ready.prepared.protected.figures
    hidden = [
        (view, figure)
        for view, figure in zip(views, evaluation.figures, strict=True)
        if view.shown is Shown.HIDDEN
    ]
    assert hidden
    view, figure = hidden[0]
    released.board.view.buttons()[0].click()
    released.board.measures.choose((view.measure, view.group))
    released.board.curves.turn()
    released.board.view.buttons()[1].click()
    released.board.measures.choose((view.measure, view.group))
    shown = words_of(released)
    tree = cells_of(released.board.measures)
    assert "s" in tree
    for _view, secret in hidden:
        if secret.numerator is not None and secret.denominator is not None:
            assert f"{secret.numerator} of {secret.denominator}" not in shown
    rows = cells_of(released.board.curves.table)
    exact = {f"{100 * (1 - point.survival):.1f}\N{NO-BREAK SPACE}%" for curve in evaluation.curves
             for point in curve.points}  # fmt: skip
    if not released.board.curves.lines:
        assert not exact & set(rows)
    card = " ".join(words_of(released.board.figure))
    for number in (figure.numerator, figure.denominator):
        if number is not None and number > 1:
            assert not re.search(rf"(?<![\d.,]){number}(?![\d.,])", _without_definition(card))


def _without_definition(card: str) -> str:
    """Return the card without days and years that stand in the words of the definition."""
    return re.sub(r"(\d+ days|version \d+|19\d\d|20\d\d|95 %|Recidivism 101)", "", card)


def test_tables_show_s_where_the_package_does(released: EvaluationPage, settle: Settle) -> None:
    released.release.click()
    settle()
    tab = released.sheet.tabs["tables"]
    protected = released.asking.ready.prepared.protected
    for at, table in enumerate(protected.tables):
        tab.names.setCurrentRow(at)
        if table.withheld:
            assert "left out" in tab.note.text()
            assert not tab.table.isVisible()
            continue
        cells = cells_of(tab.table)
        assert cells.count("s") == len(table.hidden)
        for row in table.rows:
            if row.count is not None:
                assert str(row.count) in cells


def test_a_hidden_curve_says_so_and_is_not_drawn(released: EvaluationPage) -> None:
    views = released.asking.ready.prepared.protected.views
    hidden = next(one for one in views.curves if one.shown is Shown.HIDDEN)
    curves = released.board.curves
    curves.choose(0, hidden.group[0][0] if hidden.group else "")
    if curves.lines:
        assert all(line.coarse for line in curves.lines)
    else:
        assert "not shown" in curves.hidden.text()


def test_nothing_tells_which_hidden_number_is_small(
    released: EvaluationPage, settle: Settle
) -> None:
    released.release.click()
    settle()
    for name in ("tables", "figures", "hidden", "files"):
        released.sheet.show_tab(name)
    tree = cells_of(released.sheet.tabs["figures"].view)
    reasons = {text for text in tree if "hidden" in text}
    assert {text.rpartition(": ")[2] for text in reasons} == {"hidden to protect people"}


def test_checking_can_be_stopped_and_begun_again(
    room: EvaluationPage, settle: Settle, shell: Shell
) -> None:
    room.release.click()
    assert not room.release.isEnabled()
    room.asking.running.cancel()
    settle()
    assert room.asking.ready is None
    assert room.sheet is None
    assert room.release.isEnabled()
    assert any("Stopped" in line for line in shell.notices.lines)
    room.release.click()
    settle()
    assert room.sheet is not None


def test_a_package_is_written_and_listed(
    released: EvaluationPage, settle: Settle, tmp_path: Path, demo_desk: Desk
) -> None:
    released.release.click()
    settle()
    place = tmp_path / "package"
    released.sheet.write_into(place)
    settle()
    planned = {file.path for file in released.asking.ready.files} if released.asking.ready else None
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert planned is None or found == planned
    release = figures.list_releases(demo_desk)[0]
    manifest = (place / figures.MANIFEST).read_bytes()
    assert release.manifest_sha256 == hashlib.sha256(manifest).hexdigest()
    said = " ".join(words_of(released.sheet.done))
    assert release.id in said
    assert str(place) in said
    assert "receipt.txt" in said
    released.sheet.show_receipt(place / "receipt.txt")
    assert (place / "receipt.txt").read_text(encoding="utf-8") in words_of(released.sheet)
    released.open_releases()
    assert release.id in cells_of(released.sheet.table)


def test_the_same_figures_again_keep_their_number(
    released: EvaluationPage, settle: Settle, tmp_path: Path, demo_desk: Desk
) -> None:
    for name in ("first", "second"):
        released.open_release()
        settle()
        released.sheet.write_into(tmp_path / name)
        settle()
    assert len(figures.list_releases(demo_desk)) == 1
    assert any("same figures" in text for text in words_of(released.sheet.done))


def test_a_folder_that_is_taken_is_refused_in_one_sentence(
    released: EvaluationPage, settle: Settle, tmp_path: Path, shell: Shell
) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "note.txt").write_text("here", encoding="utf-8")
    released.release.click()
    settle()
    released.sheet.write_into(taken)
    settle()
    assert any(str(taken) in line for line in shell.notices.lines)
    assert released.sheet.write.isEnabled()
    assert sorted(path.name for path in taken.iterdir()) == ["note.txt"]


def test_a_cohort_smaller_than_the_threshold_is_refused(
    room: EvaluationPage, settle: Settle, shell: Shell
) -> None:
    few = SPEC.replace('kind = "referral"', 'kind = "referral"\nfrom = "2023"\nto = "2023-01"')
    room.arrive(spec=few)
    settle()
    assert room.asking.read.evaluation.cohort.referrals < 11
    room.release.click()
    settle()
    assert any("fewer than 11" in line for line in shell.notices.lines)
    assert room.sheet is None


def test_an_earlier_release_is_shown_again_by_its_specification(
    released: EvaluationPage, settle: Settle, tmp_path: Path
) -> None:
    released.release.click()
    settle()
    released.sheet.write_into(tmp_path / "package")
    settle()
    released.arrive(spec=SPEC.replace('"program"', '"sex"'))
    settle()
    assert released.asking.spec.by == ("sex",)
    released.open_releases()
    table = released.sheet.table
    table.opened.emit(table.model().ids[0])
    settle()
    assert released.asking.spec.by == ("program",)
