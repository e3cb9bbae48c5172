"""Requests as the deeds hand them on, and whether one of them covers a package."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from ati_desktop.casework.candidates import Candidate, PackageKind
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.registering import open_register
from ati_desktop.models.users import Right
from ati_desktop.storage import register_requests as kept


@dataclass(frozen=True, slots=True)
class Request:
    """A package that somebody asks to let out, and what became of it.

    ``summary`` are lines (name, value) for whoever decides; nothing hidden is in them.
    """

    id: str
    kind: PackageKind
    title: str
    spec: str
    as_of: str
    recipient: str
    purpose: str
    manifest_sha256: str
    summary: tuple[tuple[str, str], ...]
    requested_at: str
    requested_by: str
    state: Literal["waiting", "approved", "declined", "withdrawn", "written"]
    decided_at: str = ""
    decided_by: str = ""
    reasons: str = ""
    release_id: str = ""


def as_request(line: kept.KeptRequest) -> Request:
    """Return a line of the register as the deeds hand it on."""
    values = {field.name: getattr(line, field.name) for field in fields(Request)}
    return Request(**{**values, "summary": kept.from_summary(line.summary)})


def approved(
    desk: Desk, candidate: Candidate, *, recipient: str | None = None, purpose: str | None = None
) -> Request | None:
    """Return the approved request for exactly these bytes, or None.

    Args:
        desk: who asks.
        candidate: the package.
        recipient: for whom; None: for anybody.
        purpose: what for; None: for anything.
    """
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        for known in register.requests.all():
            if (
                known.state in (kept.APPROVED, kept.WRITTEN)
                and known.manifest_sha256 == candidate.manifest_sha256
                and recipient in (None, known.recipient)
                and purpose in (None, known.purpose)
            ):
                return as_request(known)
    return None
