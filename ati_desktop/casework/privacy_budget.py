"""How much privacy may be spent in a year on noisy counts, what was spent, and on what answers.

An answer stays with its line in the ledger: the same question is answered with the same noisy
counts for ever, and costs nothing again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registering import open_register
from ati_desktop.errors import Refused
from ati_desktop.models.users import Right
from ati_desktop.storage.register import Register

SETTING = "privacy budget"
LARGEST = 100.0
_SLACK = 1e-9
Answer = dict[str, list[int]]
"""Noisy counts by the names of a table's variables, in the order of its cells."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Epsilon that may be spent in a calendar year; ``whole`` is None while nobody has set it."""

    year: int
    whole: float | None
    spent: float


@dataclass(frozen=True, slots=True)
class Spending:
    """One answer that was paid for."""

    at: str
    user: str
    title: str
    epsilon: float


def privacy_budget(desk: Desk) -> Budget:
    """Return the budget of this year.

    Raises:
        Refused: the role does not open the figures.
    """
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        return _budget(desk, register)


def set_privacy_budget(desk: Desk, epsilon: float) -> None:
    """Set how much epsilon may be spent in each calendar year.

    Raises:
        Refused: only an administrator may; or it is out of range.
    """
    desk.require(Right.ADMINISTER)
    if not 0 < epsilon <= LARGEST:
        raise Refused("The budget of a year must be above 0 and at most {most}.", most=LARGEST)
    with open_register(desk) as register:
        register.settings.write(SETTING, repr(float(epsilon)))


def spendings(desk: Desk) -> list[Spending]:
    """Return what was spent, the oldest first.

    Raises:
        Refused: the role does not open the figures.
    """
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        return [
            Spending(entry.at, entry.user, str(json.loads(entry.spec)["title"]), entry.epsilon)
            for entry in register.ledger.entries()
        ]


def answer_once(
    desk: Desk, *, title: str, question: str, epsilon: float, draw: Callable[[], Answer]
) -> Answer:
    """Return the noisy answer to a question, drawn and paid for only when it is first asked.

    The answer and what it costs are written in one line before anybody sees the answer.

    Args:
        desk: who asks.
        title: for the list of what was spent.
        question: everything the answer depends on, as one text.
        epsilon: what it costs.
        draw: makes the answer.

    Raises:
        Refused: no budget is set, or too little of it is left this year.
    """
    desk.require(Right.RELEASE_FIGURES)
    with open_register(desk) as register:
        for entry in register.ledger.entries():
            kept = json.loads(entry.spec)
            if kept["question"] == question:
                answer: Answer = kept["answer"]
                return answer
        budget = _budget(desk, register)
        if budget.whole is None:
            raise Refused(
                "No budget is set for noisy counts. An administrator sets how much epsilon may be"
                " spent in a year: ati-desktop privacy-budget --set 2."
            )
        if epsilon > budget.whole - budget.spent + _SLACK:
            raise _too_much(budget, epsilon)
        answer = draw()
        line = json.dumps({"title": title, "question": question, "answer": answer})
        before = register.ledger.spent() - budget.spent
        if register.ledger.spend(line, epsilon, before + budget.whole + _SLACK) is None:
            raise _too_much(budget, epsilon)
        return answer


def _budget(desk: Desk, register: Register) -> Budget:
    year = desk.clock().year
    said = register.settings.read(SETTING)
    spent = sum(
        entry.epsilon for entry in register.ledger.entries() if entry.at.startswith(f"{year}-")
    )
    return Budget(year, None if said is None else float(said), spent)


def _too_much(budget: Budget, epsilon: float) -> Refused:
    left = max((budget.whole or 0.0) - budget.spent, 0.0)
    return Refused(
        "This would spend {epsilon} of the privacy budget, but only {left} is left of"
        " {whole} for {year}. Ask with a smaller epsilon, or next year.",
        epsilon=f"{epsilon:g}",
        left=f"{left:g}",
        whole=f"{budget.whole:g}",
        year=budget.year,
    )
