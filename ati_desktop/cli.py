"""The command line: one list of commands, each a thin way to a deed."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ati_desktop import __version__
from ati_desktop.commands.leaving import ADD
from ati_desktop.commands.parsing import Commands, command
from ati_desktop.errors import Refused

if TYPE_CHECKING:
    from ati_desktop.storage.keyring import KeyCost

DONE, REFUSED, WRONG_USAGE, FAULT = 0, 1, 2, 3

_ROLES = ("administrator", "supervisor", "case_manager", "liaison", "evaluator")


def main(arguments: Sequence[str] | None = None, *, cost: KeyCost | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused, 2 wrong usage, 3 a fault.

    Args:
        arguments: the words typed; those of this process if not given.
        cost: of guessing a password of a new office, and the least that is opened; the floor of
            the stores if not given.
    """
    asked = build_parser().parse_args(arguments, argparse.Namespace(cost=cost))
    try:
        return _run(asked)
    except Refused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - a command speaks on stderr
        return REFUSED
    except KeyboardInterrupt:
        print("Stopped. Nothing was kept of this command.", file=sys.stderr)  # noqa: T201
        return REFUSED
    except BrokenPipeError:
        # Whoever read the output has gone; what is left of it is not written at the exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as fault:  # noqa: BLE001 - said without its text, which may quote a record
        from ati_desktop.ui.faults import outline  # noqa: PLC0415 - needed in this case only

        print(f"A fault in the program; nothing was kept. {outline(fault)}", file=sys.stderr)  # noqa: T201
        return FAULT


def _run(asked: argparse.Namespace) -> int:
    from ati_desktop.commands.speaking import speak_plainly  # noqa: PLC0415 - not for --help

    speak_plainly()
    module, _, name = asked.run.partition(":")
    run = getattr(importlib.import_module(f"ati_desktop.commands.{module}"), name)
    code = int(run(asked) or DONE)
    sys.stdout.flush()
    return code


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the manual is made from it."""
    parser = argparse.ArgumentParser(
        prog="ati-desktop",
        description="Cases of people in treatment and support instead of prison: kept, seen, "
        "printed under consent, and evaluated. Without a command the window opens.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"ati-desktop {__version__}")
    parser.add_argument("--home", type=Path, help="folder of the office to open in the window")
    parser.set_defaults(run="window:run")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in (_demo, _create, _user, _recover, _import, _cohort, _find, _paper, *ADD, _check):
        add(commands)
    return parser


def _demo(commands: Commands) -> None:
    parser = command(
        commands, "demo", "demo:run", "make an invented case load and open it", signed_in=False
    )
    parser.add_argument("--out", type=Path, help="folder for the demo office and what it makes")
    parser.add_argument("--participants", type=int, default=60, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument(
        "--no-window",
        action="store_true",
        help="write the paper, the release and pictures of the screens instead of opening the "
        "window",
    )


def _create(commands: Commands) -> None:
    parser = command(commands, "create", "offices:create", "make a new office in a folder")
    parser.add_argument("--office", default="", help="name of the office, printed on its papers")
    parser.add_argument(
        "--recovery-sheet", type=Path, metavar="FILE", help="write the recovery sheet as PDF"
    )


def _user(commands: Commands) -> None:
    users = commands.add_parser("user", help="the people who sign in")
    inner = users.add_subparsers(title="commands", metavar="COMMAND", required=True)
    parser = command(inner, "add", "offices:add_user", "let another person sign in")
    parser.add_argument("--name", required=True, help="the name the person signs in with")
    parser.add_argument("--role", required=True, choices=_ROLES)
    parser.add_argument(
        "--new-password-file",
        required=True,
        metavar="FILE",
        help="read the new person's password from the first line of FILE",
    )


def _recover(commands: Commands) -> None:
    parser = command(
        commands,
        "recover",
        "offices:recover",
        "set a lost password anew with the recovery code",
        signed_in=False,
    )
    parser.add_argument("--home", type=Path, required=True, help="folder of the office")
    parser.add_argument(
        "--user", required=True, metavar="NAME", help="name of the person who gets a new password"
    )
    parser.add_argument(
        "--code-file",
        metavar="FILE",
        help="read the recovery code from the first line of FILE (- for standard input) instead "
        "of asking for it",
    )
    parser.add_argument(
        "--new-password-file",
        required=True,
        metavar="FILE",
        help="read the new password from the first line of FILE",
    )


def _import(commands: Commands) -> None:
    parser = command(commands, "import", "imports:run", "take in a CSV file under a mapping")
    parser.add_argument("--mapping", type=Path, required=True, metavar="M.toml")
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="show the plan, change nothing")
    parser.add_argument(
        "--rejects", type=Path, metavar="FILE", help="write the rows that were not taken in"
    )
    parser.add_argument(
        "--changes",
        type=Path,
        metavar="FILE",
        help="write the rows that changed at their source since they were imported",
    )
    parser.add_argument("--json", action="store_true")


def _cohort(commands: Commands) -> None:
    parser = command(
        commands,
        "import-cohort",
        "imports:run_cohort",
        "keep a table that is already de-identified, for comparison",
    )
    parser.add_argument("--mapping", type=Path, required=True, metavar="M.toml")
    parser.add_argument("file", type=Path)


def _find(commands: Commands) -> None:
    parser = command(commands, "find", "records:find", "find a participant")
    parser.add_argument("text", help="part of a name, a reference, docket number or birth date")
    parser.add_argument("--json", action="store_true")


def _paper(commands: Commands) -> None:
    papers = commands.add_parser("paper", help="papers, printed under consent only")
    inner = papers.add_subparsers(title="papers", metavar="PAPER", required=True)
    parser = command(
        inner, "referral-summary", "records:referral_summary", "print a referral summary"
    )
    parser.add_argument("--participant", required=True, metavar="REF")
    parser.add_argument("--recipient", required=True, help="organisation of the directory")
    parser.add_argument("--purpose", required=True, help="a purpose the consent names")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")


def _check(commands: Commands) -> None:
    parser = command(commands, "check", "offices:check", "check that the stores are whole")
    parser.add_argument("--json", action="store_true")
