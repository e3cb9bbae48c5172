"""A package as one locked file: what opens it, what does not, and what is inside."""

from __future__ import annotations

import io
import re
import zipfile

import pyrage
import pytest

from ati_desktop.errors import Refused
from ati_desktop.exports.encryption import MAGIC, decrypt, encrypt, pack, unpack

FILES = {"README.txt": b"read me\n", "tables/T01.csv": b"a,count\nx,s\n", "empty": b""}
PASSWORD = "seven quiet rivers run"


@pytest.fixture(scope="module")
def by_password() -> bytes:
    return encrypt(FILES, passphrase=PASSWORD)


@pytest.fixture(scope="module")
def owner() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def test_a_password_opens_what_it_locked(by_password: bytes) -> None:
    assert by_password.startswith(MAGIC)
    assert decrypt(by_password, passphrase=PASSWORD) == FILES


def test_every_recipient_opens_it_and_nobody_else(owner: pyrage.x25519.Identity) -> None:
    second = pyrage.x25519.Identity.generate()
    data = encrypt(FILES, recipients=[str(owner.to_public()), str(second.to_public())])
    for each in (owner, second):
        assert decrypt(data, key=f"# made today\n# public key: ...\n{each}\n") == FILES
    with pytest.raises(Refused, match="another one, or the file is damaged"):
        decrypt(data, key=str(pyrage.x25519.Identity.generate()))


def test_nothing_of_the_files_can_be_read_in_it(by_password: bytes) -> None:
    for word in (b"README", b"T01", b"read me", b"PK"):
        assert word not in by_password


def test_the_zip_is_the_same_each_time_and_the_lock_is_not() -> None:
    assert pack(FILES) == pack(dict(reversed(FILES.items())))
    public = str(pyrage.x25519.Identity.generate().to_public())
    assert encrypt(FILES, recipients=[public]) != encrypt(FILES, recipients=[public])


def test_the_zip_says_nothing_of_when_where_or_by_whom() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(FILES))) as package:
        assert package.namelist() == sorted(FILES)
        for each in package.infolist():
            assert each.date_time == (1980, 1, 1, 0, 0, 0)
            assert each.create_system == 3
            assert each.external_attr == 0o100644 << 16
            assert (each.extra, each.comment) == (b"", b"")


def test_the_right_question_is_asked_for_what_is_missing(
    by_password: bytes, owner: pyrage.x25519.Identity
) -> None:
    to_key = encrypt(FILES, recipients=[str(owner.to_public())])
    with pytest.raises(Refused, match="locked with a password"):
        decrypt(by_password, key=str(owner))
    with pytest.raises(Refused, match="locked to a key"):
        decrypt(to_key, passphrase=PASSWORD)


@pytest.mark.parametrize("cut", [30, 120, -1])
def test_damage_is_noticed(owner: pyrage.x25519.Identity, cut: int) -> None:
    data = encrypt(FILES, recipients=[str(owner.to_public())])
    with pytest.raises(Refused, match="damaged"):
        decrypt(data[:cut], key=str(owner))
    turned = bytearray(data)
    turned[cut] ^= 1
    with pytest.raises(Refused, match="damaged"):
        decrypt(bytes(turned), key=str(owner))


def test_a_wrong_password_is_refused(by_password: bytes) -> None:
    with pytest.raises(Refused, match="another one"):
        decrypt(by_password, passphrase="seven quiet rivers ran")


def test_other_files_are_no_packages(owner: pyrage.x25519.Identity) -> None:
    with pytest.raises(Refused, match="not a locked package"):
        decrypt(b"PK\x03\x04", passphrase=PASSWORD)
    inside = pyrage.encrypt(b"no zip", [owner.to_public()])
    with pytest.raises(Refused, match="inside this file is not a package"):
        decrypt(inside, key=str(owner))
    with pytest.raises(Refused, match="not a package"):
        unpack(pack(FILES)[:-40])


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({}, "either with a password or to public keys"),
        ({"passphrase": PASSWORD, "recipients": ["age1x"]}, "either with a password"),
        ({"passphrase": "short"}, "at least 8 characters"),
        ({"recipients": ["age1nobody"]}, "age1nobody is not a public key"),
        ({"recipients": ["ssh-ed25519 AAAA"]}, "is not a public key"),
    ],
)
def test_a_lock_that_nobody_could_open_is_refused(how: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        encrypt(FILES, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["", "# only words\n", "AGE-SECRET-KEY-1XX", "-----BEGIN X-----\n"])
def test_a_file_that_is_no_key_is_named_so(owner: pyrage.x25519.Identity, key: str) -> None:
    data = encrypt(FILES, recipients=[str(owner.to_public())])
    with pytest.raises(Refused, match="does not hold a private key"):
        decrypt(data, key=key)


def test_a_password_that_would_take_too_long_to_try_is_not_called_wrong(
    by_password: bytes,
) -> None:
    """Each one more doubles the work: a billion blocks are dearer than any machine tries."""
    dear = re.sub(rb"(-> scrypt \S+ )\d+", rb"\g<1>30", by_password, count=1)
    assert dear != by_password
    with pytest.raises(Refused, match="take this computer too long"):
        decrypt(dear, passphrase=PASSWORD)
