"""The demo: an invented office, its window, or what the window would have made."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from ati_desktop.casework import figures, papers
from ati_desktop.casework.caseload import caseload_ids
from ati_desktop.casework.demo.office import USER, make_demo_office
from ati_desktop.casework.desk import Desk
from ati_desktop.casework.office import add_user, sign_in, utc_now
from ati_desktop.casework.records import list_records
from ati_desktop.casework.refreshing import refresh
from ati_desktop.casework.writing import write_file
from ati_desktop.commands.speaking import progress_line, say
from ati_desktop.errors import Refused
from ati_desktop.models.users import Role
from ati_desktop.resources import resource

PASSWORD = "lantern river maple stone"  # noqa: S105 - of invented people, and printed below
EVALUATOR = "evaluator"
MADE = ("papers", "release", "screens")


def run(asked: argparse.Namespace) -> int:
    """Make the demo office and open it, or do the main job and say where everything is."""
    out = asked.out or Path(tempfile.mkdtemp(prefix="ati-desktop-demo-"))
    desk = _office(out, asked.participants, asked.seed)
    say(f"Demo office: {out / 'office'}")
    say(f"Sign in as {USER} or {EVALUATOR}, password: {PASSWORD}")
    if not asked.no_window and has_display():
        desk.close()
        from ati_desktop.app import run_window  # noqa: PLC0415 - loads Qt

        return run_window(out / "office", enter=(USER, PASSWORD))
    try:
        _main_job(desk, out)
    finally:
        desk.close()
    return 0


def has_display() -> bool:
    """Return whether a window can be shown to somebody."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _office(out: Path, participants: int, seed: int) -> Desk:
    folder = out / "office"
    if folder.exists():
        desk = sign_in(folder, USER, PASSWORD)
        if not desk.home.demo:
            desk.close()
            raise Refused("{folder} is not a demo office. Choose another place.", folder=folder)
        say("The demo office is there already; delete its folder to make it anew.")
        return desk
    out.mkdir(parents=True, exist_ok=True)
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


def _main_job(desk: Desk, out: Path) -> None:
    for name in MADE:
        shutil.rmtree(out / name, ignore_errors=True)
    (out / "papers").mkdir()
    say(f"Referral summary: {_paper(desk, out / 'papers' / 'referral-summary-DEMO.pdf')}")
    spec, text = figures.load_spec(resource("demo/release.toml"))
    prepared = figures.prepare_release(desk, spec, progress=progress_line("Protecting figures"))
    released = figures.release_figures(desk, prepared, text, out / "release")
    say(f"Release of figures: {released.folder} ({len(released.files)} files)")
    from ati_desktop.showcase import picture_rooms  # noqa: PLC0415 - loads Qt

    pictures = picture_rooms(desk, out / "screens")
    say(f"Pictures of the screens: {out / 'screens'} ({len(pictures)} pictures)")


def _paper(desk: Desk, out: Path) -> Path:
    """Print a referral summary about somebody whose consent lets it out."""
    recipient = papers.find_recipient(desk, "Riverbend County Court")
    for participant_id in caseload_ids(desk):
        consents = list_records(desk, "consent", participant_id)
        asked = papers.Asked(participant_id, recipient, "progress_monitoring")
        if not any("treatment" in (one.values["sections"] or ()) for one in consents):
            continue
        try:
            printed = papers.print_referral_summary(desk, asked)
        except Refused:
            continue
        write_file(out, printed.pdf)
        return out
    raise Refused("Nobody in this demo has a live consent: make it with more participants.")
