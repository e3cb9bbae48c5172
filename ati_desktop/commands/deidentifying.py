"""The command for rows that did not come from the store: deidentify."""

from __future__ import annotations

import argparse
import secrets

from ati_desktop.commands.speaking import note, progress_line, say, say_json


def deidentify(asked: argparse.Namespace) -> int:
    """Write de-identified rows of a plain file; nobody signs in and nothing is kept."""
    from ati_desktop.casework import deidentify_told as told  # noqa: PLC0415 - loads polars
    from ati_desktop.casework.deidentifying import deidentify_file  # noqa: PLC0415 - the same

    done = deidentify_file(
        asked.spec,
        asked.file,
        asked.out,
        randomness=secrets.token_bytes,
        progress=progress_line("De-identifying"),
    )
    if done.dropped:
        note(f"Left out, as the specification does not keep them: {', '.join(done.dropped)}.")
    if done.measured is not None and done.measured.l == 1:
        note(
            "In some class everybody has the same value of a sensitive column: k alone does not"
            " hide it. Ask for l = 2 or more, or for t."
        )
    if asked.json:
        say_json(told.as_json(done))
        return 0
    for line in told.lines(done):
        say(line)
    return 0
