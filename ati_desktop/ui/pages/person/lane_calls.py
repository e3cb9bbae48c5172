"""Work on the lane for a widget that may be gone when the answer arrives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ati_desktop.errors import Refused
from ati_desktop.ui.shell import Shell

T = TypeVar("T")


def fetch(
    shell: Shell,
    owner: QWidget,
    task: Callable[[], T],
    done: Callable[[T], object],
    failed: Callable[[Exception], object] | None = None,
) -> None:
    """Do a task on the lane and hand its result over if the owner is still there.

    A refusal is shown by the window unless ``failed`` takes it.
    """

    def arrived(result: T) -> None:
        if isValid(owner):
            done(result)

    def missed(error: Exception) -> None:
        if not isValid(owner):
            return
        if failed is not None:
            failed(error)
        elif isinstance(error, Refused):
            shell.notices.refuse(error)

    shell.lane.run(lambda _progress: task(), arrived, missed)
