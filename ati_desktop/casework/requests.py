"""The second pair of eyes: a package is asked for, another person decides, and then it leaves."""

from __future__ import annotations

import json

from ati_desktop.casework.candidates import Candidate, package_kind
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.letting_out import (
    Encryption,
    Released,
    let_out,
    must_be_for,
    must_be_free,
    prove,
)
from ati_desktop.casework.registering import open_register
from ati_desktop.casework.request_lines import Request, approved, as_request
from ati_desktop.casework.reviewing import (
    APPROVED,
    review_needed,
    review_phrase,
    review_rule,
    reviewers,
    set_review,
)
from ati_desktop.errors import Refused
from ati_desktop.models.users import Right
from ati_desktop.storage import register_requests as kept

__all__ = [
    "Encryption",
    "Released",
    "Request",
    "approved",
    "decide",
    "let_out",
    "list_requests",
    "must_be_free",
    "request_release",
    "requested_candidate",
    "review_needed",
    "review_phrase",
    "review_rule",
    "reviewers",
    "set_review",
    "withdraw",
]

LONGEST = 2_000


def request_release(desk: Desk, candidate: Candidate, *, recipient: str, purpose: str) -> Request:
    """Ask for a second person's yes; the same package already asked for is found, not added.

    Raises:
        Refused: the role may not release figures, it is not said for whom or what for, or the
            files are not those of the manifest.
    """
    desk.require(Right.RELEASE_FIGURES)
    prove(candidate)
    recipient, purpose = recipient.strip(), purpose.strip()
    if not recipient or not purpose:
        raise Refused(
            "Say for whom the package is and what for: the second person decides on that."
        )
    must_be_for(candidate, recipient)
    if candidate.review != APPROVED:
        raise Refused(
            "The rule about reviews has changed since this was prepared: prepare it again."
        )
    with open_register(desk) as register:
        for known in register.requests.all():
            open_ = known.state in (kept.WAITING, kept.APPROVED)
            same = known.manifest_sha256 == candidate.manifest_sha256
            if open_ and same and (known.recipient, known.purpose) == (recipient, purpose):
                return as_request(known)
        asked = kept.KeptRequest(
            kind=candidate.kind,
            title=candidate.title,
            spec=candidate.spec,
            as_of=candidate.as_of,
            recipient=recipient,
            purpose=purpose,
            manifest_sha256=candidate.manifest_sha256,
            summary=kept.as_summary(candidate.summary),
            predicate=candidate.predicate,
            period=candidate.period,
            printed=candidate.printed,
            compared=json.dumps(candidate.compared),
        )
        return as_request(register.requests.add(asked, candidate.files))


def list_requests(desk: Desk) -> list[Request]:
    """Return all requests, the newest first.

    Raises:
        Refused: the role does not open the figures.
    """
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        return [as_request(each) for each in register.requests.all()]


def requested_candidate(desk: Desk, request_id: str) -> Candidate:
    """Return the package of a request as it was asked for, every byte of it.

    Raises:
        Refused: there is no such request, or it was written, declined or withdrawn.
    """
    desk.require(Right.READ_FIGURES)
    with open_register(desk) as register:
        request = register.requests.one(request_id)
        files = register.requests.files(request_id)
    if not files:
        raise Refused(
            "The files of the request {id} are no longer kept: it is {state}.",
            id=request_id,
            state=request.state,
        )
    compared = json.loads(request.compared)
    return Candidate(
        kind=package_kind(request.kind),
        title=request.title,
        spec=request.spec,
        as_of=request.as_of,
        files=files,
        summary=kept.from_summary(request.summary),
        predicate=request.predicate,
        printed=request.printed,
        period=request.period,
        review=APPROVED,
        compared=None if compared is None else tuple(compared),
        recipient=request.recipient if request.kind == "extract" else "",
    )


def decide(desk: Desk, request_id: str, *, approve: bool, reasons: str) -> Request:
    """Approve or decline what another person has asked for; reasons are needed for both.

    Raises:
        Refused: the role may not decide, the request is one's own or not waiting, or no reasons
            are given.
    """
    desk.require(Right.REVIEW_RELEASES)
    reasons = reasons.strip()[:LONGEST]
    if not reasons:
        raise Refused("Give your reasons: they stay in the register with your decision.")
    with open_register(desk) as register:
        request = register.requests.one(request_id)
        if request.requested_by == desk.user.name:
            raise Refused("Nobody decides about their own request: ask somebody else to.")
        _must_be(request, kept.WAITING)
        state = kept.APPROVED if approve else kept.DECLINED
        deed = "approve a release" if approve else "decline a release"
        return as_request(register.requests.close(request, state, reasons, deed))


def withdraw(desk: Desk, request_id: str) -> Request:
    """Take back one's own request, also one that was approved but not written yet.

    Raises:
        Refused: it is somebody else's, or there is nothing left to take back.
    """
    desk.require(Right.RELEASE_FIGURES)
    with open_register(desk) as register:
        request = register.requests.one(request_id)
        if request.requested_by != desk.user.name:
            raise Refused(
                "This request is {name}'s: only who asked can take it back.",
                name=request.requested_by,
            )
        _must_be(request, kept.WAITING, kept.APPROVED)
        closed = register.requests.close(
            request, kept.WITHDRAWN, request.reasons, "withdraw a request"
        )
        return as_request(closed)


def _must_be(request: kept.KeptRequest, *states: str) -> None:
    if request.state not in states:
        raise Refused(
            "The request {id} is {state} already: nothing was changed.",
            id=request.id,
            state=request.state,
        )
