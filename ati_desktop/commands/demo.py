"""The demo: an invented office, its window, or what the window would have made."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from ati_desktop.casework import figures, papers, requests
from ati_desktop.casework.caseload import caseload_ids
from ati_desktop.casework.demo.office import USER, make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, sign_in, utc_now
from ati_desktop.casework.records import list_records
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.writing import write_file
from ati_desktop.commands.speaking import progress_line, say
from ati_desktop.commands.window import check_libraries, has_display
from ati_desktop.errors import Refused
from ati_desktop.models.users import Role
from ati_desktop.resources import resource

PASSWORD = "lantern river maple stone"  # noqa: S105 - of invented people, and printed below
EVALUATOR = "evaluator"
MADE = ("papers", "release", "screens")


def run(asked: argparse.Namespace) -> int:
    """Make the demo office and open it, or do the main job and say where everything is."""
    shown = not asked.no_window and has_display()
    if shown:
        check_libraries()
    out = asked.out or Path(tempfile.mkdtemp(prefix="ati-desktop-demo-"))
    desk = _office(out, asked.participants, asked.seed)
    say(f"Demo office: {out / 'office'}")
    say(f"Sign in as {USER} or {EVALUATOR}, password: {PASSWORD}")
    if shown:
        desk.close()
        from ati_desktop.app import run_window  # noqa: PLC0415 - loads Qt

        return run_window(out / "office", enter=(USER, PASSWORD))
    _main_job(desk, out)
    return 0


def _office(out: Path, participants: int, seed: int) -> Desk:
    folder = out / "office"
    if folder.exists():
        return _made_before(folder)
    taken = [name for name in MADE if (out / name).exists()]
    if taken:
        # They would be made anew, and are not known to be ours.
        raise Refused(
            "There is something else named {name} in {folder}. Choose another place.",
            name=taken[0],
            folder=out,
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refused("No folder can be made at {folder}. Choose another.", folder=out) from None
    desk = make_demo_office(
        folder,
        PASSWORD,
        participants=participants,
        seed=seed,
        clock=utc_now,
        progress=progress_line("Inventing people"),
    )
    add_user(desk, EVALUATOR, Role.EVALUATOR, PASSWORD)
    refresh(desk, progress=progress_line("Building figures"))
    return desk


def _made_before(folder: Path) -> Desk:
    desk = sign_in(folder, USER, PASSWORD)
    if not desk.home.demo or not caseload_ids(desk):
        whole = desk.home.demo
        desk.close()
        if whole:
            raise Refused("The demo office in {folder} is empty. Delete it first.", folder=folder)
        raise Refused("{folder} is not a demo office. Choose another place.", folder=folder)
    say("The demo office is there already; delete its folder to make it anew.")
    return desk


def _main_job(desk: Desk, out: Path) -> None:
    """Let a paper and a release out, then take pictures."""
    _paper_and_release(desk, out)
    from ati_desktop.showcase import picture_rooms  # noqa: PLC0415 - loads Qt

    desk = sign_in(out / "office", USER, PASSWORD)
    try:
        pictures = picture_rooms(desk, out / "screens")
    finally:
        desk.close()
    say(f"Pictures of the screens: {out / 'screens'} ({len(pictures)} pictures)")


def _paper_and_release(desk: Desk, out: Path) -> None:
    """Print a paper, ask for a release and have it approved by somebody else; close the desk."""
    try:
        for name in MADE:
            shutil.rmtree(out / name, ignore_errors=True)
        _write_paper(desk, out / "papers" / "referral-summary-DEMO.pdf")
        request = _ask_for_release(desk)
    finally:
        desk.close()
    if request is not None:
        _approve_and_write(out, request)


def _ask_for_release(desk: Desk) -> str | None:
    """Ask for the release of figures, and return the request; None where there is none."""
    spec, text = figures.load_spec(resource("demo/release.toml"))
    try:
        prepared = figures.prepare_release(desk, spec, progress=progress_line("Protecting figures"))
        candidate = figures.candidate_of(prepared, text)
        request = requests.request_release(
            desk, candidate, recipient="Riverbend County", purpose="Yearly report (demo)"
        )
    except Refused as refusal:
        say(f"Release of figures: none. {refusal}")
        return None
    return request.id


def _approve_and_write(out: Path, request_id: str) -> None:
    """Let the evaluator approve what the administrator asked for, and write it."""
    desk = sign_in(out / "office", EVALUATOR, PASSWORD)
    try:
        candidate = requests.requested_candidate(desk, request_id)
        done = requests.decide(desk, request_id, approve=True, reasons="Invented people only.")
        released = requests.let_out(
            desk,
            candidate,
            out / "release",
            recipient=done.recipient,
            purpose=done.purpose,
        )
    finally:
        desk.close()
    say(f"Release of figures: {out / 'release'} ({len(released.files)} files)")


def _write_paper(desk: Desk, out: Path) -> None:
    """Print a referral summary about somebody whose consent lets it out."""
    recipient = papers.find_recipient(desk, "Riverbend County Court")
    whole, part = _by_scope(desk)
    for participant_id in (*whole, *part):
        asked = papers.Asked(participant_id, recipient, "progress_monitoring")
        try:
            printed = papers.print_referral_summary(desk, asked)
        except Refused:
            continue
        out.parent.mkdir()
        write_file(out, printed.pdf)
        say(f"Referral summary: {out}")
        return
    say("Referral summary: none. No consent of anybody in this demo is live today.")


def _by_scope(desk: Desk) -> tuple[list[int], list[int]]:
    """Return who consented to everything, and who to a part or nothing, in order of name."""
    whole: list[int] = []
    part: list[int] = []
    for participant_id in caseload_ids(desk):
        consents = list_records(desk, "consent", participant_id)
        everything = any("treatment" in (one.values["sections"] or ()) for one in consents)
        (whole if everything else part).append(participant_id)
    return whole, part
