"""Privacy randomness in the register: recipients' pseudonyms with date shifts, and record keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import text

from ati_desktop.storage.register_file import RegisterFile


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """Under which random name a person stands for one recipient, and by how many days shifted."""

    pseudonym: str
    shift: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The pseudonyms of an open register.

    A scope is whoever must not be able to link its people with those of another scope: a
    recipient, or a recipient and a project. Within a scope a person keeps one pseudonym.
    """

    file: RegisterFile

    def of(self, scope: str) -> dict[str, Pseudonym]:
        """Return the pseudonyms of a scope by research id."""
        query = "SELECT research_id, pseudonym, shift FROM pseudonyms WHERE scope = :scope"
        rows = self.file.rows(query, scope=scope)
        return {str(row[0]): Pseudonym(str(row[1]), int(row[2])) for row in rows}

    def give(
        self, scope: str, research_ids: Iterable[str], make: Callable[[], Pseudonym]
    ) -> Mapping[str, Pseudonym]:
        """Return the pseudonyms of these people, made anew for those who have none yet.

        ``make`` draws one; one whose pseudonym is taken in the scope is drawn again.
        """
        wanted = sorted(set(research_ids))
        known = self.of(scope)
        taken = {each.pseudonym for each in known.values()}
        new: dict[str, Pseudonym] = {}
        for research_id in wanted:
            if research_id in known:
                continue
            while (made := make()).pseudonym in taken:
                continue
            taken.add(made.pseudonym)
            new[research_id] = made
        if new:
            with self.file.deed("give pseudonyms") as (session, subject):
                session.execute(
                    text(
                        "INSERT INTO pseudonyms VALUES (:scope, :research_id, :pseudonym, :shift)"
                    ),
                    [
                        {
                            "scope": scope,
                            "research_id": research_id,
                            "pseudonym": made.pseudonym,
                            "shift": made.shift,
                        }
                        for research_id, made in new.items()
                    ],
                )
                subject.note_many("pseudonyms", "added", len(new))
        both = known | new
        return {research_id: both[research_id] for research_id in wanted}

    def lead_back(self, scope: str, pseudonym: str) -> str | None:
        """Return the research id behind a pseudonym, or None; the look is written down."""
        query = "SELECT research_id FROM pseudonyms WHERE scope = :scope AND pseudonym = :pseudonym"
        found = self.file.rows(query, scope=scope, pseudonym=pseudonym)
        self.file.note("lead a pseudonym back")
        return str(found[0][0]) if found else None


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """The permanent random keys of people for perturbed counts, 8 bytes each."""

    file: RegisterFile

    def give(self, research_ids: Iterable[str], make: Callable[[], bytes]) -> Mapping[str, bytes]:
        """Return the keys of these people, drawn by ``make`` for those who have none yet."""
        wanted = sorted(set(research_ids))
        rows = self.file.rows("SELECT research_id, key FROM record_keys")
        known = {str(row[0]): bytes(row[1]) for row in rows}
        new = {research_id: make() for research_id in wanted if research_id not in known}
        if new:
            with self.file.deed("give record keys") as (session, subject):
                session.execute(
                    text("INSERT INTO record_keys VALUES (:research_id, :key)"),
                    [{"research_id": one, "key": key} for one, key in new.items()],
                )
                subject.note_many("record_keys", "added", len(new))
        both = known | new
        return {research_id: both[research_id] for research_id in wanted}
