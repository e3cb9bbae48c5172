from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from ati_desktop.casework.locked_packages import open_package
from ati_desktop.errors import Refused
from ati_desktop.exports.encryption import encrypt
from ati_desktop.exports.manifest import manifest_files

CONTENT = {"README.txt": b"read me\n", "tables/T01.csv": b"a,count\n"}
FILES = CONTENT | manifest_files(CONTENT, demo=True)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(f"# mine\n{pyrage.x25519.Identity.generate()}\n")
    return path


def locked(tmp_path: Path, key: Path, files: dict[str, bytes]) -> Path:
    identity = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[1])
    path = tmp_path / "package.age"
    path.write_bytes(encrypt(files, recipients=[str(identity.to_public())]))
    return path


def test_a_package_opens_into_a_new_folder(tmp_path: Path, key: Path) -> None:
    paths = open_package(locked(tmp_path, key, FILES), tmp_path / "out", key_file=key)
    found = {p.relative_to(tmp_path / "out").as_posix(): p.read_bytes() for p in paths}
    assert found == FILES


@pytest.mark.parametrize("change", ["changed", "added", "gone", "unlisted"])
def test_files_that_do_not_agree_with_their_checksums_are_not_written(
    tmp_path: Path, key: Path, change: str
) -> None:
    files = dict(FILES)
    if change == "changed":
        files["README.txt"] = b"read us\n"
    elif change == "added":
        files["more.txt"] = b""
    elif change == "gone":
        del files["README.txt"]
    else:
        del files["manifest.sha256"]
    with pytest.raises(Refused, match="not those that its list of checksums names"):
        open_package(locked(tmp_path, key, files), tmp_path / "out", key_file=key)
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_read_is_refused(tmp_path: Path, key: Path) -> None:
    with pytest.raises(Refused, match=r"The package .* cannot be read"):
        open_package(tmp_path / "none.age", tmp_path / "out", key_file=key)
    with pytest.raises(Refused, match=r"The key file .* cannot be read"):
        open_package(locked(tmp_path, key, FILES), tmp_path / "out", key_file=tmp_path / "none")


def test_a_taken_folder_is_refused_before_anything_is_opened(tmp_path: Path, key: Path) -> None:
    with pytest.raises(Refused, match="already has something"):
        open_package(tmp_path / "none.age", tmp_path, key_file=key)
