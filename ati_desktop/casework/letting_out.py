"""The one door by which a package reaches the disk: approved, registered, then written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.casework.candidates import MANIFEST, Candidate
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.refreshing import evaluation_store
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.request_lines import Request, approved
from ati_desktop.casework.reviewing import APPROVED, review_needed, review_phrase, reviewers
from ati_desktop.disclosure.pseudonyms import scope_of
from ati_desktop.errors import Refused
from ati_desktop.exports.writing import free_folder, write_file, write_files
from ati_desktop.models.users import Right
from ati_desktop.storage.register import Register, Release

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Released:
    """A package that was written, and its line in the register.

    ``folder`` is the one file of an encrypted package. ``again``: the same bytes had left before
    for the same recipient and purpose, and there is no second line.
    """

    folder: Path
    files: tuple[Path, ...]
    release: Release
    again: bool


@dataclass(frozen=True, slots=True)
class Encryption:
    """Under what a package is locked: a passphrase, or keys of recipients."""

    passphrase: str | None = None
    recipients: tuple[str, ...] = ()


def _silent(done: float, doing: str) -> None:
    """Say nothing about progress."""


def let_out(
    desk: Desk,
    candidate: Candidate,
    place: Path,
    *,
    recipient: str = "",
    purpose: str = "",
    encryption: Encryption | None = None,
    progress: Progress = _silent,
) -> Released:
    """Register a package, then write it: the only way by which one reaches the disk.

    Let out again for the same recipient and purpose, the same bytes keep their line. The line
    comes first: a crash between leaves a line without a package, never a package without a line.

    Args:
        desk: who lets it out.
        candidate: the package with all its files.
        place: a new folder; with encryption a new file.
        recipient: for whom; what a second person has approved.
        purpose: what for; likewise.
        encryption: locks the package into one file.
        progress: hears the share that is done.

    Raises:
        Refused: a second person has not approved exactly these bytes for this recipient and
            purpose, another release has left that this one was not compared with, or the place
            is taken or cannot be written to.
    """
    desk.require(Right.RELEASE_FIGURES)
    prove(candidate)
    recipient, purpose = recipient.strip(), purpose.strip()
    must_be_for(candidate, recipient)
    must_be_free(place, encryption)
    request = _permission(desk, candidate, recipient, purpose)
    _must_be_kept(desk, candidate)
    content = _locked(candidate, encryption)
    line = _line(candidate, recipient, purpose, request)
    with open_register(desk) as register:
        release = next((known for known in register.releases() if known.id == line.id), None)
        others = _since(register, candidate, request) if release is None else []
    if others:
        _compare_again(desk, candidate)
    with open_register(desk) as register:
        again = release is not None
        if release is None:
            release = register.keep_release(line)
        else:
            register.note(f"release {line.kind} again")
        files = _write(candidate, content, place, progress)
        if request is not None and request.state == "approved":
            register.requests.written(request.id, release.id)
    return Released(place, tuple(files), release, again)


def prove(candidate: Candidate) -> None:
    """See that the files are those of the manifest, each of them and no other.

    Raises:
        Refused: one was changed, is missing or was added.
    """
    lines = candidate.files[MANIFEST].decode().splitlines()
    named = dict(line.split("  ", 1)[::-1] for line in lines if not line.startswith("#"))
    found = {
        path: hashlib.sha256(content).hexdigest()
        for path, content in candidate.files.items()
        if path != MANIFEST
    }
    if found != named:
        raise Refused("The files are not those of the manifest: prepare the package again.")


def must_be_for(candidate: Candidate, recipient: str) -> None:
    """See that a package with a recipient's own pseudonyms goes to that recipient only.

    Raises:
        Refused: it was made for another one.
    """
    made_for = candidate.recipient
    if made_for and (not recipient or scope_of(recipient) != scope_of(made_for)):
        raise Refused(
            "This extract was made for {made_for}, with pseudonyms of its own: prepare another "
            "one for anybody else.",
            made_for=made_for,
        )


def release_id(manifest_sha256: str, recipient: str, purpose: str) -> str:
    """Return the id of a release: the same for the same bytes, recipient and purpose."""
    if not recipient and not purpose:
        return f"R-{manifest_sha256[:16]}"
    text = "\0".join((manifest_sha256, recipient, purpose))
    return f"R-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def must_be_free(place: Path, encryption: Encryption | None) -> None:
    """See that a package can be put there, before any work on it.

    Raises:
        Refused: something is there already.
    """
    if encryption is None:
        free_folder(place)
    elif place.is_symlink() or place.exists():
        raise Refused("{path} is there already. Choose a new name.", path=place)


def _permission(desk: Desk, candidate: Candidate, recipient: str, purpose: str) -> Request | None:
    found = approved(desk, candidate, recipient=recipient, purpose=purpose)
    if found is not None:
        return found
    if review_needed(desk):
        raise Refused(
            "A second person has to approve exactly this package for this recipient and purpose "
            "before it may leave: ask for it. Those who may: {names}.",
            names=", ".join(reviewers(desk)) or "nobody yet",
        )
    if candidate.review != review_phrase(desk) or candidate.review == APPROVED:
        raise Refused(
            "The rule about reviews has changed since this was prepared: prepare it again."
        )
    return None


def _locked(candidate: Candidate, encryption: Encryption | None) -> bytes | None:
    if encryption is None:
        return None
    from ati_desktop.exports.encryption import encrypt  # noqa: PLC0415 - loads the locker

    return encrypt(
        candidate.files, passphrase=encryption.passphrase, recipients=encryption.recipients
    )


def _must_be_kept(desk: Desk, candidate: Candidate) -> None:
    """See that the copy a package was made from is there, so that it can be asked again."""
    if candidate.period and not evaluation_store(desk).frozen(candidate.period).is_file():
        raise Refused(
            "The copy of the figures this was prepared from is gone: prepare it once more."
        )


def _since(register: Register, candidate: Candidate, request: Request | None) -> list[str]:
    """Return the releases that have left since this one was compared with all there were.

    Requests from before all kinds were compared name those of their own kind only: others count
    where they left after the request was made.
    """
    asked_at = "" if request is None else request.requested_at
    if candidate.compared is None:
        return []
    return [
        one.id
        for one in register.releases()
        if one.id not in candidate.compared
        and one.manifest_sha256 != candidate.manifest_sha256
        and (one.kind == candidate.kind or one.released_at > asked_at)
    ]


def _compare_again(desk: Desk, candidate: Candidate) -> None:
    """See that a package would be the same though others have left since it was prepared.

    Raises:
        Refused: it would not.
    """
    # All load polars, and all let packages out through this module.
    if candidate.kind == "figures":
        from ati_desktop.casework.figures import prepared_again  # noqa: PLC0415 - as said above
    elif candidate.kind == "dashboard":
        from ati_desktop.casework.dashboards import prepared_again  # noqa: PLC0415 - as said above
    else:
        from ati_desktop.casework.extracts import prepared_again  # noqa: PLC0415 - as said above

    if prepared_again(desk, candidate) == candidate.manifest_sha256:
        return
    raise Refused(
        "Other releases have left since this was prepared, and beside them it would tell too "
        "much: prepare it once more."
    )


def _line(candidate: Candidate, recipient: str, purpose: str, request: Request | None) -> Release:
    """Return the line of the register for a package."""
    manifest = candidate.manifest_sha256
    tables = hashlib.sha256()
    for path in sorted(candidate.files):
        if path.startswith(("tables/", "data/")):
            tables.update(candidate.files[path])
    return Release(
        id=release_id(manifest, recipient, purpose),
        title=candidate.title,
        spec=candidate.spec,
        as_of=candidate.as_of,
        tables_sha256=tables.hexdigest(),
        manifest_sha256=manifest,
        kind=candidate.kind,
        recipient=recipient,
        purpose=purpose,
        request_id=request.id if request is not None else "",
        review=candidate.review,
        period=candidate.period,
        predicate=candidate.predicate,
        printed=candidate.printed,
    )


def _write(
    candidate: Candidate, content: bytes | None, place: Path, progress: Progress
) -> list[Path]:
    if content is not None:
        return [write_file(content, place)]
    return write_files(candidate.files, place, lambda done, whole: progress(done / whole, "files"))
