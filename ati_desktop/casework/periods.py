"""Frozen periods: copies of the figures that never change, so that a question keeps its answer."""

from __future__ import annotations

from dataclasses import dataclass

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.models.users import Right


@dataclass(frozen=True, slots=True)
class Period:
    """A frozen copy: its name, and the month of the figures in it."""

    name: str
    as_of: str


def freeze_period(desk: Desk, name: str) -> Period:
    """Keep a copy of the figures as they are now under a name such as ``2026-q1``.

    A specification that names it is answered the same for ever, whatever happens to the records.

    Raises:
        Refused: the role may not release figures, the name is none or taken, there are no figures
            yet, or the disk is full.
    """
    desk.require(Right.RELEASE_FIGURES)
    store = evaluation_store(desk)
    store.freeze(name)
    with open_register(desk) as register:
        register.note("freeze period")
    return Period(name, store.of_period(name).about()["as_of"])


def list_periods(desk: Desk) -> list[Period]:
    """Return the frozen periods there are, by name.

    Raises:
        Refused: the role does not open the figures.
    """
    store = evaluation_store(desk)
    return [Period(name, store.of_period(name).about()["as_of"]) for name in store.periods()]
