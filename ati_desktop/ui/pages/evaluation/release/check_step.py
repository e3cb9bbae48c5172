"""The second step: what is hidden and why, what would help, and the package as it would be."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ati_desktop.ui.first_run_steps import Step
from ati_desktop.ui.kit.theme import Theme
from ati_desktop.ui.pages.evaluation.check_facts import holds
from ati_desktop.ui.pages.evaluation.live_check import LiveCheck, Stage
from ati_desktop.ui.pages.evaluation.release.earlier_card import EarlierCard
from ati_desktop.ui.pages.evaluation.release.preview import Preview
from ati_desktop.ui.pages.evaluation.release_check import ReleaseCheck

_BESIDE = 860


class CheckStep(Step):
    """Waits for the check, which can be stopped; what would help can be taken at once."""

    def __init__(self, live: LiveCheck, theme: Theme) -> None:
        super().__init__("", "")
        self._live = live
        self.heading.setText(self.tr("What would be hidden"))
        self.why.setText(
            self.tr(
                "Everything is shown as the recipient would see it. What is hidden is printed as "
                "s, whatever it is hidden for."
            )
        )
        self.check = ReleaseCheck(live, theme, live.again)
        self.earlier = EarlierCard()
        self.preview = Preview(theme, self.tr("Check"), _Beside(theme, self.check, self.earlier))
        self.body.addWidget(self.preview, 1)
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):  # the package takes the room, not what is under it
            whole.setStretchFactor(self.body, 1)
            whole.setStretch(whole.count() - 1, 0)
        live.turned.connect(self.show_stage)
        self.show_stage()

    def show_stage(self) -> None:
        """Show the package when it is worked out."""
        ready = self._live.ready
        self.preview.show_ready(ready)
        self.earlier.show_ready(ready)
        self.complain("")

    def ready(self) -> bool:
        """Return whether the check is there and the audit holds."""
        ready = self._live.ready
        if self._live.stage is Stage.REFUSED:
            return self.complain(
                self.tr("Nothing can be released so. Go back and change the question.")
            )
        if ready is None:
            return self.complain(self.tr("The check is still at work. Go on when it has ended."))
        if not holds(ready.prepared.protected):
            return self.complain(
                self.tr(
                    "The audit does not hold: numbers could be worked out. Take what would help, "
                    "or ask for less."
                )
            )
        return self.complain("")

    def enter(self) -> None:
        """Put the cursor on the tabs."""
        self.preview.segment.setFocus()


class _Beside(QWidget):
    """The check, and the earlier releases beside it where there is room."""

    def __init__(self, theme: Theme, check: QWidget, earlier: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(check, 3)
        self._row.addWidget(earlier, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put one under the other where it is narrow."""
        super().resizeEvent(event)
        wide = self.width() >= self._theme.length(_BESIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if wide else down)
