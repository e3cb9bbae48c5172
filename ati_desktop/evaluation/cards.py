"""The cards of the measures: data with a version, read from resources/measures."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

from ati_desktop.evaluation.results import Card
from ati_desktop.evaluation.spec import Spec
from ati_desktop.resources import resource

_WORDS = ("title", "definition", "population", "method", "source")


def read_card(measure: str, file: str | None = None, **places: object) -> Card:
    """Read a card and fill its named places, such as ``days``.

    Args:
        measure: the identifier that figures carry, such as ``retention_90``.
        file: the card's file, where it is not named like the measure.
        places: what stands for ``{days}`` and the like in its words.

    Raises:
        FileNotFoundError: there is no such card in this build.
        KeyError: the card lacks a field, or names a place that was not given; both are faults.
    """
    raw = tomllib.loads(resource(f"measures/{file or measure}.toml").read_text(encoding="utf-8"))
    words = {key: _filled(raw[key], places) for key in _WORDS}
    return Card(measure=measure, version=int(raw["version"]), **words)


def unit_of(number: float, unit: str) -> str:
    """Return the word for a unit of time that goes with a number: 1 month, 2 months."""
    return unit.removesuffix("s") if number == 1 else unit


def _filled(text: str, places: Mapping[str, object]) -> str:
    return " ".join(text.split()).format(**places)


def cards_of(spec: Spec) -> tuple[Card, ...]:
    """Return the cards of every figure, curve and test a specification asks for."""
    return tuple(card for name in spec.measures for card in _cards(spec, name))


def _cards(spec: Spec, name: str) -> list[Card]:
    if name == "retention":
        return [read_card(f"retention_{d}", name, days=d) for d in spec.retention_days]
    if name == "rearrest":
        return [read_card(f"rearrest_{d}", name, days=d) for d in spec.windows_days]
    if name == "rearrest_km":
        at = [
            read_card(f"rearrest_km_{d}", "rearrest_km_at", days=d, fewest=spec.threshold)
            for d in spec.windows_days
        ]
        return [read_card(name), *at]
    if name == "completion_of_admitted" and spec.completion_days is not None:
        return [read_card(name, "completion_by_day", days=spec.completion_days)]
    return [read_card(name)]
