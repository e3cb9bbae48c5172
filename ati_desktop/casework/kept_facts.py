"""The facts of a paper as text and back, so that it can be made again as it was."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from ati_desktop.reports import facts as common
from ati_desktop.reports import referral_facts

_KNOWN: dict[str, type] = {
    name: kind
    for module in (common, referral_facts)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and is_dataclass(kind)
}


def facts_as_text(facts: object) -> str:
    """Return frozen facts as JSON; the names of their types stand beside the values."""
    return json.dumps(_flat(facts), ensure_ascii=False, sort_keys=True)


def facts_from_text(text: str) -> Any:
    """Return the facts as they were.

    Raises:
        KeyError: they were kept by a program version whose types are gone; a fault.
    """
    return _round(json.loads(text))


def _flat(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        inner = {field.name: _flat(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **{f".{name}": one for name, one in inner.items()}}
    if isinstance(value, frozenset):
        return {"type": "set", "of": sorted(str(one) for one in value)}
    if isinstance(value, tuple):
        return [_flat(one) for one in value]
    return value


def _round(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_round(one) for one in value)
    if not isinstance(value, dict):
        return value
    if value["type"] == "set":
        return frozenset(referral_facts.Section(one) for one in value["of"])
    kind = _KNOWN[value["type"]]
    return kind(**{name[1:]: _round(one) for name, one in value.items() if name.startswith(".")})
