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
        commands, "release", "releases:release", "write figures in which nobody can be found"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--spec", type=Path, metavar="S.toml")
    what.add_argument("--request", metavar="REQUEST", help="write what a request got its yes for")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="new folder, or new file if locked"
    )
    parser.add_argument("--recipient", default="", metavar="NAME", help="for whom the package is")
    parser.add_argument("--purpose", default="", metavar="TEXT", help="what it is for")
    parser.add_argument(
        "--encrypt-for", action="append", default=[], metavar="KEY", help="public key of age or SSH"
    )
    parser.add_argument(
        "--encrypt-password-file", metavar="FILE", help="lock with the password in FILE"
    )


def add_reviews(commands: Commands) -> None:
    """Add the commands about requests, reviews, frozen periods and what has left."""
    parser = command(commands, "requests", "releases:requests", "list what was asked to be let out")
    parser.add_argument("--json", action="store_true")
    parser = command(commands, "review", "releases:review", "decide about somebody else's request")
    parser.add_argument("request", metavar="REQUEST")
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument("--approve", action="store_true")
    ways.add_argument("--decline", action="store_true")
    parser.add_argument("--reasons", required=True, metavar="TEXT", help="kept in the register")
    parser = command(commands, "withdraw", "releases:withdraw", "take your own request back")
    parser.add_argument("request", metavar="REQUEST")
    parser = command(
        commands, "review-rule", "releases:review_rule", "say whether a second person is asked"
    )
    rules = parser.add_mutually_exclusive_group(required=True)
    rules.add_argument("--on", action="store_true", help="always")
    rules.add_argument("--off", action="store_true", help="never")
    rules.add_argument("--ask", action="store_true", help="show the rule, change nothing")
    parser = command(
        commands, "freeze", "releases:freeze", "keep a copy of the figures that never changes"
    )
    parser.add_argument("--period", required=True, metavar="NAME", help="such as 2026-q1")
    parser = command(commands, "releases", "releases:releases", "list what has left")
    parser.add_argument("--json", action="store_true")


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


def add_dashboards(commands: Commands) -> None:
    """Add the commands about figures that are looked at often."""
    parser = command(
        commands, "dashboard", "dashboards:dashboard", "write noisy counts that anybody may see"
    )
    parser.add_argument("--spec", type=Path, required=True, metavar="S.toml")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--method", choices=("cell-key", "dp"), default="cell-key")
    parser.add_argument("--epsilon", type=float, metavar="E", help="for dp: what it may spend")
    parser.add_argument(
        "--most-per-person", type=int, metavar="N", help="for dp: rows counted of one person"
    )
    parser.add_argument("--recipient", default="", metavar="NAME", help="for whom it is")
    parser.add_argument("--purpose", default="", metavar="TEXT", help="what it is for")
    parser = command(
        commands,
        "privacy-budget",
        "dashboards:privacy_budget",
        "show or set how much privacy may be spent in a year",
    )
    parser.add_argument("--set", type=float, metavar="E", help="epsilon of each calendar year")
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


def add_extracts(commands: Commands) -> None:
    """Add the commands about rows of people of the office."""
    parser = command(
        commands, "extract", "extracts:extract", "write rows of people in which nobody can be found"
    )
    parser.add_argument("--spec", type=Path, required=True, metavar="S.toml")
    parser.add_argument(
        "--recipient", required=True, metavar="NAME", help="for whom; pseudonyms are theirs alone"
    )
    parser.add_argument("--purpose", required=True, metavar="TEXT", help="what it is for")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--json", action="store_true")
    parser = command(
        commands, "lead-back", "extracts:lead_back", "say who stands behind a pseudonym"
    )
    parser.add_argument("--recipient", required=True, metavar="NAME", help="of the extract")
    parser.add_argument("--pseudonym", required=True, metavar="P")
    parser.add_argument(
        "--person", action="store_true", help="say the participant instead of the research id"
    )


def add_locked_packages(commands: Commands) -> None:
    """Add the command that opens a locked package."""
    parser = command(
        commands,
        "open-package",
        "locked_packages:open_package",
        "open a package that is locked with a password or to your key; nobody signs in",
        signed_in=False,
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--password-file",
        metavar="FILE",
        help="read the password of the package from the first line of FILE (- for standard input)"
        " instead of asking for it",
    )
    ways.add_argument(
        "--key-file", type=Path, metavar="FILE", help="your private key of age or SSH"
    )


ADD = (
    add_figures,
    add_reviews,
    add_pooling,
    add_dashboards,
    add_elsewhere,
    add_deidentifying,
    add_extracts,
    add_locked_packages,
)
"""Every group of commands, in the order in which help lists them."""
