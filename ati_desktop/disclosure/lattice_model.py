"""What is asked of rows that leave: k, l, t, the share that may go, and what is made small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ati_desktop.errors import Refused

Loss = Literal["dm", "precision", "classes"]
Distance = Literal["equal", "ordered"]
LOSSES: tuple[Loss, ...] = ("dm", "precision", "classes")
DISTANCES: tuple[Distance, ...] = ("equal", "ordered")
ROUNDING = 1e-9
"""How far a distance may lie above t and be taken for t: what floats lose."""


@dataclass(frozen=True, slots=True)
class Model:
    """What must hold in the rows that leave.

    ``k`` rows (or groups, where ``group`` names a column) in each class, ``l`` different values of
    each sensitive column in it, and a distance of at most ``t`` (0 to 1) between the distribution
    in a class and the one in all rows. ``suppression`` is the share of rows that may be left out
    for it, as long as ``fewest`` rows (or groups) stay. ``loss`` says what is made as small as can
    be; ``weights`` say how much columns count in ``precision``, 1 where nothing is said.
    """

    k: int = 5
    l: int = 1  # noqa: E741 - the name that the field has given it
    t: float | None = None
    suppression: float = 0.0
    loss: Loss = "dm"
    distance: Distance = "equal"
    group: str | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    fewest: int = 0

    def __post_init__(self) -> None:
        if self.k < 1 or self.l < 1:
            raise Refused("k and l are whole numbers from 1.")
        if self.t is not None and not 0 <= self.t <= 1:
            raise Refused("t is a number from 0 to 1.")
        if not 0 <= self.suppression < 1:
            raise Refused("suppression is a share of the rows, from 0 to below 1.")
        if self.loss not in LOSSES or self.distance not in DISTANCES:
            raise Refused("loss or distance is not one of those that are known.")
