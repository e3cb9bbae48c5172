from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from ati_desktop.exports.encryption import encrypt
from ati_desktop.exports.manifest import manifest_files
from tests.commands.conftest import Typed

CONTENT = {"README.txt": b"read me\n"}
FILES = CONTENT | manifest_files(CONTENT, demo=False)
PASSWORD = "seven quiet rivers run"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "package.age"
    path.write_bytes(encrypt(FILES, passphrase=PASSWORD))
    return path


def test_a_password_opens_a_package_without_an_office(
    typed: Typed, package: Path, tmp_path: Path
) -> None:
    word = tmp_path / "word"
    word.write_text(f"{PASSWORD}\n")
    out = tmp_path / "out"
    said = typed("open-package", package, "--out", out, "--password-file", word)
    assert (said.code, said.err) == (0, "")
    assert said.out == f"{out}  3 files\n"
    assert (out / "README.txt").read_bytes() == b"read me\n"


def test_a_key_opens_a_package_that_was_locked_to_it(typed: Typed, tmp_path: Path) -> None:
    own = pyrage.x25519.Identity.generate()
    path, key = tmp_path / "package.age", tmp_path / "key"
    path.write_bytes(encrypt(FILES, recipients=[str(own.to_public())]))
    key.write_text(f"{own}\n")
    said = typed("open-package", path, "--out", tmp_path / "out", "--key-file", key)
    assert (said.code, said.err) == (0, "")


def test_a_wrong_password_is_refused_in_a_sentence(
    typed: Typed, package: Path, tmp_path: Path
) -> None:
    word = tmp_path / "word"
    word.write_text("seven quiet rivers ran\n")
    said = typed("open-package", package, "--out", tmp_path / "out", "--password-file", word)
    assert (said.code, said.out) == (1, "")
    assert "the password or key is another one" in said.err
    assert not (tmp_path / "out").exists()
