"""Making a demo office: a home like any other, marked DEMO, filled with invented lives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

from ati_desktop.casework.demo.lives import invent_life
from ati_desktop.casework.demo.records import keep_lives
from ati_desktop.casework.demo.world import OFFICE, make_world
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import Progress, create_office, sign_in
from ati_desktop.errors import Refused
from ati_desktop.storage.keyring import KeyCost

USER = "demo"
MOST = 200_000
_WAVE = 2_000


def make_demo_office(
    folder: Path,
    password: str,
    *,
    participants: int,
    seed: int,
    clock: Callable[[], datetime],
    progress: Progress,
    cost: KeyCost | None = None,
) -> Desk:
    """Make a demo office with invented people and return the desk of its administrator.

    Raises:
        Refused: the folder is taken, or the number of people is not 1 to 200,000.
    """
    if not 1 <= participants <= MOST:
        raise Refused("Ask for 1 to {most} participants.", most=MOST)
    create_office(
        folder, administrator=USER, password=password, office=OFFICE, clock=clock, cost=cost,
        demo=True,
    )  # fmt: skip
    desk = sign_in(folder, USER, password, clock=clock, minimum=cost)
    try:
        fill_demo(desk, participants, seed, progress)
    except BaseException:
        desk.close()
        raise
    return desk


def fill_demo(desk: Desk, participants: int, seed: int, progress: Progress) -> None:
    """Keep invented lives in an office that is marked DEMO, all in one deed."""
    if not desk.home.demo:
        raise Refused("Invented people go into a demo office only.")
    random = Random(seed)  # noqa: S311 - invented people need no secret randomness
    lives = [invent_life(random, desk.today) for _ in range(participants)]
    kept: list[int] = []
    with desk.working.unit("make demo case load") as unit:
        world = make_world(unit, desk.today, desk.user_id, participants)
        for start in range(0, participants, _WAVE):
            wave = lives[start : start + _WAVE]
            people = keep_lives(unit, wave, world, random, desk.today)
            kept += [one.id or 0 for one in people]
            progress(len(kept) / participants, "people")
    with desk.working.reading() as reading:
        desk.people.refresh(reading, kept)
