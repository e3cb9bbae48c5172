"""Light or dark and the size of the text, kept from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from ati_desktop.ui.kit.theme import Mode, Theme

_MODE = "look/colours"
_SCALE = "look/text_percent"


def remember_look(theme: Theme, settings: QSettings) -> None:
    """Take the look of the last time and keep every change of it; nothing of a record is kept."""
    _restore(theme, settings)
    theme.changed.connect(lambda: _keep(theme, settings))


def _restore(theme: Theme, settings: QSettings) -> None:
    mode, percent = str(settings.value(_MODE)), str(settings.value(_SCALE))
    known = Mode(mode) if mode in set(Mode) else theme.mode
    scale = int(percent) / 100 if percent.isdecimal() else theme.scale
    if (known, scale) != (theme.mode, theme.scale):
        theme.use(mode=known, scale=scale)


def _keep(theme: Theme, settings: QSettings) -> None:
    settings.setValue(_MODE, str(theme.mode))
    settings.setValue(_SCALE, round(theme.scale * 100))
