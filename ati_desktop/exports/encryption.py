"""A package as one locked file: a ZIP with fixed times inside an age file.

The ZIP is the same bytes each time; the age file around it is not, because its keys are drawn
anew whenever it is made. See age-encryption.org/v1.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from ati_desktop.errors import Refused

MAGIC = b"age-encryption.org/v1\n"
_TOO_SLOW = "Excessive work"
"""So pyrage begins what it says where a password was made dear on a machine 16 times as fast."""
LARGEST = 4 * 2**30
_BY_PASSWORD = MAGIC + b"-> scrypt "
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o100644 << 16
_UNIX = 3


def encrypt(
    files: Mapping[str, bytes], *, passphrase: str | None = None, recipients: Sequence[str] = ()
) -> bytes:
    """Return a package as one age file, locked with a password or to recipients' public keys.

    Args:
        files: bytes by path.
        passphrase: what whoever opens it must type; nobody can open it without.
        recipients: public keys, "age1..." or a line "ssh-ed25519 ..." or "ssh-rsa ...".

    Raises:
        Refused: there is neither or both, the password is short, or a key is none.
    """
    import pyrage  # noqa: PLC0415 - loaded only where something is locked

    if (passphrase is None) == (not recipients):
        raise Refused("Lock the package either with a password or to public keys.")
    content = pack(files)
    if passphrase is None:
        return bytes(pyrage.encrypt(content, [_recipient(text) for text in recipients]))
    if len(passphrase) < 8:
        raise Refused("The password of the package needs at least 8 characters.")
    return bytes(pyrage.passphrase.encrypt(content, passphrase))


def decrypt(
    data: bytes, *, passphrase: str | None = None, key: str | None = None
) -> dict[str, bytes]:
    """Return the files of a locked package by path.

    Args:
        data: the age file.
        passphrase: its password.
        key: the text of a key file of age ("AGE-SECRET-KEY-1...") or of an SSH private key.

    Raises:
        Refused: it is no locked package, is damaged, or was locked otherwise.
    """
    import pyrage  # noqa: PLC0415 - loaded only where something is locked

    if not data.startswith(MAGIC):
        raise Refused("This file is not a locked package.")
    locked_by_password = data.startswith(_BY_PASSWORD)
    if locked_by_password and passphrase is None:
        raise Refused("This package is locked with a password. Give the password.")
    if not locked_by_password and key is None:
        raise Refused("This package is locked to a key. Give the file with the private key.")
    try:
        if locked_by_password:
            return unpack(pyrage.passphrase.decrypt(data, str(passphrase)))
        return unpack(pyrage.decrypt(data, [_identity(str(key))]))
    except pyrage.DecryptError as error:
        if str(error).startswith(_TOO_SLOW):
            raise Refused(
                "Trying the password would take this computer too long: the package was locked on"
                " a much faster one. Close other programs and try again, or open it on another"
                " computer."
            ) from None
        raise Refused(
            "The package cannot be opened: the password or key is another one, or the file is"
            " damaged."
        ) from None


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP with sorted names and fixed times; the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for path, data in sorted(files.items()):
            about = zipfile.ZipInfo(path, _FIRST_DAY)
            about.create_system = _UNIX
            about.external_attr = _ORDINARY_FILE
            about.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(about, data, compresslevel=9)
    return content.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """Return the files of a ZIP by path.

    Raises:
        Refused: it is damaged, or far too large for a package.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(each.file_size for each in package.infolist()) > LARGEST:
                raise Refused("The package is too large to be opened.")
            return {each.filename: package.read(each) for each in package.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        raise Refused("What is inside this file is not a package.") from None


def _recipient(text: str) -> object:
    import pyrage  # noqa: PLC0415 - loaded only where something is locked

    text = text.strip()
    try:
        if text.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(text)
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise Refused("{key} is not a public key of age.", key=text[:20]) from None


def _identity(text: str) -> object:
    import pyrage  # noqa: PLC0415 - loaded only where something is locked

    lines = [line.strip() for line in text.splitlines()]
    try:
        if any(line.startswith("-----BEGIN") for line in lines):
            return pyrage.ssh.Identity.from_buffer(text.encode())
        keys = [line for line in lines if line and not line.startswith("#")]
        return pyrage.x25519.Identity.from_str(keys[0] if keys else "")
    except pyrage.IdentityError:
        raise Refused("The key file does not hold a private key of age.") from None
