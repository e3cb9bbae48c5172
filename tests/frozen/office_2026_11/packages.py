"""What left the office, and what was asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from living import Office, asked

from ati_desktop.casework import dashboards, extracts, figures
from ati_desktop.casework.candidates import Candidate
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.letting_out import let_out
from ati_desktop.casework.requests import (
    Request,
    decide,
    request_release,
    withdraw,
)
from ati_desktop.evaluation.spec import Spec

UNIVERSITY, COUNTY, COLLEGE = "State University", "County Board", "Harbor College"


def figures_of(desk: Desk, text: str) -> Candidate:
    spec = Spec.from_text(text, "frozen.toml")
    return figures.candidate_of(figures.prepare_release(desk, spec), text)


def ask(office: Office, candidate: Candidate, recipient: str, purpose: str) -> Request:
    return request_release(office.at("eva"), candidate, recipient=recipient, purpose=purpose)


def leave_with(
    office: Office, candidate: Candidate, recipient: str, purpose: str, out: Path
) -> dict[str, Any]:
    """Ask, have it approved, write it, and return what was written."""
    request = ask(office, candidate, recipient, purpose)
    decide(office.at("sol"), request.id, approve=True, reasons="As agreed.")
    released = let_out(office.at("eva"), candidate, out, recipient=recipient, purpose=purpose)
    return {
        "request": request.id, "release": released.release.id, "recipient": recipient,
        "purpose": purpose, **package(candidate),
    }  # fmt: skip


def package(candidate: Candidate) -> dict[str, Any]:
    told = ("tables/", "data/", "survival/", "figures.csv", "receipt.txt", "cohort_file/")
    return {
        "kind": candidate.kind, "title": candidate.title, "manifest": candidate.manifest_sha256,
        "sums": sums(candidate.files), "period": candidate.period,
        "texts": {
            path: data.decode()
            for path, data in candidate.files.items()
            if path.startswith(told) and path.endswith((".csv", ".txt"))
        },
    }  # fmt: skip


def sums(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}


def first_packages(office: Office, place: Path) -> dict[str, Any]:
    """Let figures, an extract and two dashboards leave; decline and withdraw two requests."""
    made: dict[str, Any] = {}
    made["by_program"] = leave_with(
        office,
        figures_of(office.at("eva"), asked("by_program")),
        COUNTY,
        "Yearly report",
        place / "by_program",
    )
    desk = office.at("eva")
    made["by_sex"] = leave_with(
        office, figures_of(desk, asked("by_sex")), UNIVERSITY, "Study", place / "by_sex"
    )
    desk = office.at("eva")
    prepared = extracts.prepare_extract(desk, asked("rows"), "rows.toml", UNIVERSITY)
    made["rows"] = leave_with(
        office, extracts.extract_candidate(prepared), UNIVERSITY, "Study", place / "rows"
    )
    for name, method in (
        ("page", dashboards.Method()),
        ("private_page", dashboards.Method(dashboards.PRIVATE, 1.0)),
    ):
        desk = office.at("eva")
        page = dashboards.prepare_dashboard(
            desk, Spec.from_text(asked("page"), "page.toml"), asked("page"), method
        )
        made[name] = leave_with(office, page, "Everybody", "Web page", place / name)
    desk = office.at("eva")
    declined = ask(office, figures_of(desk, asked("by_year")), COLLEGE, "Curiosity")
    decide(office.at("sol"), declined.id, approve=False, reasons="Not needed.")
    desk = office.at("eva")
    withdrawn = ask(office, figures_of(desk, asked("by_year")), COLLEGE, "A mistake")
    withdraw(desk, withdrawn.id)
    made["declined"], made["withdrawn"] = {"request": declined.id}, {"request": withdrawn.id}
    return made


def later_packages(office: Office, place: Path) -> dict[str, Any]:
    """Let the same question leave over the newer state, and leave two requests open."""
    made: dict[str, Any] = {}
    desk = office.at("eva")
    made["by_program_later"] = leave_with(
        office, figures_of(desk, asked("by_program")), COUNTY, "Yearly report", place / "later"
    )
    desk = office.at("eva")
    made["of_period"] = leave_with(
        office, figures_of(desk, asked("of_period")), COUNTY, "Quarter", place / "period"
    )
    desk = office.at("eva")
    made["beside"] = leave_with(
        office, figures_of(desk, asked("beside")), UNIVERSITY, "Beside", place / "beside"
    )
    desk = office.at("eva")
    candidate = figures_of(desk, asked("by_ethnicity"))
    waiting = ask(office, candidate, UNIVERSITY, "Study of groups")
    made["waiting"] = {"request": waiting.id, **package(candidate)}
    approved = ask(office, candidate, COUNTY, "Groups")
    decide(office.at("sol"), approved.id, approve=True, reasons="Fine.")
    made["approved"] = {"request": approved.id, **package(candidate)}
    return made
