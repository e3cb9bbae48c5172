"""All of a package or nothing, and nothing outside its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.errors import Refused
from ati_desktop.exports.writing import free_folder, write_file, write_files

FILES = {"a.txt": b"a", "data/b.txt": b"b", "data/deep/c.txt": b""}


def test_files_stand_where_they_belong_and_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    paths = write_files(FILES, tmp_path / "new", lambda done, whole: told.append((done, whole)))
    assert [path.relative_to(tmp_path / "new").as_posix() for path in paths] == list(FILES)
    assert [path.read_bytes() for path in paths] == list(FILES.values())
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert len(write_files(FILES, tmp_path / "new")) == 3


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "", "a\\..\\x"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="must lie inside"):
        write_files({"a.txt": b"", path: b""}, tmp_path / "new")
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nothing was left behind"):
        write_files({"a": b"", "a/b": b""}, tmp_path / "new")
    assert not list(tmp_path.iterdir())


def test_a_crash_in_between_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_files(FILES, tmp_path / "new", stop)
    assert not list(tmp_path.iterdir())


def test_a_taken_place_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(Refused, match="already has something"):
        free_folder(tmp_path)
    with pytest.raises(Refused, match="is there already"):
        write_file(b"", tmp_path / "mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused, match="is there already"):
        write_file(b"", tmp_path / "link")
    assert (tmp_path / "mine").read_text() == "mine"


def test_one_file_is_written_whole(tmp_path: Path) -> None:
    path = write_file(b"locked", tmp_path / "deep" / "package.age")
    assert path.read_bytes() == b"locked"
    assert [each.name for each in path.parent.iterdir()] == ["package.age"]
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="could not be written"):
        write_file(b"", tmp_path / "file" / "package.age")
