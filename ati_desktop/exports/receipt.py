"""How it was made sure that nobody can be found in a package, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, HIDDEN, Shown
from ati_desktop.exports.about import About
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO

_FOR_MACHINES = ("format", "version")


def receipt_files(release: SealedRelease, about: About) -> Iterator[tuple[str, bytes]]:
    """Yield receipt.json and receipt.txt; the receipt of all parts stands in the first."""
    content = receipt(release, about)
    yield "receipt.json", as_json(content)
    yield "receipt.txt", ("\n".join(as_lines(content, 0)) + "\n").encode()


def receipt(release: SealedRelease, about: About) -> dict[str, object]:
    """Return what is said about a release; counts only, never what is hidden for which reason."""
    views = release.views
    mark: dict[str, object] = {"mark": DEMO} if release.demo else {}
    return {
        "format": "ati-desktop/release-receipt",
        "version": 1,
        **mark,
        "title": release.title,
        "population": dict(release.population),
        "referrals": HIDDEN if views.referrals is None else views.referrals,
        "people": HIDDEN if views.people is None else views.people,
        "as of": release.as_of,
        "outcomes complete to": release.outcome_complete_to,
        "smallest count shown by rule": release.threshold,
        "tables": sum(1 for table in views.listed if not table.withheld),
        "tables left out": [table.title for table in views.listed if table.withheld],
        "hidden cells": views.hidden_cells,
        "smallest count above zero in the package": views.smallest_shown,
        "audit": {"holds": True, "method": release.method},
        **_sums(release),
        "dropped fields": "All names, identifiers, dates and texts: the package holds counts only.",
        "not computed": _not_computed(release),
        "doubtful records kept": {
            name: HIDDEN if count is None else count for name, count in views.doubts
        },
        "office": about.office or None,
        "review": about.review or None,
        "program version": release.version,
        "beside": [receipt(each, about) for each in release.beside],
    }


def _sums(release: SealedRelease) -> dict[str, object]:
    """Return what is said about sums of amounts, nothing where there are none."""
    if not release.magnitudes:
        return {}
    cells = {
        (table.column, frozenset(zip(table.variables, key, strict=True)))
        for table in release.magnitudes
        for key in table.hidden
    }
    hidden = {
        (name, frozenset(pair for pair in cell if pair[1] is not None)) for name, cell in cells
    }
    return {
        "sums of amounts": {
            "tables": sum(1 for table in release.magnitudes if not table.withheld),
            "tables left out": [table.title for table in release.magnitudes if table.withheld],
            "hidden sums": len(hidden),
            "rules": [
                {
                    "amount": rule.title,
                    "fewest contributors": release.threshold,
                    "dominance": f"top {rule.dominance[0]} below {rule.dominance[1]} %",
                    "p percent": rule.p_percent,
                }
                for rule in release.sum_rules
            ],
            "audit": {"holds": True, "method": release.sum_method},
        }
    }


def _not_computed(release: SealedRelease) -> list[dict[str, object]]:
    """Return each measure and group once, though it may have several quantiles."""
    found = {
        (figure.measure, figure.group): figure.not_computed
        for figure in release.views.figures
        if figure.shown is Shown.NOT_COMPUTED
    }
    return [
        {"measure": measure, "group": dict(group) or ALL, "why": why}
        for (measure, group), why in found.items()
    ]


def as_lines(content: object, depth: int = 0) -> Iterator[str]:
    """Yield a nested content as indented lines."""
    pad = "  " * depth
    if isinstance(content, dict):
        for name, value in content.items():
            if name in _FOR_MACHINES:
                continue
            if isinstance(value, dict | list) and value:
                yield f"{pad}{name}:"
                yield from as_lines(value, depth + 1)
            else:
                yield f"{pad}{name}: {_plain(value)}"
    elif isinstance(content, list):
        for value in content:
            if isinstance(value, dict):
                yield f"{pad}-"
                yield from as_lines(value, depth + 1)
            else:
                yield f"{pad}- {_plain(value)}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in (None, "") or value in ({}, []) else str(value)
