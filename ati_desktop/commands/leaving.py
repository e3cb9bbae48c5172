"""The parsers of the commands by which figures and files leave, or are made fit to leave."""

from __future__ import annotations

from pathlib import Path

from ati_desktop.commands.parsing import Commands, command


def add_figures(commands: Commands) -> None:
    """Add the commands about figures of the office."""
    parser = command(
        commands, "measures", "figures:measures", "show internal figures, not for release"
    )
    parser.add_argument("--spec", type=Path, required=True, metavar="S.toml")
    parser.add_argument("--json", action="store_true")
    command(commands, "refresh", "figures:refresh", "rebuild the evaluation store now")
    parser = command(
        commands, "release", "figures:release", "write figures in which nobody can be found"
    )
    parser.add_argument("--spec", type=Path, required=True, metavar="S.toml")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")


def add_pooling(commands: Commands) -> None:
    """Add the command that joins packages of several offices."""
    parser = command(
        commands,
        "pool",
        "pooling:run",
        "join released packages of several offices into one",
        signed_in=False,
    )
    parser.add_argument("packages", type=Path, nargs="+", metavar="PACKAGE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--name", action="append", metavar="CODE=LABEL", help="what to call the office of a code"
    )
    parser.add_argument("--title", help="title of the pool")
    parser.add_argument("--json", action="store_true")


def add_elsewhere(commands: Commands) -> None:
    """Add the command that protects tables of a file from elsewhere."""
    parser = command(
        commands,
        "protect",
        "elsewhere:protect",
        "write protected tables of any CSV file; nobody signs in, nothing is kept",
        signed_in=False,
    )
    parser.add_argument("--spec", type=Path, required=True, metavar="S.toml")
    parser.add_argument("file", type=Path, metavar="DATA.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true")


def add_deidentifying(commands: Commands) -> None:
    """Add the command that de-identifies the rows of a file from elsewhere."""
    parser = command(
        commands,
        "deidentify",
        "deidentifying:deidentify",
        "write de-identified rows of any CSV file; nobody signs in, nothing is kept",
        signed_in=False,
    )
    parser.add_argument("--spec", type=Path, required=True, metavar="S.toml")
    parser.add_argument("file", type=Path, metavar="DATA.csv")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true")


ADD = (add_figures, add_pooling, add_elsewhere, add_deidentifying)
"""Every group of commands, in the order in which help lists them."""
