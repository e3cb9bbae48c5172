"""The ledger in the register: how much of the privacy budget each noisy release has spent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from ati_desktop.storage.register_file import RegisterFile


@dataclass(frozen=True, slots=True)
class Entry:
    """One release with noise: when, by whom, of what, at which epsilon, and the sum since then."""

    at: str
    user: str
    spec: str
    epsilon: float
    spent: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of an open register; lines are added and never changed."""

    file: RegisterFile

    def spend(self, spec: str, epsilon: float, budget: float | None = None) -> Entry | None:
        """Add a line and return it; None, and nothing added, where it would go over the budget."""
        with self.file.deed("spend privacy budget") as (session, subject):
            before = session.execute(text("SELECT sum(epsilon) FROM ledger")).scalar_one() or 0.0
            spent = float(before) + epsilon
            if budget is not None and spent > budget:
                return None
            entry = Entry(self.file.now(), self.file.user, spec, epsilon, spent)
            session.execute(
                text(
                    "INSERT INTO ledger (at, user, spec, epsilon, spent) "
                    "VALUES (:at, :user, :spec, :epsilon, :spent)"
                ),
                {
                    "at": entry.at,
                    "user": entry.user,
                    "spec": spec,
                    "epsilon": epsilon,
                    "spent": spent,
                },
            )
            subject.note("ledger", None, "added", ("epsilon",))
        return entry

    def entries(self) -> list[Entry]:
        """Return all lines, the oldest first."""
        query = "SELECT at, user, spec, epsilon, spent FROM ledger ORDER BY id"
        return [Entry(*row) for row in self.file.rows(query)]

    def spent(self) -> float:
        """Return the sum of what was spent."""
        return sum(entry.epsilon for entry in self.entries())
