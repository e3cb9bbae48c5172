"""What a reader must not conclude from a package."""

from __future__ import annotations

from collections.abc import Sequence

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import Shown
from ati_desktop.exports.rows import DEMO

PATH = "docs/limitations.txt"


def release_limitations(release: SealedRelease) -> bytes:
    """Return docs/limitations.txt of a release of figures."""
    views = release.views
    lines = [
        "Records are as complete as the people who kept them could make them; what was never"
        " entered is in no figure.",
        f"Counts are as of {release.as_of}. Entries and corrections after that are not in them.",
        "Hidden numbers are not zero, and not missing at random: small groups are hidden more"
        " often. Sums over shown cells alone are too small.",
        "Differences between groups are not adjusted for who is in them. They are not effects of"
        " a program, a court or a place, and are no ranking.",
        "Intervals say how much chance could matter. They say nothing about bias, and are not"
        " corrected for how many of them there are.",
    ]
    if release.outcome_complete_to:
        lines.append(
            "New arrests are those that the source of outcomes knows, to"
            f" {release.outcome_complete_to}: arrests elsewhere or never reported are not in it."
        )
    if any(curve.shown is Shown.SHOWN for curve in views.curves):
        lines.append(
            "A curve is known at the ends of its steps only; the straight lines between are drawn"
            " for the eye."
        )
    if release.beside:
        lines.append(
            "The files that stand beside come from elsewhere, by their own rules. Their people"
            " differ from the cohort in ways that nothing here takes into account."
        )
    return limitations(release.title, lines, demo=release.demo)


def limitations(title: str, lines: Sequence[str], *, demo: bool) -> bytes:
    """Return the text: a title and one paragraph a line."""
    head = [DEMO, ""] if demo else []
    name = f"Limitations: {title}"
    head += [name, "=" * len(name), ""]
    return ("\n".join([*head, *(f"- {line}" for line in lines)]) + "\n").encode()
