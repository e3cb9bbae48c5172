"""Commands about one participant: find, paper referral-summary."""

from __future__ import annotations

import argparse

from ati_desktop.casework.finding import find_people
from ati_desktop.commands.entering import enter
from ati_desktop.commands.speaking import note, say, say_json
from ati_desktop.errors import Refused

_SHOWN, _EVERYBODY = 50, 10_000_000


def find(asked: argparse.Namespace) -> int:
    """Show the participants a text may mean."""
    desk = enter(asked)
    try:
        found = find_people(desk, asked.text, _EVERYBODY)
    finally:
        desk.close()
    hits = found[:_SHOWN]
    if asked.json:
        people = [
            {
                "reference": hit.reference,
                "name": hit.name,
                "born": hit.birth.text if hit.birth else None,
                "why": str(hit.why),
            }
            for hit in hits
        ]
        say_json({"found": people, "total": len(found)})
        return 0
    for hit in hits:
        say(f"{hit.reference}  {hit.name}  {hit.birth.text if hit.birth else ''}".rstrip())
    if not hits:
        note("Nobody found.")
    if len(found) > _SHOWN:
        note(f"Shown: {_SHOWN} of {len(found)}. Say more of the name to see the others.")
    return 0


def referral_summary(asked: argparse.Namespace) -> int:
    """Print a referral summary into a file, under a live consent only."""
    from ati_desktop.casework import papers  # noqa: PLC0415 - loads the typesetter

    desk = enter(asked)
    try:
        if asked.purpose not in desk.codes["disclosure_purpose"]:
            known = ", ".join(
                code for code, _ in desk.codes["disclosure_purpose"].choices(missing=False)
            )
            raise Refused("There is no such purpose. Choose one of: {known}.", known=known)
        wanted = papers.Asked(
            participant_id=papers.find_participant(desk, asked.participant),
            recipient_id=papers.find_recipient(desk, asked.recipient),
            purpose=asked.purpose,
        )
        printed = papers.write_referral_summary(desk, wanted, asked.out)
        labels = [desk.codes.label("information_section", one) for one in printed.withheld]
    finally:
        desk.close()
    say(f"{asked.out}  print id {printed.print_id}")
    if labels:
        note(f"Not covered by the consent and left out: {', '.join(labels)}.")
    if printed.consent_ends_before_hearing:
        note("The consent ends before the next hearing.")
    return 0
