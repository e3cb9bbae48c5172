"""Icons by plain words, drawn from one icon font that is loaded when the first is asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QIcon

_NAMES = {
    "today": "calendar-todo-line",
    "participants": "group-line",
    "referrals": "inbox-archive-line",
    "court": "scales-3-line",
    "directory": "building-line",
    "evaluation": "line-chart-line",
    "reports": "file-text-line",
    "administration": "settings-3-line",
    "menu": "menu-line",
    "search": "search-line",
    "add": "add-line",
    "close": "close-line",
    "lock": "lock-2-line",
    "print": "printer-line",
    "save": "save-line",
    "edit": "edit-2-line",
    "more": "more-2-line",
    "warning": "alert-line",
    "refused": "close-circle-line",
    "good": "checkbox-circle-line",
    "neutral": "information-line",
    "consent": "shield-check-line",
    "key": "key-2-line",
    "folder": "folder-line",
    "larger": "zoom-in-line",
    "smaller": "zoom-out-line",
    "previous": "arrow-left-s-line",
    "next": "arrow-right-s-line",
    "down": "arrow-down-s-line",
    "history": "history-line",
    "refresh": "refresh-line",
    "upload": "upload-2-line",
    "download": "download-2-line",
    "list": "file-list-2-line",
    "event": "pulse-line",
    "treatment": "heart-pulse-line",
    "user": "user-line",
    "release": "shield-keyhole-line",
}


@lru_cache(maxsize=1)
def _font() -> Any:
    # One font of the twelve: loading them all costs a third of a second on a slow machine.
    import qtawesome  # noqa: PLC0415 - after sign-in only, so that the lock screen opens at once
    from qtawesome.iconic_font import IconicFont  # noqa: PLC0415 - as above

    folder = Path(qtawesome.__file__).parent / "fonts"
    letters = next(folder.glob("remixicon-[0-9]*.ttf")).name
    charmap = next(folder.glob("remixicon-charmap-*.json")).name
    return IconicFont(("ri", letters, charmap, str(folder)))


def icon(word: str, colour: str) -> QIcon:
    """Return the icon for a plain word in a ``#rrggbb`` colour.

    Raises:
        KeyError: there is no icon for that word; a fault.
    """
    made: QIcon = _font().icon(f"ri.{_NAMES[word]}", color=QColor(colour))
    return made


def icon_words() -> list[str]:
    """Return every word that has an icon."""
    return sorted(_NAMES)
