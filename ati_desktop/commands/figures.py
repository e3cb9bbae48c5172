"""Commands about figures: measures, refresh, release."""

from __future__ import annotations

import argparse

from ati_desktop.casework import figures
from ati_desktop.casework.refreshing import refresh as rebuild
from ati_desktop.commands.entering import enter
from ati_desktop.commands.figure_lines import figure_lines
from ati_desktop.commands.speaking import note, progress_line, say, say_json


def measures(asked: argparse.Namespace) -> int:
    """Show internal figures; they are marked as not for release."""
    spec, _ = figures.load_spec(asked.spec)
    desk = enter(asked)
    try:
        evaluation = figures.work_out(desk, spec)
    finally:
        desk.close()
    if asked.json:
        say_json(figures.figures_as_json(evaluation))
        return 0
    for line in figure_lines(evaluation):
        say(line)
    note("Internal figures: not protected, not for release.")
    return 0


def refresh(asked: argparse.Namespace) -> int:
    """Rebuild the evaluation store from the records as they are now."""
    desk = enter(asked)
    try:
        rebuild(desk, progress=progress_line("Rebuilding"))
        as_of = figures.figures_as_of(desk)
    finally:
        desk.close()
    say(f"The figures are as of {as_of}.")
    return 0
