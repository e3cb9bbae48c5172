"""A refusal in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.errors import Refused


def sentence(refused: Refused) -> str:
    """Return the translated sentence of a refusal with its values put in."""
    text = QCoreApplication.translate("Refused", refused.sentence)
    return text.format(**refused.values) if refused.values else text
