"""What every command's parser shares."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

# The type that argparse gives no public name to.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def command(
    commands: Commands, name: str, run: str, about: str, *, signed_in: bool = True
) -> argparse.ArgumentParser:
    """Add a command that runs ``module:function`` of this folder, with the ways to sign in."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", allow_abbrev=False
    )
    parser.set_defaults(run=run)
    if signed_in:
        parser.add_argument("--home", type=Path, required=True, help="folder of the office")
        parser.add_argument("--user", required=True, help="name you sign in with")
        parser.add_argument(
            "--password-file",
            metavar="FILE",
            help="read the password from the first line of FILE (- for standard input) instead "
            "of asking for it",
        )
    return parser
