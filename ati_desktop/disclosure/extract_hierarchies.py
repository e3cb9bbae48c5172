"""Which hierarchy a column of an extract has: one that was given, a shipped one, or none."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ati_desktop.disclosure.datasets import Field
from ati_desktop.disclosure.hierarchies import Hierarchy, flat
from ati_desktop.disclosure.hierarchy_rules import Rule, hierarchy_from_rule
from ati_desktop.disclosure.shipped_hierarchies import shipped_hierarchy, shipped_names
from ati_desktop.errors import Refused

_SHIPPED = {"source": "referral_source"}


def without_top(hierarchy: Hierarchy) -> Hierarchy:
    """Return a hierarchy without its last level, at which nothing is told."""
    paths = {value: path[:-1] for value, path in hierarchy.paths.items()}
    # Of a value that is not recorded the last level would be guessed from another value.
    paths[None] = (hierarchy.path(None) or ())[:-1]
    return Hierarchy(hierarchy.name, paths)


def column_hierarchy(about: Field, values: pl.Series, rules: Mapping[str, Rule]) -> Hierarchy:
    """Return the hierarchy of a column: the one given, the shipped one, or all or nothing."""
    name, texts = about.name, values.drop_nulls().unique().to_list()
    if name in rules:
        return hierarchy_from_rule(name, rules[name], texts)
    shipped = _SHIPPED.get(name, name)
    if shipped not in shipped_names():
        return flat(name, sorted(texts))
    try:
        return shipped_hierarchy(shipped, name, texts)
    except Refused:
        # An office's own codes are in no list that ships.
        return flat(name, sorted(texts))
