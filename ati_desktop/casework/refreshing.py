"""Rebuilding the figures: the evaluation store made anew from the records as they are now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ati_desktop.casework.changes import Changed
from ati_desktop.casework.desk import Desk
from ati_desktop.errors import Refused
from ati_desktop.models.users import Right, Zone
from ati_desktop.storage.evaluation_build import Built, Mark, build_evaluation
from ati_desktop.storage.evaluation_store import EvaluationStore
from ati_desktop.storage.research_ids import give_research_ids

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What was rebuilt, and that the rooms with figures shall read again."""

    built: Built
    changed: Changed = Changed.FIGURES


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def _never() -> bool:
    return False


def refresh(
    desk: Desk,
    *,
    progress: Progress = _silent,
    cancelled: Callable[[], bool] = _never,
) -> Refreshed:
    """Rebuild the evaluation store and put it in the place of the old one.

    The audit line is written with the research ids of new participants, before anything is
    built. Until the new store is whole the old one stands.

    Args:
        desk: who asks.
        progress: hears the share that is done and a word for what is being done.
        cancelled: asked between steps.

    Raises:
        Refused: the role may not, or does not hold the keys; the disk is full.
        Cancelled: ``cancelled`` said so.
    """
    desk.require(Right.REFRESH_EVALUATION)
    key = desk.home.evaluation_key
    if key is None or not desk.working.opens_identities:
        raise Refused(
            "Rebuilding the figures needs the keys of the records, of names and of the figures: "
            "ask somebody who holds all three."
        )
    with desk.working.unit("rebuild figures") as unit:
        give_research_ids(unit, desk.randomness)
    keyring = desk.home.keyring
    mark = Mark(keyring.office_id, keyring.zone_generations[Zone.EVALUATION], desk.home.demo)
    with desk.working.reading() as reading:
        built = build_evaluation(
            reading,
            desk.home.home.evaluation,
            key,
            today=desk.today,
            randomness=desk.randomness,
            mark=mark,
            progress=progress,
            cancelled=cancelled,
        )
    return Refreshed(built)


def evaluation_store(desk: Desk) -> EvaluationStore:
    """Return the evaluation store for reading; whether there is one, it says itself.

    Raises:
        Refused: the role does not open the figures, or holds no key to them.
    """
    desk.require(Right.READ_FIGURES)
    key = desk.home.evaluation_key
    if key is None:
        raise Refused("Your role does not open the figures. Ask a supervisor or an evaluator.")
    return EvaluationStore(desk.home.home.evaluation, key)
