"""Blocks laid on pages, so that the number of pages is known before the first one is drawn."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from ati_desktop.reports.blocks import Block, Gap, Row


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and its distance in points from the top of the text area of its page."""

    block: Block
    down: float


Page = list[Placed]


def paginate(blocks: list[Block], first_room: float, room: float) -> list[Page]:
    """Return pages of placed blocks.

    Args:
        blocks: from top to bottom.
        first_room: height of the text area of the first page, in points.
        room: height of the text area of every other page.
    """
    waiting = deque(blocks)
    pages: list[Page] = [[]]
    used = 0.0
    while waiting:
        block = waiting.popleft()
        page, full = pages[-1], first_room if len(pages) == 1 else room
        if not page and isinstance(block, Gap):
            continue
        if _belongs(block, page, full - used + 0.01, waiting):
            page.append(Placed(block, used))
            used += block.height
            continue
        parts = block.split(full - used) if _may_split(block, room) else None
        if parts:
            page.append(Placed(parts[0], used))
            waiting.appendleft(parts[1])
        else:
            waiting.appendleft(block)
        pages.append([])
        used = 0.0
        if waiting[0].head:
            waiting.appendleft(waiting[0].head)
    return pages


def _may_split(block: Block, room: float) -> bool:
    head = block.head.height if block.head else 0
    return isinstance(block, Row) and (block.flows or block.height + head > room)


def _needed(block: Block, waiting: deque[Block]) -> float:
    """Return the height of a block and of all that must stay on its page."""
    total = block.height
    for before, after in pairwise((block, *waiting)):
        if not before.keeps:
            break
        total += _least(after)
    return total


def _least(block: Block) -> float:
    """Return the height with which a block may begin on a page."""
    if isinstance(block, Row) and block.flows and block.cells:
        return min(block.height, 2 * max(cell.words.leading for cell in block.cells))
    return block.height


def _belongs(block: Block, page: Page, left: float, waiting: deque[Block]) -> bool:
    """Tell whether a block goes on this page: it fits, or no other page would be better."""
    if _needed(block, waiting) <= left:
        return True
    fresh = all(placed.block.keeps for placed in page)
    if fresh and block.height <= left:
        return True
    alone = not page or page[-1].block is block.head
    return alone and block.split(left) is None
