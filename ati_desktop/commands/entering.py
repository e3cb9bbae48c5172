"""How every command about an office gets in."""

from __future__ import annotations

import argparse

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import sign_in
from ati_desktop.commands.speaking import read_password


def enter(asked: argparse.Namespace) -> Desk:
    """Sign in to the office that was asked for, with the password it takes from where it was said.

    Raises:
        Refused: unknown user or wrong password, a damaged or missing file, a second instance.
    """
    return open_for(asked, read_password(asked.password_file, "Password"))


def open_for(asked: argparse.Namespace, password: str) -> Desk:
    """Sign in with a password that was read already.

    Raises:
        Refused: as for ``enter``.
    """
    return sign_in(asked.home, asked.user, password, minimum=asked.cost)
