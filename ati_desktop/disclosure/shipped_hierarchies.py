"""Hierarchies of our own code lists, shipped as data; a copy of one can be changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from ati_desktop.disclosure.hierarchies import Hierarchy, Label
from ati_desktop.disclosure.hierarchy_rules import hierarchy_from_rule
from ati_desktop.errors import Refused
from ati_desktop.resources import resource

_FOLDER = "hierarchies"


def shipped_names() -> tuple[str, ...]:
    """Return the names of all hierarchies that ship."""
    return tuple(sorted(path.stem for path in resource(_FOLDER).glob("*.json")))


def shipped_hierarchy(name: str, column: str, values: Iterable[Label]) -> Hierarchy:
    """Return a hierarchy that ships, for a column with these values.

    Raises:
        Refused: there is none of that name, or a value is not in it.
    """
    if name not in shipped_names():
        raise Refused(
            "No hierarchy of the name {name} ships with the program; there are: {names}.",
            name=name,
            names=", ".join(shipped_names()),
        )
    return hierarchy_from_rule(column, _rule(name), values)


@cache
def _rule(name: str) -> dict[str, Any]:
    raw = json.loads(resource(f"{_FOLDER}/{name}.json").read_text(encoding="utf-8"))
    rule: dict[str, Any] = raw["rule"]
    return rule
