"""Long work for a page: progress in words, a stop that is a stop, no answer to a gone page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ati_desktop.errors import Cancelled, Refused
from ati_desktop.ui.kit.lane import Progress, Running
from ati_desktop.ui.shell import Shell

T = TypeVar("T")
_PARTS = 1000


def carry_out(
    shell: Shell,
    owner: QWidget,
    title: str,
    task: Callable[[Progress], T],
    done: Callable[[T], object],
    failed: Callable[[Exception], object] | None = None,
) -> Running:
    """Do a task on the lane with its progress shown; hand over its result if the owner is there.

    Refusals are shown by the window; whatever a task raises after the person stopped it counts
    as stopped.
    """
    arrived, missed = _guarded(owner, done, failed)
    return shell.run(title, _stopping(task), arrived, missed)


def carry_out_aside(
    shell: Shell,
    owner: QWidget,
    task: Callable[[Progress], T],
    done: Callable[[T], object],
    failed: Callable[[Exception], object],
) -> Running:
    """Do a task nobody waits for; it gives way to other work, and says nothing by itself."""
    arrived, missed = _guarded(owner, done, failed)
    return shell.lane.run_aside(_stopping(task), arrived, missed)


def _stopping(task: Callable[[Progress], T]) -> Callable[[Progress], T]:
    def whole(progress: Progress) -> T:
        try:
            return task(progress)
        except Refused as refused:
            if progress.cancelled:
                raise Cancelled from refused
            raise

    return whole


def _guarded(
    owner: QWidget,
    done: Callable[[T], object],
    failed: Callable[[Exception], object] | None,
) -> tuple[Callable[[T], object], Callable[[Exception], object]]:
    def arrived(result: T) -> None:
        if isValid(owner):
            done(result)

    def missed(error: Exception) -> None:
        if failed is not None and isValid(owner):
            failed(error)

    return arrived, missed


def in_parts(progress: Progress, words: Mapping[str, str]) -> Callable[[float, str], None]:
    """Return what a deed tells its share of 0 to 1 and a word to; the word is put in plain."""

    def told(share: float, doing: str) -> None:
        progress.step(round(share * _PARTS), _PARTS, words.get(doing, ""))

    return told
