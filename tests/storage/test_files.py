from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ati_desktop.errors import Refused
from ati_desktop.storage.files import (
    OfficeLock,
    make_private_folder,
    remove_partial_files,
    write_whole,
)

LIMITED = """
import resource, sys
from pathlib import Path
from ati_desktop.errors import Refused
from ati_desktop.storage.files import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    write_whole(Path(sys.argv[1]), b"n" * 8192)
except Refused as refused:
    sys.stdout.write(str(refused))
"""


def test_a_file_is_replaced_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file size are POSIX")
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "f"
    write_whole(path, b"old")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True
    )
    assert "is full" in done.stdout
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    make_private_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700


def test_a_second_holder_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "office.lock"
    with OfficeLock(path), pytest.raises(Refused, match="already open"):
        OfficeLock(path)
    OfficeLock(path).release()


def test_letting_go_twice_is_harmless(tmp_path: Path) -> None:
    lock = OfficeLock(tmp_path / "office.lock")
    lock.release()
    lock.release()


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "office.lock"
    code = (
        "import os, sys, signal; from pathlib import Path\n"
        "from ati_desktop.storage.files import OfficeLock\n"
        "lock = OfficeLock(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert killed.returncode == -9
    OfficeLock(path).release()


def test_only_interrupted_writes_are_taken_away(tmp_path: Path) -> None:
    for name in (".keyring.json.12.partial", ".working.db.3.partial-wal", "keyring.json", ".keep"):
        (tmp_path / name).write_bytes(b"")
    remove_partial_files(tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".keep", "keyring.json"]  # noqa: PTH208 - names only
