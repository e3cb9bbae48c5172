"""The ways of the recovery code: into the office at the door, and to a new sheet at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ati_desktop.ui.gate import Desk, OfficeGate

if TYPE_CHECKING:
    from ati_desktop.ui.step_card import StepCard
    from ati_desktop.ui.window import Window

_AT_THE_DOOR = 10
"""Minutes after which a code that was typed at the door does not stay on the screen."""

_STILL = frozenset({"lock", "quit", "larger", "smaller", "light", "dark", "system_colours"})
"""Commands that work while a new sheet is made."""


class RecoveryWays(QObject):
    """Shows the pages of the recovery code in the window and takes them away again."""

    def __init__(self, window: Window, gate: OfficeGate) -> None:
        super().__init__(window)
        self._window, self._gate = window, gate
        self.page: StepCard | None = None

    def use(self) -> None:
        """Show the way back into the office that stands at the door."""
        from ati_desktop.ui.recovering import (  # noqa: PLC0415 - needed once in years
            Recovering,
        )

        window, door = self._window, self._window.lock_screen
        page = Recovering(self._gate, window.lane, window.surroundings, window.theme, door.folder)
        page.opened.connect(self._recovered)
        page.left.connect(self.leave)
        self._show(page)
        window.idle.start(_AT_THE_DOOR)
        page.begin(door.user.text())

    def renew(self) -> None:
        """Show the making of a new sheet to an administrator at work."""
        from ati_desktop.ui.new_sheet import NewSheet  # noqa: PLC0415 - as above

        window, desk = self._window, self._window.desk
        if desk is None or desk.role != "administrator" or self.page is not None:
            return
        place = (window.lock_screen.folder, desk)
        page = NewSheet(self._gate, window.lane, window.surroundings, window.theme, place)
        page.finished.connect(self._renewed)
        page.left.connect(self.leave)
        self._show(page)
        window.workplace.menus.build(_STILL)

    def idle_passed(self) -> None:
        """Let nothing that was typed at the door stay on the screen; work under way may end."""
        if self._window.lane.idle:
            self.leave()
        elif self.page is not None:
            self._window.idle.start(_AT_THE_DOOR)

    def leave(self) -> None:
        """Take the page away and go back to the door or to the workplace."""
        window, page = self._window, self.page
        if page is None:
            return
        self._drop()
        if window.locked:
            window.idle.stop()
            window.stack.setCurrentWidget(window.lock_screen)
            window.lock_screen.password.setFocus()
        else:
            window.workplace.menus.build()
            window.stack.setCurrentWidget(window.workplace.place)

    def remind(self, desk: Desk) -> None:
        """Say to an administrator that another recovery sheet is needed."""
        if desk.role == "administrator" and desk.sheet_owed:
            said = {
                "used": self.tr(
                    "The recovery code was used to set a password. Make a new recovery sheet: "
                    "whoever saw the old one can open the records."
                ),
                "unkept": self.tr(
                    "Nobody confirmed that the last recovery sheet is kept, so no code may be in "
                    "anybody's hands. Make a new one."
                ),
            }[desk.sheet_owed]
            button = self.tr("Make a new recovery sheet")
            self._window.workplace.place.speaking.show(said, "warn", button, self.renew)

    def _recovered(self, desk: Desk) -> None:
        self._drop()
        self._window.enter(desk)
        if desk.role != "administrator":
            said = self.tr(
                "Your new password is set. The recovery code was used for it: tell an "
                "administrator to make a new recovery sheet."
            )
            self._window.workplace.place.speaking.show(said, "warn")

    def _renewed(self) -> None:
        self.leave()
        speaking = self._window.workplace.place.speaking
        speaking.bar.clear()
        speaking.show(self.tr("The new recovery sheet counts. Destroy the old one."), "good")

    def _show(self, page: StepCard) -> None:
        self._drop()
        self.page = page
        self._window.stack.addWidget(page)
        self._window.stack.setCurrentWidget(page)
        page.at.enter()  # a page that is not shown yet takes no cursor

    def _drop(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            page.forget()
            self._window.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
