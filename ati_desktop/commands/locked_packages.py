"""The command that opens a locked package."""

from __future__ import annotations

import argparse

from ati_desktop.casework import locked_packages
from ati_desktop.commands.speaking import read_password, say


def open_package(asked: argparse.Namespace) -> int:
    """Unlock a package into a new folder."""
    password = None
    if asked.key_file is None:
        password = read_password(asked.password_file, "Password of the package")
    files = locked_packages.open_package(
        asked.file, asked.out, passphrase=password, key_file=asked.key_file
    )
    say(f"{asked.out}  {len(files)} files")
    return 0
