"""Words in the language of the window: refusals, and texts that are declared as data."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.errors import Refused


def sentence(refused: Refused) -> str:
    """Return the translated sentence of a refusal with its values put in."""
    text = QCoreApplication.translate("Refused", refused.sentence)
    return text.format(**refused.values) if refused.values else text


def QT_TRANSLATE_NOOP(_context: str, source: str) -> str:
    """Return the source text; the name is what Qt's tool looks for when it gathers words."""
    return source
