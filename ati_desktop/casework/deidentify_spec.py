"""What is asked of rows that did not come from the store: roles of columns, k, l, t; from TOML."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from ati_desktop.casework.deidentify_parts import (
    ColumnPart,
    Role,
    anonymous_part,
    harbor_part,
)
from ati_desktop.disclosure.lattice_model import DISTANCES, LOSSES, Distance, Loss
from ati_desktop.errors import Refused
from ati_desktop.evaluation.settings import Section

MODELS = ("k-anonymity", "safe-harbor")
_LARGEST_CLASS = 10_000
_DELIMITERS = ("", ",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class DeidentifySpec:
    """One file to be de-identified, checked. ``t`` None asks for no closeness."""

    name: str
    title: str
    model: str
    columns: Mapping[str, ColumnPart]
    k: int = 5
    l: int = 1  # noqa: E741 - the name that the field has given it
    t: float | None = None
    suppression: float = 0.0
    loss: Loss = "dm"
    distance: Distance = "equal"
    row_ids: bool = False
    year: int | None = None
    areas: str = ""
    encoding: str = ""
    delimiter: str = ""
    empty: tuple[str, ...] = ()

    def with_role(self, role: Role) -> tuple[str, ...]:
        """Return the columns of a role, as the specification lists them."""
        return tuple(name for name, part in self.columns.items() if part.role == role)

    @classmethod
    def from_text(cls, text: str, name: str) -> DeidentifySpec:
        """Read a specification; ``name`` (of its file) is used in refusals.

        Raises:
            Refused: it is not TOML, or a setting is unknown, missing, out of its range or does
                not fit the others; the sentence names it.
        """
        root = Section.of_text(text, name)
        if "model" not in root:
            raise root.refusal("model", f"one of: {', '.join(MODELS)}")
        harbor = root.choice("model", MODELS) == MODELS[1]
        spec = _harbor(root, name) if harbor else _anonymous(root, name)
        if not any(part.role != "identifier" or part.kind for part in spec.columns.values()):
            raise Refused(
                "{name}: no column is to be kept. Write a part [columns.NAME] for each column"
                " that the new file shall have; all others are dropped.",
                name=name,
            )
        return spec


def _anonymous(root: Section, name: str) -> DeidentifySpec:
    root.knows(
        "title", "model", "k", "l", "t", "suppression", "loss", "distance", "row_ids", "file",
        "columns",
    )  # fmt: skip
    spec = DeidentifySpec(
        name=name,
        model=MODELS[0],
        columns={_plain(key): anonymous_part(one) for key, one in root.named("columns").items()},
        k=root.number("k", 5, (2, _LARGEST_CLASS)) or 5,
        l=root.number("l", 1, (1, _LARGEST_CLASS)) or 1,
        t=_share(root, "t", 1.0) if "t" in root else None,
        suppression=_share(root, "suppression", 0.99) if "suppression" in root else 0.0,
        loss=cast(Loss, root.choice("loss", LOSSES)),
        distance=cast(Distance, root.choice("distance", DISTANCES)),
        row_ids=_truth(root, "row_ids"),
        **_file(root),
    )
    _check_roles(spec)
    return spec


def _harbor(root: Section, name: str) -> DeidentifySpec:
    root.knows("title", "model", "year", "areas", "row_ids", "file", "columns")
    return DeidentifySpec(
        name=name,
        model=MODELS[1],
        columns={_plain(key): harbor_part(one) for key, one in root.named("columns").items()},
        year=root.number("year", None, (1900, 2200)),
        areas=root.text("areas") if "areas" in root else "",
        row_ids=_truth(root, "row_ids"),
        **_file(root),
    )


def _plain(name: str) -> str:
    """Return the name of a column as the reader of files has it."""
    return unicodedata.normalize("NFC", name.strip())


def _file(root: Section) -> dict[str, Any]:
    file = root.section("file")
    file.knows("encoding", "delimiter", "empty")
    return {
        "title": root.text("title") if "title" in root else "De-identified rows",
        "encoding": file.text("encoding") if "encoding" in file else "",
        "delimiter": file.choice("delimiter", _DELIMITERS) if "delimiter" in file else "",
        "empty": file.texts("empty"),
    }


def _share(root: Section, key: str, most: float) -> float:
    value = root.raw(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= most:
        raise root.refusal(key, f"a number from 0 to {most:g}")
    return float(value)


def _truth(root: Section, key: str) -> bool:
    value = root.raw(key)
    if value not in (None, True, False):
        raise root.refusal(key, "true or false")
    return value is True


def _check_roles(spec: DeidentifySpec) -> None:
    if not spec.with_role("quasi"):
        raise Refused(
            '{name}: no column has role = "quasi". Name what others may know of a person, such as'
            " age, sex and place.",
            name=spec.name,
        )
    if len(spec.with_role("group")) > 1:
        raise Refused('{name}: only one column can have role = "group".', name=spec.name)
    if (spec.l > 1 or spec.t is not None) and not spec.with_role("sensitive"):
        raise Refused(
            '{name}: l and t are about sensitive columns, but none has role = "sensitive".',
            name=spec.name,
        )
