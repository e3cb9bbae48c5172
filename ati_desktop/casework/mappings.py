"""Mapping files for imports: those that ship, and any other, told apart by what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.handed_in import NotToml, parse_toml
from ati_desktop.resources import resource

_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class MappingCard:
    """A mapping file by its title; ``cohort`` when it is for tables that make nobody."""

    path: Path
    title: str
    cohort: bool


def shipped_mappings() -> list[MappingCard]:
    """Return the mappings of this build, by title."""
    found = (mapping_card(path) for path in resource("mappings").glob("*.toml"))
    return sorted(found, key=lambda card: card.title)


def mapping_card(path: Path) -> MappingCard:
    """Return what a mapping file is for; whether it is right is checked when it is used.

    Raises:
        Refused: it cannot be read, or is not TOML.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused("{path} is too large to be a mapping.", path=path)
        raw = parse_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Refused("The mapping {path} cannot be read.", path=path) from None
    except NotToml as fault:
        raise Refused(
            "The mapping {path} is not valid TOML: {problem}.", path=path.name, problem=fault
        ) from None
    title = raw.get("title")
    return MappingCard(
        path, title if isinstance(title, str) else path.stem, "time" in raw and "event" in raw
    )
