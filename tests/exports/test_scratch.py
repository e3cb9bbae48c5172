"""Bytes from a library that only writes to named files."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from ati_desktop.exports import scratch
from ati_desktop.exports.scratch import written
from ati_desktop.exports.spss import spss
from tests.exports.rows import PEOPLE


def _fill(path: str) -> None:
    Path(path).write_bytes(b"content" * 10_000)


def test_what_was_written_comes_back_and_nothing_stays_open() -> None:
    before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0  # noqa: PTH208
    assert written(_fill) == b"content" * 10_000
    with pytest.raises(ZeroDivisionError):
        written(lambda path: 1 // 0)
    if sys.platform == "linux":
        assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


@pytest.mark.skipif(sys.platform != "linux", reason="files in memory are Linux's")
def test_on_linux_nothing_touches_the_disk(tmp_path: Path) -> None:
    seen: list[str] = []
    written(lambda path: seen.append(os.readlink(path)))  # noqa: PTH115 - what the system calls it
    assert seen[0].startswith("/memfd:")


def test_elsewhere_it_is_a_private_folder_that_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[tuple[Path, int]] = []

    def write(path: str) -> None:
        seen.append((Path(path), Path(path).parent.stat().st_mode & 0o777))
        _fill(path)

    assert scratch._in_private_folder(write) == b"content" * 10_000
    assert seen[0][0].is_relative_to(tmp_path)
    assert sys.platform == "win32" or seen[0][1] == 0o700
    assert not list(tmp_path.iterdir())


def test_both_ways_give_the_same_file() -> None:
    import polars as pl  # noqa: PLC0415
    import pyreadstat  # noqa: PLC0415 - loaded where it is used

    frame = pl.DataFrame({"a": [1, 2]})
    one, two = (
        bytearray(way(lambda path: pyreadstat.write_sav(frame, path)))
        for way in (scratch._in_memory, scratch._in_private_folder)
    )
    one[92:109] = two[92:109] = bytes(17)  # when it was written
    assert one == two
    assert spss(PEOPLE, demo=False)[92:109] == b"01 Jan 0000:00:00"


def test_one_place_of_a_file_is_written_over_without_a_second_copy() -> None:
    for way in (scratch.written, scratch._in_private_folder):
        found = way(_fill, lambda head: (head.index(b"ntc"), b"NTC"))
        assert found == (b"content" * 10_000).replace(b"ntc", b"NTC", 1)
