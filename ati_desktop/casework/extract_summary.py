"""What the window, and a second person, are told of an extract before it leaves."""

from __future__ import annotations

import json

from ati_desktop.disclosure.extract import SealedExtract
from ati_desktop.disclosure.extract_levels import Told
from ati_desktop.evaluation.extract_spec import ExtractSpec


def summary_of(
    sealed: SealedExtract, told: Told, earlier: int, figures: tuple[int, int]
) -> tuple[tuple[str, str], ...]:
    """Return lines (name, value); nothing of any one person is in them.

    Args:
        sealed: the extract.
        told: how it was made coarser.
        earlier: how many extracts had left.
        figures: with how many releases and dashboards it was compared, and with how many not.
    """
    asked, found, others = sealed.asked, sealed.measured, sealed.others
    levels = [f"{name} {one.level} of {one.highest}" for name, one in sorted(sealed.levels.items())]
    lines = [
        ("population", str(sealed.population["rule"])),
        ("as of", sealed.as_of),
        ("model", asked.model),
        ("dates", asked.dates),
        ("people", str(found.rows)),
        ("people left out", str(sealed.left_out)),
        ("k asked for", str(asked.k)),
        ("k measured", str(found.k)),
        ("l measured", "none" if found.l is None else str(found.l)),
        ("t measured", "none" if found.t is None else f"{found.t:.3f}"),
        ("known to others", ", ".join(sealed.quasi) or "nothing"),
        ("sensitive", ", ".join(sealed.sensitive) or "nothing"),
        ("levels", ", ".join(levels) or "none"),
        ("files", ", ".join(one.name for one in sealed.datasets)),
        ("earlier extracts compared", str(earlier)),
        ("of these for other recipients", str(others.compared)),
        ("of these not compared, as they cannot be made again", str(others.not_compared)),
        ("releases and dashboards compared", str(figures[0])),
        ("of these not compared, as they cannot be worked out again", str(figures[1])),
        ("people who can be joined one to one with other recipients' rows", str(others.linked)),
        ("of these in joined classes that are too small", "0"),
        ("people left out so that none is in one", str(others.left_out)),
    ]
    if told.work:
        best = "yes" if told.work["optimal"] else "no"
        nodes = f"{told.work['nodes']} of {told.work['of_nodes']} levels looked at"
        lines.append(("least loss", f"{best}, {nodes}"))
    return tuple(lines)


def predicate_of(spec: ExtractSpec) -> str:
    """Return as JSON who is counted."""
    cohort = spec.cohort
    return json.dumps(
        {
            "kind": cohort.kind,
            "from": cohort.first,
            "to": cohort.last,
            "programs": sorted(cohort.programs),
        },
        sort_keys=True,
    )
