"""Commands for files that did not come from the store: protect."""

from __future__ import annotations

import argparse

from ati_desktop.commands.speaking import note, progress_line, say, say_json


def protect(asked: argparse.Namespace) -> int:
    """Write protected tables of a plain file; nobody signs in and nothing is kept."""
    from ati_desktop.casework.elsewhere import protect_file  # noqa: PLC0415 - loads polars
    from ati_desktop.casework.elsewhere_told import as_json, lines  # noqa: PLC0415 - the same

    made = protect_file(asked.spec, asked.file, asked.out, progress=progress_line("Protecting"))
    if asked.json:
        say_json(as_json(made))
        return 0
    for line in lines(made):
        say(line)
    if not made.spec.outcomes:
        note("No outcomes are named in [protection]: a group in which everybody is alike is shown.")
    return 0
