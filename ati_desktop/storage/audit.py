"""The audit trail: one line a deed, each bound to the one before by a keyed hash.

It proves order and completeness up to an anchor kept elsewhere (the printed head), against
anybody without the key of the records. It holds names of tables and fields, never a value.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ati_desktop.models.audit import AuditLine
from ati_desktop.storage.given import Clock

_FIRST = bytes(32)
_MOST_ENTRIES = 50
_BATCH = 2000


@dataclass(frozen=True)
class AuditResult:
    """What checking the chain found; ``first_bad`` is the number of the first line not right."""

    ok: bool
    lines: int
    head: str
    first_bad: int | None


@dataclass
class Subject:
    """What a deed touched: table, id, verb and the names of the fields."""

    entries: list[tuple[str, int | None, str, tuple[str, ...]]] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(
        self, table: str, record_id: int | None, verb: str, fields: tuple[str, ...] = ()
    ) -> None:
        """Note one record; beyond fifty only the counts are kept."""
        self.counts[table, verb] += 1
        if len(self.entries) <= _MOST_ENTRIES:
            self.entries.append((table, record_id, verb, fields))

    def note_many(self, table: str, verb: str, count: int) -> None:
        """Note records that were touched together, by their number."""
        self.counts[table, verb] += count
        self.entries.append((table, None, verb, (f"{count} together",)))

    def text(self) -> str:
        """Return the subject as JSON: a list of entries, or of counts when there are many."""
        if len(self.entries) > _MOST_ENTRIES:
            said = [
                {"table": table, "verb": verb, "count": count}
                for (table, verb), count in sorted(self.counts.items())
            ]
        else:
            said = [
                {"table": table, "id": record_id, "verb": verb, "fields": list(fields)}
                for table, record_id, verb, fields in self.entries
            ]
        return json.dumps(said, separators=(",", ":"), sort_keys=True)


def _mac(key: bytes, previous: bytes, line: AuditLine, number: int) -> bytes:
    row = json.dumps(
        [number, line.at, line.user, line.deed, line.subject], separators=(",", ":")
    ).encode()
    return hmac.new(key, previous + row, hashlib.sha256).digest()


def _printed(mac: bytes) -> str:
    """Return eight groups of four, short enough to be copied from paper."""
    text = mac[:16].hex().upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def append_line(
    session: Session, key: bytes, *, clock: Clock, user: str, deed: str, subject: Subject
) -> None:
    """Add the line of a deed to the open transaction; the deed stands or falls with it."""
    last = session.execute(
        select(AuditLine.id, AuditLine.mac).order_by(AuditLine.id.desc()).limit(1)
    ).first()
    number, previous = ((last[0] or 0) + 1, last[1]) if last else (1, _FIRST)
    line = AuditLine(
        at=clock().isoformat(timespec="milliseconds"),
        user=user,
        deed=deed,
        subject=subject.text(),
        previous=previous,
        mac=b"",
    )
    line.id = number
    line.mac = _mac(key, previous, line, number)
    session.add(line)
    session.flush()


def head_of(session: Session) -> str:
    """Return the number of the newest line and its head, as papers carry them."""
    last = session.execute(
        select(AuditLine.id, AuditLine.mac).order_by(AuditLine.id.desc()).limit(1)
    ).first()
    return f"{last[0]}: {_printed(last[1])}" if last else "0"


def verify_chain(session: Session, key: bytes) -> AuditResult:
    """Return whether every line is as it was written and none is missing before the head.

    That the newest lines were cut off is told only by comparing the head with one kept outside.
    """
    previous, count = _FIRST, 0
    query = select(AuditLine).order_by(AuditLine.id).execution_options(yield_per=_BATCH)
    for line in session.scalars(query):
        count += 1
        right = hmac.compare_digest(line.mac, _mac(key, previous, line, count))
        if line.id != count or line.previous != previous or not right:
            return AuditResult(False, count, _printed(previous), line.id)
        previous = line.mac
    return AuditResult(True, count, _printed(previous), None)
