"""Commands about an office as a whole: create, user add, check."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from ati_desktop.casework.checking import check_office
from ati_desktop.casework.office import add_user as add_user_to
from ati_desktop.casework.office import create_office
from ati_desktop.casework.recovering import recover as recover_with_code
from ati_desktop.casework.writing import check_place, write_file
from ati_desktop.commands.entering import enter, open_for
from ati_desktop.commands.speaking import note, progress_line, read_password, say, say_json
from ati_desktop.errors import Refused
from ati_desktop.models.users import Role


def create(asked: argparse.Namespace) -> int:
    """Make a new office and hand out its recovery code, on a sheet or once on the screen."""
    sheet = asked.recovery_sheet
    if sheet is not None:
        if sheet.exists():
            raise Refused("{file} is there already. Choose another name for the sheet.", file=sheet)
        check_place(sheet)
    password = read_password(asked.password_file, f"New password of {asked.user}", twice=True)
    code = create_office(
        asked.home,
        administrator=asked.user,
        password=password,
        office=asked.office,
        cost=asked.cost,
    )
    if sheet is None or not _write_sheet(sheet, asked.office, code):
        say(f"The office is in {asked.home}. Its recovery code, shown this once:")
        say(f"\n    {code}\n")
        say("Write it down and keep it in two halves, in two places: it opens everything.")
        return 0
    say(f"The office is in {asked.home}. Its recovery sheet is {sheet}: print it, then delete it.")
    return 0


def _write_sheet(sheet: Path, office: str, code: str) -> bool:
    """Write the sheet and return whether it is there; the code is lost for ever without it."""
    from ati_desktop.casework.sheets import recovery_sheet  # noqa: PLC0415 - loads the typesetter

    try:
        write_file(sheet, recovery_sheet(office, code))
    except Refused as refusal:
        note(str(refusal))
        return False
    return True


def add_user(asked: argparse.Namespace) -> int:
    """Let another person sign in."""
    own = read_password(asked.password_file, "Password")
    new = read_password(asked.new_password_file, f"New password of {asked.name}")
    desk = open_for(asked, own)
    try:
        add_user_to(desk, asked.name, Role(asked.role), new)
    finally:
        desk.close()
    say(f"{asked.name} may now sign in as {asked.role.replace('_', ' ')}.")
    return 0


def recover(asked: argparse.Namespace) -> int:
    """Give a person a new password by the recovery code."""
    code = read_password(asked.code_file, "Recovery code")
    new = read_password(asked.new_password_file, f"New password of {asked.user}")
    desk = recover_with_code(asked.home, code, asked.user, new, minimum=asked.cost)
    name = desk.user.name
    desk.close()
    say(f"{name} signs in with the new password from now on.")
    note(
        "The recovery code was used: have an administrator make a new recovery sheet in the "
        "window, after which this code opens nothing."
    )
    return 0


def check(asked: argparse.Namespace) -> int:
    """Check the stores; 1 when something is not whole."""
    desk = enter(asked)
    try:
        findings = check_office(desk, progress=progress_line("Checking"))
    finally:
        desk.close()
    if asked.json:
        say_json(
            {"whole": all(one.ok for one in findings), "checks": [asdict(f) for f in findings]}
        )
    else:
        for one in findings:
            say(f"{'ok ' if one.ok else 'BAD'}  {one.what}: {one.said}")
    if all(one.ok for one in findings):
        return 0
    note("Something is not whole. Do not go on working: restore the newest backup.")
    return 1
