"""Light and dark, the size of the text, and the look of invented data."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ati_desktop.resources import resource
from ati_desktop.ui.kit.sheet import style_sheet
from ati_desktop.ui.kit.tokens import DARK, LIGHT, SIZES, Palette, demo


class Mode(StrEnum):
    """Which palette is wanted."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look of the whole program; ``changed`` tells whoever paints by hand."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM, scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self.mode = mode
        self.scale = scale
        self.demo = False
        self._bundled = _bundled_family() if QGuiApplication.platformName() == "offscreen" else ""
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        app.setStyle("Fusion")
        self._apply()

    @property
    def palette(self) -> Palette:
        """Return the colours in force."""
        dark = self.mode is Mode.DARK
        if self.mode is Mode.SYSTEM:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        colours = DARK if dark else LIGHT
        return demo(colours) if self.demo else colours

    def length(self, pixels: float) -> int:
        """Return a length of 100 % at the present text scale, in pixels."""
        return round(pixels * self.scale)

    def use(
        self, mode: Mode | None = None, scale: float | None = None, demo: bool | None = None
    ) -> None:
        """Change some of mode, text scale (1.0 to 2.0) and the look of invented data."""
        self.mode = self.mode if mode is None else mode
        self.scale = self.scale if scale is None else min(2.0, max(1.0, round(scale, 2)))
        self.demo = self.demo if demo is None else demo
        self._apply()

    def _system_changed(self) -> None:
        if self.mode is Mode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        font = QFont(self._bundled) if self._bundled else QFont(self._app.font())
        font.setPixelSize(self.length(SIZES["body"]))
        sheet = style_sheet(self.palette, self.scale)
        if sheet != self._app.styleSheet() or font != self._app.font():
            # Every widget is styled anew, the hidden ones too, even by the sheet it has.
            # From one sheet to another takes Qt six times as long as by none: it then styles the
            # children of each widget once more for every widget above them.
            self._app.setStyleSheet("")
            self._app.setFont(font)
            self._app.setPalette(_qt_palette(self.palette))
            self._app.setStyleSheet(sheet)
        self.changed.emit()


def _bundled_family() -> str:
    """Return the family of the shipped typeface, or "" where it is not part of the build."""
    families: list[str] = []
    for weight in ("Regular", "Bold"):
        try:
            path = resource(f"fonts/NotoSans-{weight}.ttf")
        except FileNotFoundError:
            continue
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number)
    if not families and "Noto Sans" in QFontDatabase.families():
        return "Noto Sans"
    return families[0] if families else ""


def _qt_palette(colours: Palette) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: colours.window,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.sunken,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Mid: colours.line,
    }
    made = QPalette()
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made
