"""Where each item of the course stands: lanes, rows inside a lane, bars and their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRectF

from ati_desktop.casework.courses import LANES
from ati_desktop.ui.pages.person.course_items import Item
from ati_desktop.ui.pages.person.course_scale import Scale

INSIDE, RIGHT, LEFT, ELIDED = "inside", "right", "left", "elided"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels at the present text size."""

    bar: float
    gap: float
    lane_gap: float
    mark: float
    least: float
    pad: float


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its bar or mark, and where its label goes."""

    item: Item
    bar: QRectF
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its top and height."""

    name: str
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole picture below its ticks."""

    lanes: tuple[Lane, ...]
    placed: tuple[Placed, ...]
    height: float


def lay_out(
    items: Sequence[Item],
    scale: Scale,
    today: date,
    sizes: Sizes,
    width_of: Callable[[str], float],
    top: float,
) -> Layout:
    """Return every lane and item in its place; items that would touch go to another row."""
    lanes: list[Lane] = []
    placed: list[Placed] = []
    for name in LANES:
        rows: list[float] = []
        for item in (one for one in items if one.lane == name):
            bar, label, start, end = _extent(item, scale, today, sizes, width_of)
            row = next((at for at, used in enumerate(rows) if used <= start), len(rows))
            if row == len(rows):
                rows.append(end)
            rows[row] = end + 2
            bar.moveTop(top + row * (sizes.bar + sizes.gap))
            placed.append(Placed(item, bar, label))
        tall = max(1, len(rows)) * (sizes.bar + sizes.gap) - sizes.gap
        lanes.append(Lane(name, top, tall))
        top += tall + sizes.lane_gap
    return Layout(tuple(lanes), tuple(placed), top)


def _extent(
    item: Item, scale: Scale, today: date, sizes: Sizes, width_of: Callable[[str], float]
) -> tuple[QRectF, str, float, float]:
    """Return the bar, where its label goes, and the room from left to right that both take."""
    start = scale.x(item.start)
    if item.mark:
        bar = QRectF(start - sizes.mark / 2, 0, sizes.mark, sizes.bar)
        return bar, ELIDED, bar.left() - 1, bar.right() + 1
    end = scale.x((item.end or max(today, item.start)) + timedelta(days=1))
    bar = QRectF(start, 0, max(sizes.least, end - start - 2), sizes.bar)
    words = width_of(item.words)
    if words + 2 * sizes.pad <= bar.width():
        return bar, INSIDE, bar.left(), bar.right()
    if bar.right() + words + sizes.pad <= scale.right:
        return bar, RIGHT, bar.left(), bar.right() + words + sizes.pad
    if bar.width() < 5 * sizes.pad and bar.left() - words - sizes.pad >= scale.left:
        return bar, LEFT, bar.left() - words - sizes.pad, bar.right()
    return bar, ELIDED, bar.left(), bar.right()
