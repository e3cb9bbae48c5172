"""Commands about figures that are looked at often: dashboard, privacy-budget."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from ati_desktop.casework import privacy_budget as budgets
from ati_desktop.casework import requests as asking
from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.dashboard_methods import CELL_KEY
from ati_desktop.casework.desk import Desk
from ati_desktop.commands.entering import enter
from ati_desktop.commands.speaking import note, progress_line, say, say_json
from ati_desktop.errors import Refused

if TYPE_CHECKING:
    from ati_desktop.casework.dashboards import Method


def dashboard(asked: argparse.Namespace) -> int:
    """Write a dashboard of noisy counts, or ask a second person first."""
    from ati_desktop.casework import dashboards, figures  # noqa: PLC0415 - load polars

    spec, text = figures.load_spec(asked.spec)
    method = _method(asked)
    desk = enter(asked)
    try:
        candidate = dashboards.prepare_dashboard(
            desk, spec, text, method, progress=progress_line("Preparing")
        )
        found = asking.approved(desk, candidate, recipient=asked.recipient, purpose=asked.purpose)
        if found is None and asking.review_needed(desk):
            return _ask(desk, candidate, asked.recipient, asked.purpose)
        released = asking.let_out(
            desk, candidate, asked.out, recipient=asked.recipient, purpose=asked.purpose
        )
    finally:
        desk.close()
    say(f"{released.folder}  {released.release.id}  {len(candidate.files)} files")
    if released.again:
        note("These are the same bytes as an earlier dashboard.")
    return 0


def privacy_budget(asked: argparse.Namespace) -> int:
    """Show or set how much privacy may be spent in a year."""
    desk = enter(asked)
    try:
        if asked.set is not None:
            budgets.set_privacy_budget(desk, asked.set)
        budget, spent = budgets.privacy_budget(desk), budgets.spendings(desk)
    finally:
        desk.close()
    if asked.json:
        say_json({**asdict(budget), "spendings": [asdict(each) for each in spent]})
        return 0
    whole = "not set" if budget.whole is None else f"{budget.whole:g}"
    say(f"{budget.year}: epsilon {budget.spent:g} spent of {whole}")
    for each in spent:
        say(f"  {each.at[:10]}  {each.epsilon:g}  {each.title}  (by {each.user})")
    return 0


def _method(asked: argparse.Namespace) -> Method:
    from ati_desktop.casework import dashboards  # noqa: PLC0415 - loads polars

    if asked.method == CELL_KEY:
        if asked.epsilon is not None or asked.most_per_person is not None:
            raise Refused("--epsilon and --most-per-person belong to --method dp.")
        return dashboards.Method()
    most = asked.most_per_person
    return dashboards.Method(
        asked.method, asked.epsilon, dashboards.CONTRIBUTIONS if most is None else most
    )


def _ask(desk: Desk, candidate: Candidate, recipient: str, purpose: str) -> int:
    """Make or find the request and say for whom it waits."""
    request = asking.request_release(desk, candidate, recipient=recipient, purpose=purpose)
    say(f"{request.id}  {request.state}")
    names = ", ".join(asking.reviewers(desk)) or "nobody here yet"
    note(f"Nothing was written: a second person has to approve this first ({names}).")
    note(f"Then: ati-desktop release --request {request.id} --out DIR")
    return 1
