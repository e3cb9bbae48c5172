"""What a specification says of one column: its role, hierarchy, labels, or its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from ati_desktop.disclosure.hierarchies import MOST_LEVELS
from ati_desktop.evaluation.settings import Section

Role = Literal["quasi", "sensitive", "kept", "group", "identifier"]
ROLES: tuple[Role, ...] = ("quasi", "sensitive", "kept", "group", "identifier")
MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """What is said of one column.

    ``hierarchy`` is the name of a table beside the specification, or a rule. Of a
    quasi-identifier the search chooses the level, from ``level`` up; of other columns ``level``
    is the one that is written. ``labels`` is the closed list of a column that is kept; ``weight``
    says how much a quasi-identifier counts in the loss ``precision``.
    """

    role: Role = "identifier"
    hierarchy: str | Mapping[str, Any] | None = None
    level: int = 0
    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    most_values: int = MOST_VALUES
    weight: int = 1
    kind: str = ""


def anonymous_part(part: Section) -> ColumnPart:
    """Return what a specification for k-anonymity says of a column.

    Raises:
        Refused: a setting is unknown, missing or out of its range.
    """
    part.knows(
        "role", "hierarchy", "level", "title", "labels", "order", "most_values", "weight"
    )  # fmt: skip
    if "role" not in part:
        raise part.refusal("role", f"one of: {', '.join(ROLES)}")
    hierarchy = part.raw("hierarchy")
    if hierarchy is not None and not isinstance(hierarchy, str | dict):
        raise part.refusal(
            "hierarchy",
            'the name of a file such as "age.csv", or a rule { kind = "intervals", ... }',
        )
    return ColumnPart(
        role=cast(Role, part.choice("role", ROLES)),
        hierarchy=part.text("hierarchy") if isinstance(hierarchy, str) else hierarchy,
        level=part.number("level", 0, (0, MOST_LEVELS)) or 0,
        title=part.text("title") if "title" in part else "",
        labels=part.words("labels"),
        order=part.texts("order"),
        most_values=part.number("most_values", MOST_VALUES, (2, 1_000)) or MOST_VALUES,
        weight=part.number("weight", 1, (1, 1_000)) or 1,
    )


def harbor_part(part: Section) -> ColumnPart:
    """Return what a specification for safe harbor says of a column.

    Raises:
        Refused: a setting is unknown or missing.
    """
    part.knows("kind", "title", "labels")
    return ColumnPart(
        kind=part.text("kind"),
        title=part.text("title") if "title" in part else "",
        labels=part.words("labels"),
    )
