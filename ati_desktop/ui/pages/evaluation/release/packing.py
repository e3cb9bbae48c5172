"""The deeds of the last step, on the lane: make the files, ask for them, write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.kit.lane import Progress, Running
from ati_desktop.ui.long_work import carry_out, in_parts
from ati_desktop.ui.pages.evaluation.reading import Package, Ready, make_package
from ati_desktop.ui.pages.evaluation.release.done_cards import asked_card, written_card
from ati_desktop.ui.pages.evaluation.release.draft import Protection, ReleaseDraft
from ati_desktop.ui.pages.evaluation.release.end_step import EndStep
from ati_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from ati_desktop.casework.candidates import Candidate
    from ati_desktop.casework.requests import Encryption, Released, Request

T = TypeVar("T")
Lock = Callable[[], "Encryption | None"]


class Packing(QObject):
    """Emits ``packed`` with the files when they are made, ``finished``, and ``register``."""

    packed = Signal(object)
    finished = Signal()
    register = Signal()

    def __init__(self, desk: Desk, shell: Shell, owner: QWidget, end: EndStep) -> None:
        super().__init__(owner)
        self._desk, self._shell, self._owner, self._end = desk, shell, owner, end
        self.package: Package | None = None
        self.running: Running | None = None

    def make(self, draft: ReleaseDraft, ready: Ready, text: str, lock: Lock) -> None:
        """Make the files and show what can be done with them."""
        desk, recipient, purpose = self._desk, draft.recipient, draft.purpose
        self._end.show_making()

        def made(package: Package) -> None:
            self.package = package
            self._end.show_end(
                draft, ready, package, lambda: self.choose(draft, lock), lambda: self.ask(draft)
            )
            self.packed.emit(package.candidate.files)
            self._end.enter()

        carry_out(
            self._shell,
            self._owner,
            self.tr("Making the files"),
            lambda progress: make_package(desk, ready, text, recipient, purpose, progress),
            made,
        )

    def ask(self, draft: ReleaseDraft) -> None:
        """Ask for a second person's approval."""
        if self.package is None:
            return
        desk, candidate = self._desk, self.package.candidate

        def work(_progress: Progress) -> Request:
            from ati_desktop.casework import requests  # noqa: PLC0415 - on the lane

            return requests.request_release(
                desk, candidate, recipient=draft.recipient, purpose=draft.purpose
            )

        def asked(request: Request) -> None:
            self._end.show_done(asked_card(request, self.register.emit))
            self.finished.emit()

        self._carry(self.tr("Asking for approval"), work, asked)

    def choose(self, draft: ReleaseDraft, lock: Lock) -> None:
        """Ask for a place and write the package there."""
        if self.package is None:
            return
        place = ask_place(self._shell, self.package.candidate, draft.protection)
        if place is not None:
            self.write_to(place, draft, lock())

    def write_to(self, place: Path, draft: ReleaseDraft, encryption: Encryption | None) -> None:
        """Write the package to a new folder, or locked to a new file."""
        if self.package is None:
            return
        desk, candidate = self._desk, self.package.candidate
        words = {"files": self.tr("Writing the files")}

        def work(progress: Progress) -> Released:
            from ati_desktop.casework import requests  # noqa: PLC0415 - on the lane

            return requests.let_out(
                desk,
                candidate,
                place,
                recipient=draft.recipient,
                purpose=draft.purpose,
                encryption=encryption,
                progress=in_parts(progress, words),
            )

        def written(released: Released) -> None:
            self._end.show_done(written_card(released, candidate, self.register.emit))
            self.finished.emit()

        self._carry(self.tr("Writing the package"), work, written)

    def _carry(
        self, title: str, work: Callable[[Progress], T], done: Callable[[T], object]
    ) -> None:
        self._shell.notices.clear()
        self._end.wait(busy=True)
        self.running = carry_out(
            self._shell, self._owner, title, work, done, lambda _e: self._end.wait(busy=False)
        )


def ask_place(shell: Shell, candidate: Candidate, protection: Protection) -> Path | None:
    """Ask where to write: a new folder in the folder that is chosen, or one locked file."""
    words = re.sub(r"[^a-z0-9]+", "-", candidate.title.lower()).strip("-")
    name = f"{words[:40] or 'release'}-{candidate.as_of}"
    if protection is not Protection.FOLDER:
        return shell.surroundings.ask_file(f"{name}.age")
    above = shell.surroundings.ask_folder(Path.home())
    if above is None:
        return None
    taken = {path.name for path in above.iterdir()} if above.is_dir() else set()
    more = (f"{name}-{number}" for number in range(2, 1000))
    return above / next(each for each in (name, *more) if each not in taken)
