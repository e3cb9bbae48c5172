"""Commands about what leaves: release, requests, review, frozen periods, the register."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from ati_desktop.casework import requests as asking
from ati_desktop.casework import reviewing
from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.periods import freeze_period
from ati_desktop.casework.registered import list_releases
from ati_desktop.commands.entering import enter
from ati_desktop.commands.speaking import note, progress_line, read_password, say, say_json
from ati_desktop.errors import Refused


def release(asked: argparse.Namespace) -> int:
    """Write a package of figures in which nobody can be found, or ask a second person first."""
    encryption = _encryption(asked)
    asking.must_be_free(asked.out, encryption)
    desk = enter(asked)
    try:
        candidate = _candidate(desk, asked)
        recipient, purpose = _for_whom(desk, asked)
        found = asking.approved(desk, candidate, recipient=recipient, purpose=purpose)
        if found is None and asking.review_needed(desk):
            return _ask(desk, candidate, recipient, purpose)
        released = asking.let_out(
            desk,
            candidate,
            asked.out,
            recipient=recipient,
            purpose=purpose,
            encryption=encryption,
        )
    finally:
        desk.close()
    say(f"{released.folder}  {released.release.id}  {len(candidate.files)} files")
    if released.again:
        note("These are the same bytes as an earlier release.")
    return 0


def requests(asked: argparse.Namespace) -> int:
    """List what was asked to be let out, the newest first."""
    desk = enter(asked)
    try:
        found = asking.list_requests(desk)
    finally:
        desk.close()
    if asked.json:
        say_json([{**asdict(each), "summary": dict(each.summary)} for each in found])
        return 0
    for each in found:
        decided = f", {each.state} by {each.decided_by}" if each.decided_by else ""
        say(
            f"{each.id}  {each.state}  {each.kind}  {each.title}  for {each.recipient}: "
            f"{each.purpose}  (asked by {each.requested_by}{decided})"
        )
    return 0


def review(asked: argparse.Namespace) -> int:
    """Approve or decline somebody else's request."""
    desk = enter(asked)
    try:
        done = asking.decide(desk, asked.request, approve=asked.approve, reasons=asked.reasons)
    finally:
        desk.close()
    say(f"{done.id}  {done.state}")
    return 0


def withdraw(asked: argparse.Namespace) -> int:
    """Take one's own request back."""
    desk = enter(asked)
    try:
        done = asking.withdraw(desk, asked.request)
    finally:
        desk.close()
    say(f"{done.id}  {done.state}")
    return 0


def review_rule(asked: argparse.Namespace) -> int:
    """Set or show whether a second person is asked before a package leaves."""
    desk = enter(asked)
    try:
        if not asked.ask:
            reviewing.set_review(desk, asked.on)
        rule, phrase = reviewing.review_rule(desk), reviewing.review_phrase(desk)
        others = reviewing.reviewers(desk)
    finally:
        desk.close()
    say(f"The rule: {rule or 'not set'}. A package you release now says: {phrase}.")
    if phrase == reviewing.APPROVED and not others:
        note("Nobody else here may decide: nothing you prepare can leave.")
    return 0


def freeze(asked: argparse.Namespace) -> int:
    """Keep a copy of the figures under a name; a specification can be answered from it."""
    desk = enter(asked)
    try:
        period = freeze_period(desk, asked.period)
    finally:
        desk.close()
    say(f"{period.name}  figures as of {period.as_of}")
    return 0


def releases(asked: argparse.Namespace) -> int:
    """List what has left, the newest first."""
    desk = enter(asked)
    try:
        found = list_releases(desk)
    finally:
        desk.close()
    if asked.json:
        say_json([{k: v for k, v in asdict(each).items() if k != "printed"} for each in found])
        return 0
    for each in found:
        whom = f"for {each.recipient}  " if each.recipient else ""
        say(
            f"{each.id}  {each.released_at[:10]}  {each.kind}  {each.title}  {whom}"
            f"period {each.period or 'not kept'}  {each.review}  (by {each.released_by})"
        )
    return 0


def _candidate(desk: Desk, asked: argparse.Namespace) -> Candidate:
    if asked.request is not None:
        return asking.requested_candidate(desk, asked.request)
    from ati_desktop.casework import figures  # noqa: PLC0415 - loads polars

    spec, text = figures.load_spec(asked.spec)
    prepared = figures.prepare_release(desk, spec, progress=progress_line("Protecting"))
    return figures.candidate_of(prepared, text)


def _for_whom(desk: Desk, asked: argparse.Namespace) -> tuple[str, str]:
    """Return recipient and purpose; a request has its own."""
    if asked.request is None:
        return asked.recipient.strip(), asked.purpose.strip()
    (request,) = [one for one in asking.list_requests(desk) if one.id == asked.request]
    if request.state == "waiting":
        raise Refused("The request {id} waits for a second person still.", id=request.id)
    return request.recipient, request.purpose


def _ask(desk: Desk, candidate: Candidate, recipient: str, purpose: str) -> int:
    """Make or find the request and say for whom it waits."""
    for known in asking.list_requests(desk):
        same = (known.spec, known.recipient, known.purpose)
        if known.state == "approved" and same == (candidate.spec, recipient, purpose):
            raise Refused(
                "The figures have changed since the request {id} was approved: write what was "
                "approved with --request {id}, or withdraw it.",
                id=known.id,
            )
    request = asking.request_release(desk, candidate, recipient=recipient, purpose=purpose)
    say(f"{request.id}  {request.state}")
    names = ", ".join(asking.reviewers(desk)) or "nobody here yet"
    note(f"Nothing was written: a second person has to approve this first ({names}).")
    note(f"Then: ati-desktop release --request {request.id} --out DIR")
    return 1


def _encryption(asked: argparse.Namespace) -> asking.Encryption | None:
    if asked.encrypt_password_file is None and not asked.encrypt_for:
        return None
    password = None
    if asked.encrypt_password_file is not None:
        password = read_password(asked.encrypt_password_file, "Password of the package")
    return asking.Encryption(password, tuple(asked.encrypt_for))
