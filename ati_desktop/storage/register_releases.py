"""Releases in the register: what left, for whom, reviewed how, and what it printed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy import text

from ati_desktop.errors import Refused
from ati_desktop.storage.register_file import RegisterFile

_COLUMNS = (
    "id",
    "title",
    "spec",
    "as_of",
    "tables_sha256",
    "manifest_sha256",
    "released_at",
    "released_by",
    "kind",
    "recipient",
    "purpose",
    "request_id",
    "review",
    "period",
    "predicate",
)


@dataclass(frozen=True, slots=True)
class Release:
    """One package that was let out. ``spec`` is the text of the specification.

    ``kind`` is ``figures`` or ``extract``; ``review`` says who else looked; ``period`` names the
    frozen copy it was made from, empty for releases from before copies were kept. ``predicate``
    is JSON that says who is counted. ``printed`` is what it printed, or who is alike in an
    extract, as JSON: empty in lists, and for releases from before it was kept.
    """

    id: str
    title: str
    spec: str
    as_of: str
    tables_sha256: str
    manifest_sha256: str
    released_at: str = ""
    released_by: str = ""
    kind: str = "figures"
    recipient: str = ""
    purpose: str = ""
    request_id: str = ""
    review: str = ""
    period: str = ""
    predicate: str = ""
    printed: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases of an open register."""

    file: RegisterFile

    def keep(self, release: Release) -> Release:
        """Write down a release and return it with who let it out and when.

        Raises:
            Refused: there is a release of that id already.
        """
        kept = replace(release, released_at=self.file.now(), released_by=self.file.user)
        with self.file.deed(f"release {release.kind}") as (session, subject):
            known = text("SELECT count(*) FROM releases WHERE id = :id")
            if session.execute(known, {"id": kept.id}).scalar_one():
                raise Refused(
                    "The release {id} is in the register already: nothing was written.", id=kept.id
                )
            columns = (*_COLUMNS, "printed")
            session.execute(
                text(
                    f"INSERT INTO releases ({', '.join(columns)}) "  # noqa: S608 - own names only
                    f"VALUES ({', '.join(f':{name}' for name in columns)})"
                ),
                {name: getattr(kept, name) for name in columns},
            )
            subject.note("releases", None, "added", ("manifest_sha256",))
        return kept

    def all(self) -> list[Release]:
        """Return the releases, the newest first, without what they printed."""
        query = (
            f"SELECT {', '.join(_COLUMNS)} FROM releases "  # noqa: S608 - own names only
            "ORDER BY released_at DESC, rowid DESC"
        )
        return [Release(*row) for row in self.file.rows(query)]

    def printed(self, release_id: str) -> str:
        """Return what a release printed, as JSON; empty where that was not kept."""
        query = "SELECT printed FROM releases WHERE id = :id"
        return next((str(row[0]) for row in self.file.rows(query, id=release_id)), "")


def _beside(release: Release, recipient: str) -> bool:
    """Tell whether an earlier release of the same kind can be put side by side with this one."""
    if release.kind != "extract":
        return True
    return recipient.casefold().split() == release.recipient.casefold().split()
