"""The demo as a newcomer types it, without a display."""

from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.commands import demo
from tests.commands.conftest import Said, spawn
from tests.reports.papers import text_of

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    out = tmp_path_factory.mktemp("demo") / "out"
    return out, spawn("demo", "--no-window", "--participants", "40", "--out", out)


@pytest.mark.slow
def test_the_demo_says_where_everything_is(made: tuple[Path, Said]) -> None:
    out, said = made
    assert said.code == 0, said.err
    for place in ("office", "papers/referral-summary-DEMO.pdf", "release", "screens"):
        assert str(out / place) in said.out
        assert (out / place).exists()
    assert demo.PASSWORD in said.out


@pytest.mark.slow
def test_the_demo_leaves_a_paper_that_is_marked(made: tuple[Path, Said]) -> None:
    text = text_of((made[0] / "papers" / "referral-summary-DEMO.pdf").read_bytes())
    assert "DEMO" in text
    assert "Riverbend County Court" in text


@pytest.mark.slow
def test_the_demo_leaves_a_release_that_is_marked(made: tuple[Path, Said]) -> None:
    folder = made[0] / "release"
    assert "DEMO" in (folder / "README.txt").read_text(encoding="utf-8")
    assert {"measures.json", "manifest.sha256", "tables.xlsx", "receipt.txt"} <= {
        path.name for path in folder.iterdir()
    }


@pytest.mark.slow
def test_the_demo_leaves_pictures_of_the_rooms(made: tuple[Path, Said]) -> None:
    pictures = sorted((made[0] / "screens").glob("*.png"))
    rooms = {path.name.split("-")[0] for path in pictures}
    assert {"participants", "person", "directory", "evaluation", "administration"} <= rooms
    assert all(path.read_bytes().startswith(PNG) for path in pictures)
    assert all(path.stat().st_size > 5_000 for path in pictures)


def test_what_a_demo_of_a_few_cannot_show_is_said_before_the_pictures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo._paper_and_release(demo._office(tmp_path, 2, 3), tmp_path)
    said = capsys.readouterr().out
    assert "Release of figures: none. The cohort has fewer than 11 referrals" in said
    assert "Referral summary: " in said
    assert not (tmp_path / "release").exists()


@pytest.mark.long  # the pictures; what is said is looked at above
def test_a_demo_of_a_few_says_what_cannot_be_shown(tmp_path: Path) -> None:
    words = ("demo", "--no-window", "--participants", "2", "--seed", "3", "--out", tmp_path / "few")
    said = spawn(*words)
    assert said.code == 0, said.err
    assert "Release of figures: none. The cohort has fewer than 11 referrals" in said.out
    assert "Referral summary: " in said.out
    assert not (tmp_path / "few" / "release").exists()
