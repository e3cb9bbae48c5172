"""Commands about rows of people: extract, lead-back."""

from __future__ import annotations

import argparse

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.extracts import (
    PreparedExtract,
    extract_candidate,
    load_extract_spec,
    prepare_extract,
)
from ati_desktop.casework.leading_back import lead_back as find_research_id
from ati_desktop.casework.leading_back import person_of
from ati_desktop.casework.letting_out import let_out
from ati_desktop.casework.requests import Request, approved, request_release, review_needed
from ati_desktop.commands.entering import enter
from ati_desktop.commands.speaking import note, progress_line, say, say_json


def extract(asked: argparse.Namespace) -> int:
    """Write rows of people in which nobody can be found, or ask a second person for them."""
    _, text = load_extract_spec(asked.spec)
    desk = enter(asked)
    try:
        prepared = prepare_extract(
            desk, text, asked.spec.name, asked.recipient, progress=progress_line("Protecting")
        )
        waiting = _leave(desk, prepared, asked)
    finally:
        desk.close()
    if asked.json:
        say_json(_as_json(prepared, waiting))
    else:
        for name, value in prepared.summary:
            say(f"{name}: {value}")
    if waiting is not None:
        note(
            f"Nothing was written: {waiting.id} waits for a second person's decision. Run the "
            "same command again once it is approved."
        )
    return 0


def _leave(desk: Desk, prepared: PreparedExtract, asked: argparse.Namespace) -> Request | None:
    """Write the package, or return the request that has to be approved first."""
    candidate = extract_candidate(prepared)
    recipient, purpose = asked.recipient, asked.purpose
    found = approved(desk, candidate, recipient=recipient, purpose=purpose)
    if found is None and review_needed(desk):
        return request_release(desk, candidate, recipient=recipient, purpose=purpose)
    released = let_out(desk, candidate, asked.out, recipient=recipient, purpose=purpose)
    note(f"{released.folder}  {released.release.id}  {len(released.files)} files")
    return None


def _as_json(prepared: PreparedExtract, waiting: Request | None) -> dict[str, object]:
    return {
        "format": "ati-desktop/extract",
        "version": 1,
        "written": waiting is None,
        "request": None if waiting is None else waiting.id,
        "recipient": prepared.recipient,
        "as_of": prepared.sealed.as_of,
        **prepared.sealed.facts,
    }


def lead_back(asked: argparse.Namespace) -> int:
    """Say who stands behind a pseudonym: the research id, with --person the participant."""
    desk = enter(asked)
    try:
        research_id = find_research_id(desk, asked.recipient, asked.pseudonym)
        person = person_of(desk, research_id) if asked.person else None
    finally:
        desk.close()
    say(research_id if person is None else f"{person.reference}  {person.name}")
    return 0
