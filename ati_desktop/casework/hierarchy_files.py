"""The hierarchy of a column: a table beside the specification, a rule in it, or one that ships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ati_desktop.disclosure.hierarchies import Hierarchy, Label, flat, hierarchy_of
from ati_desktop.disclosure.hierarchy_rules import hierarchy_from_rule
from ati_desktop.disclosure.shipped_hierarchies import shipped_hierarchy
from ati_desktop.errors import Refused
from ati_desktop.imports.encodings import DETECT, choose_encoding
from ati_desktop.imports.files import Limits, check_file
from ati_desktop.imports.lines import Dialect, Lines

_LIMITS = Limits(file_bytes=50_000_000)


def load_hierarchy(
    column: str, said: str | Mapping[str, Any] | None, values: Iterable[Label], beside: Path
) -> Hierarchy:
    """Return the hierarchy of a column with these values.

    Args:
        column: its name, for refusals.
        said: what the specification says: a file beside it, a rule, ``{ kind = "shipped",
            name = ... }``, or nothing, which means the value or nothing at all.
        values: the different values of the column.
        beside: the folder of the specification.

    Raises:
        Refused: there is no such file, or it or the rule is no hierarchy of these values.
    """
    if said is None:
        return flat(column, dict.fromkeys(values))
    if isinstance(said, str):
        return hierarchy_of(column, _rows(column, beside / said))
    if said.get("kind") == "shipped":
        return shipped_hierarchy(str(said.get("name", "")), column, values)
    return hierarchy_from_rule(column, said, values)


def _rows(column: str, path: Path) -> list[tuple[str, ...]]:
    check_file(path, _LIMITS)
    encoding = choose_encoding(path, DETECT)
    try:
        with path.open(encoding=encoding, newline="") as text:
            first = text.readline(_LIMITS.line_characters)
            text.seek(0)
            delimiter = max(";,\t", key=first.count)
            records = [
                record.cells
                for record in Dialect(delimiter, '"').records(Lines(text, _LIMITS.line_characters))
                if record.cells != () and "".join(record.lines).strip()
            ]
    except UnicodeError:
        raise Refused("The hierarchy {file} is not text.", file=path.name) from None
    if None in records:
        raise Refused(
            "The hierarchy of {column} ({file}) has broken quotation marks.",
            column=column,
            file=path.name,
        )
    return [cells for cells in records if cells is not None]
