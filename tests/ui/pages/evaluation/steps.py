"""The way through the wizard, as a person goes it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt

from ati_desktop.ui.kit.lane import Running
from ati_desktop.ui.pages.evaluation.page import EvaluationPage
from ati_desktop.ui.pages.evaluation.release.draft import Protection
from ati_desktop.ui.pages.evaluation.release.wizard import ReleaseWizard
from ati_desktop.ui.shell import Shell
from tests.waiting import SECONDS

RECIPIENT = "County research office"
PURPOSE = "Yearly report to the county board"


def fill_in(wizard: ReleaseWizard) -> None:
    """Say for whom and what for."""
    wizard.recipient.form.fill({"recipient": RECIPIENT, "purpose": PURPOSE})


def go_to_end(
    wizard: ReleaseWizard,
    page: EvaluationPage,
    checked: Callable[[EvaluationPage], None],
    settle: Callable[[], None],
    *,
    lock: Protection = Protection.FOLDER,
    secret: str = "",
) -> None:
    """Go through all steps; the package is made, nothing is written."""
    wizard.show_step(0)
    wizard.forward()
    checked(page)
    wizard.forward()
    fill_in(wizard)
    wizard.recipient.protection.choose(lock)
    if lock is Protection.PASSWORD:
        for line in (
            wizard.recipient.protection.password.first,
            wizard.recipient.protection.password.again,
        ):
            line.setText(secret)
    wizard.forward()
    assert wizard.at is wizard.second, wizard.at.problem.text()
    wizard.forward()
    settle()
    assert wizard.at is wizard.end


def stop_in_the_midst(shell: Shell, begin: Callable[[], Running]) -> list[tuple[object, ...]]:
    """Begin work and stop it in the worker at the first step it tells; return the steps told.

    However fast the machine is it comes no further, and however slow it has begun.
    """
    steps: list[tuple[object, ...]] = []
    free = threading.Event()
    shell.lane.run(lambda _progress: free.wait(SECONDS))
    running = begin()

    def stop(*told: object) -> None:
        steps.append(told)
        running.cancel()

    running._told.connect(stop, Qt.ConnectionType.DirectConnection)
    free.set()
    return steps
