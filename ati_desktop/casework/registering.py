"""The register of releases and cohort files, opened for one deed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ati_desktop.casework.desk import Desk
from ati_desktop.errors import Refused
from ati_desktop.storage.register import Register


@contextmanager
def open_register(desk: Desk) -> Iterator[Register]:
    """Open the register for one person; every deed in it leaves an audit line.

    Raises:
        Refused: the person holds no key to the figures.
    """
    key = desk.home.register_key
    if key is None:
        raise Refused("Your role does not open the figures. Ask a supervisor or an evaluator.")
    path = desk.home.home.register
    with Register(path, key, desk.user.name, desk.clock, desk.randomness) as register:
        yield register
