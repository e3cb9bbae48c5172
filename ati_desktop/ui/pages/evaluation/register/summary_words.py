"""What a request says of its package, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ati_desktop.ui.pages.evaluation.words import translate

_ELSEWHERE = frozenset({"as of", "smallest count shown by rule", "period"})
"""Lines that the register shows by themselves."""


def summary_pairs(summary: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield name and value of each line that does not stand elsewhere."""
    words = _words()
    for name, value in summary:
        if name not in _ELSEWHERE:
            yield words.get(name, name.capitalize()), value


def _words() -> dict[str, str]:
    return {
        "population": translate("Evaluation", "Who is counted"),
        "tables": translate("Evaluation", "Tables"),
        "tables left out": translate("Evaluation", "Tables left out"),
        "hidden cells": translate("Evaluation", "Hidden numbers"),
        "smallest count above zero": translate("Evaluation", "Smallest number shown"),
        "earlier releases": translate("Evaluation", "Earlier releases"),
        "of these not compared, as it was not kept what they print": translate(
            "Evaluation", "Earlier releases not compared"
        ),
        "model": translate("Evaluation", "Model"),
        "dates": translate("Evaluation", "Dates"),
        "people": translate("Evaluation", "People"),
        "people left out": translate("Evaluation", "People left out"),
        "k asked for": translate("Evaluation", "k asked for"),
        "k measured": translate("Evaluation", "k measured on the files"),
        "l measured": translate("Evaluation", "l measured on the files"),
        "t measured": translate("Evaluation", "t measured on the files"),
        "known to others": translate("Evaluation", "Taken as known to others"),
        "sensitive": translate("Evaluation", "Sensitive"),
        "levels": translate("Evaluation", "Levels"),
        "files": translate("Evaluation", "Files"),
        "earlier extracts compared": translate("Evaluation", "Earlier extracts compared"),
        "least loss": translate("Evaluation", "Least loss"),
        "method": translate("Evaluation", "Method"),
        "figures": translate("Evaluation", "Figures"),
    }
