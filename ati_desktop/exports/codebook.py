"""What the names, codes and measures in a package mean; no counts of any kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, HIDDEN
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO, Value, as_csv


def codebook_files(release: SealedRelease) -> Iterator[tuple[str, bytes]]:
    """Yield codebook.csv and codebook.json."""
    rows: list[tuple[Value, ...]] = [
        (variable.name, variable.title, _role(release, variable.name), value, _label(labels, value))
        for variable in release.variables
        for labels in [variable.labels]
        for value in variable.values
    ]
    header = ("variable", "title", "role", "value", "label")
    yield "codebook.csv", as_csv(header, rows, demo=release.demo)
    yield "codebook.json", as_json(_content(release))


def _role(release: SealedRelease, name: str) -> str:
    return "outcome" if name in release.outcomes else "group"


def _label(labels: Mapping[str, str], value: str) -> str:
    return labels.get(value, value)


def _content(release: SealedRelease) -> dict[str, object]:
    mark: dict[str, object] = {"mark": DEMO} if release.demo else {}
    return {
        "format": "ati-desktop/codebook",
        "version": 1,
        **mark,
        "symbols": {HIDDEN: "hidden so that nobody can be found", ALL: "summed over all values"},
        "variables": [
            {
                "name": variable.name,
                "title": variable.title,
                "role": _role(release, variable.name),
                "values": [
                    {"value": value, "label": _label(variable.labels, value)}
                    for value in variable.values
                ],
            }
            for variable in release.variables
        ],
        "measures": [
            {
                "measure": card.measure,
                "version": card.version,
                "title": card.title,
                "definition": card.definition,
                "population": card.population,
                "method": card.method,
                "source": card.source,
            }
            for card in release.cards
        ],
    }
