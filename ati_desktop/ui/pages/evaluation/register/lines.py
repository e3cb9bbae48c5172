"""One line of the register: a request, a release, or a request that became a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ati_desktop.casework.desk import Desk
from ati_desktop.handed_in import NotToml, parse_toml
from ati_desktop.models.users import Right
from ati_desktop.ui.kit.chip import Kind
from ati_desktop.ui.kit.lane import Progress
from ati_desktop.ui.pages.evaluation.words import translate

if TYPE_CHECKING:
    from ati_desktop.casework.figures_overview import Release
    from ati_desktop.casework.requests import Request

STATES = ("waiting", "approved", "declined", "withdrawn", "written")


@dataclass(frozen=True)
class RegisterLine:
    """What became of one package; texts are empty where there is nothing to say.

    ``mine``: the person signed in has asked for it.
    """

    id: str
    state: str
    kind: str
    title: str
    spec: str
    as_of: str
    manifest_sha256: str
    recipient: str = ""
    purpose: str = ""
    asked_by: str = ""
    asked_at: str = ""
    decided_by: str = ""
    decided_at: str = ""
    reasons: str = ""
    written_by: str = ""
    written_at: str = ""
    release_id: str = ""
    review: str = ""
    period: str = ""
    summary: tuple[tuple[str, str], ...] = ()
    mine: bool = False

    @property
    def is_request(self) -> bool:
        """Return whether it was asked for, and not written without anybody."""
        return bool(self.asked_by)

    @property
    def threshold(self) -> str:
        """Return the smallest count shown by its specification, or ""."""
        try:
            part = parse_toml(self.spec).get("protection", {})
        except NotToml:
            return ""
        return str(part.get("threshold", "")) if isinstance(part, dict) else ""


@dataclass(frozen=True)
class RegisterRead:
    """Everything the register page shows; ``rule`` is "on", "off", or "" where nothing is set."""

    lines: tuple[RegisterLine, ...]
    rule: str
    review: str
    reviewers: tuple[str, ...]
    may_decide: bool
    may_rule: bool

    @property
    def waiting(self) -> int:
        """Return how many requests wait for a decision."""
        return sum(line.state == "waiting" for line in self.lines)


def read_register(desk: Desk, progress: Progress) -> RegisterRead:
    """Read all requests and releases, the newest first, and the rule about reviews."""
    from ati_desktop.casework import figures, requests  # noqa: PLC0415 - on the lane: loads polars

    progress.step(text=translate("Evaluation", "Reading the register"))
    asked = requests.list_requests(desk)
    written = figures.list_releases(desk)
    return RegisterRead(
        lines=tuple(register_lines(asked, written, desk.user.name)),
        rule=requests.review_rule(desk) or "",
        review=requests.review_phrase(desk),
        reviewers=tuple(requests.reviewers(desk)),
        may_decide=desk.may(Right.REVIEW_RELEASES),
        may_rule=desk.may(Right.RULE_REVIEWS),
    )


def register_lines(
    asked: Iterable[Request], written: Sequence[Release], user: str
) -> list[RegisterLine]:
    """Return requests and releases as one list; a request and its release are one line."""
    releases = {release.id: release for release in written}
    lines = [_asked(request, releases, user) for request in asked]
    joined = {line.release_id for line in lines}
    lines += [_written(release) for release in written if release.id not in joined]
    return sorted(lines, key=lambda line: line.written_at or line.asked_at, reverse=True)


def _asked(request: Request, releases: Mapping[str, Release], user: str) -> RegisterLine:
    release = releases.get(request.release_id)
    return RegisterLine(
        id=request.id,
        state=request.state,
        kind=request.kind,
        title=request.title,
        spec=request.spec,
        as_of=request.as_of,
        manifest_sha256=request.manifest_sha256,
        recipient=request.recipient,
        purpose=request.purpose,
        asked_by=request.requested_by,
        asked_at=request.requested_at,
        decided_by=request.decided_by,
        decided_at=request.decided_at,
        reasons=request.reasons,
        written_by=release.released_by if release else "",
        written_at=release.released_at if release else "",
        release_id=request.release_id,
        review=release.review if release else "",
        period=release.period if release else "",
        summary=request.summary,
        mine=request.requested_by == user,
    )


def _written(release: Release) -> RegisterLine:
    return RegisterLine(
        id=release.id,
        state="written",
        kind=release.kind,
        title=release.title,
        spec=release.spec,
        as_of=release.as_of,
        manifest_sha256=release.manifest_sha256,
        recipient=release.recipient,
        purpose=release.purpose,
        written_by=release.released_by,
        written_at=release.released_at,
        release_id=release.id,
        review=release.review,
        period=release.period,
    )


def state_words(state: str) -> str:
    """Return a state in a word."""
    return {
        "waiting": translate("Evaluation", "Waiting"),
        "approved": translate("Evaluation", "Approved"),
        "declined": translate("Evaluation", "Declined"),
        "withdrawn": translate("Evaluation", "Withdrawn"),
        "written": translate("Evaluation", "Written"),
    }.get(state, state)


def state_kind(state: str) -> Kind:
    """Return how a state is meant."""
    return {
        "waiting": Kind.WARN,
        "approved": Kind.ACCENT,
        "declined": Kind.BAD,
        "written": Kind.GOOD,
    }.get(state, Kind.NEUTRAL)


def kind_words(kind: str) -> str:
    """Return what sort of package it is."""
    if kind == "extract":
        return translate("Evaluation", "Extract")
    if kind == "dashboard":
        return translate("Evaluation", "Dashboard")
    return translate("Evaluation", "Figures")


def when(text: str) -> str:
    """Return a moment to the minute, or ""."""
    return text[:16].replace("T", " ")
