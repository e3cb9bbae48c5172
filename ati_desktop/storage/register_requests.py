"""Requests in the register: packages that wait for a second person, with all their files."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import text

from ati_desktop.errors import Refused
from ati_desktop.storage.register_file import RegisterFile

WAITING, APPROVED, DECLINED = "waiting", "approved", "declined"
WITHDRAWN, WRITTEN = "withdrawn", "written"
_COLUMNS = (
    "id",
    "kind",
    "title",
    "spec",
    "as_of",
    "recipient",
    "purpose",
    "manifest_sha256",
    "summary",
    "predicate",
    "period",
    "requested_at",
    "requested_by",
    "state",
    "decided_at",
    "decided_by",
    "reasons",
    "release_id",
    "printed",
    "compared",
)
_ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """One package that somebody asks to let out, for whom, and what was decided.

    ``summary`` and ``printed`` are JSON; ``period`` names the frozen copy it was made from;
    ``compared`` are the ids of the releases it was compared with, as JSON.
    """

    kind: str
    title: str
    spec: str
    as_of: str
    recipient: str
    purpose: str
    manifest_sha256: str
    summary: str = "[]"
    predicate: str = ""
    period: str = ""
    printed: str = field(default="", repr=False)
    compared: str = "null"
    id: str = ""
    requested_at: str = ""
    requested_by: str = ""
    state: str = WAITING
    decided_at: str = ""
    decided_by: str = ""
    reasons: str = ""
    release_id: str = ""


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests of an open register. Who may decide is not judged here."""

    file: RegisterFile

    def add(self, request: KeptRequest, files: Mapping[str, bytes]) -> KeptRequest:
        """Keep a request with all files of its package, and return it with its id."""
        kept = replace(
            request,
            id=f"Q-{self.file.randomness(_ID_BYTES).hex()}",
            requested_at=self.file.now(),
            requested_by=self.file.user,
        )
        with self.file.deed(f"ask to release {kept.kind}") as (session, subject):
            session.execute(
                text(
                    f"INSERT INTO requests ({', '.join(_COLUMNS)}) "  # noqa: S608 - own names only
                    f"VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
                ),
                {name: getattr(kept, name) for name in _COLUMNS},
            )
            for path, content in files.items():
                session.execute(
                    text("INSERT INTO request_files VALUES (:id, :path, :content)"),
                    {"id": kept.id, "path": path, "content": zlib.compress(content)},
                )
            subject.note("requests", None, "added", ("manifest_sha256", "recipient", "purpose"))
        return kept

    def all(self) -> list[KeptRequest]:
        """Return the requests, the newest first."""
        query = (
            f"SELECT {', '.join(_COLUMNS)} FROM requests "  # noqa: S608 - own names only
            "ORDER BY requested_at DESC, rowid DESC"
        )
        rows = self.file.rows(query)
        return [KeptRequest(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]

    def one(self, request_id: str) -> KeptRequest:
        """Return a request.

        Raises:
            Refused: there is none of that id.
        """
        found = [request for request in self.all() if request.id == request_id]
        if not found:
            raise Refused(
                "There is no request {id}: the list of requests names them all.", id=request_id
            )
        return found[0]

    def files(self, request_id: str) -> dict[str, bytes]:
        """Return the files of a request by path; none once it is written, declined, withdrawn."""
        query = "SELECT path, content FROM request_files WHERE request_id = :id ORDER BY rowid"
        found = self.file.rows(query, id=request_id)
        return {str(path): zlib.decompress(content) for path, content in found}

    def close(self, request: KeptRequest, state: str, reasons: str, deed: str) -> KeptRequest:
        """Decide or withdraw a request as it was read; files that will not leave are let go.

        Raises:
            Refused: somebody else was faster, and it is no longer as it was read.
        """
        values = {
            "id": request.id,
            "was": request.state,
            "state": state,
            "at": self.file.now(),
            "by": self.file.user,
            "reasons": reasons,
        }
        with self.file.deed(deed) as (session, subject):
            done: Any = session.execute(
                text(
                    "UPDATE requests SET state = :state, decided_at = :at, decided_by = :by, "
                    "reasons = :reasons WHERE id = :id AND state = :was"
                ),
                values,
            )
            if not done.rowcount:
                raise Refused("Somebody else has dealt with this request: read the list again.")
            if state != APPROVED:
                session.execute(
                    text("DELETE FROM request_files WHERE request_id = :id"), {"id": request.id}
                )
            subject.note("requests", None, state, ("state", "reasons"))
        return replace(
            request,
            state=state,
            decided_at=str(values["at"]),
            decided_by=self.file.user,
            reasons=reasons,
        )

    def written(self, request_id: str, release_id: str) -> None:
        """Say of an approved request that its package left; the release holds what stays."""
        with self.file.deed("write an approved package") as (session, subject):
            values = {"id": request_id, "release": release_id, "state": WRITTEN, "was": APPROVED}
            session.execute(
                text(
                    "UPDATE requests SET state = :state, release_id = :release "
                    "WHERE id = :id AND state = :was"
                ),
                values,
            )
            session.execute(
                text("DELETE FROM request_files WHERE request_id = :id"), {"id": request_id}
            )
            subject.note("requests", None, WRITTEN, ("state",))


def as_summary(lines: tuple[tuple[str, str], ...]) -> str:
    """Return lines for a reviewer as the register keeps them."""
    return json.dumps(lines, ensure_ascii=False)


def from_summary(kept: str) -> tuple[tuple[str, str], ...]:
    """Return the lines that ``as_summary`` kept."""
    return tuple((str(name), str(value)) for name, value in json.loads(kept))
