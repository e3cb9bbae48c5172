"""What a request says of its package, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QCoreApplication

from ati_desktop.ui.kit.say import QT_TRANSLATE_NOOP

_SHOWN_ELSEWHERE = (
    QT_TRANSLATE_NOOP("Summary", "as of"),
    QT_TRANSLATE_NOOP("Summary", "smallest count shown by rule"),
    QT_TRANSLATE_NOOP("Summary", "period"),
)
"""Lines that the register shows by themselves."""

_KNOWN = (
    QT_TRANSLATE_NOOP("Summary", "population"),
    QT_TRANSLATE_NOOP("Summary", "tables"),
    QT_TRANSLATE_NOOP("Summary", "tables left out"),
    QT_TRANSLATE_NOOP("Summary", "figures"),
    QT_TRANSLATE_NOOP("Summary", "hidden cells"),
    QT_TRANSLATE_NOOP("Summary", "smallest count above zero"),
    QT_TRANSLATE_NOOP("Summary", "earlier releases"),
    QT_TRANSLATE_NOOP("Summary", "of these not compared, as it was not kept what they print"),
    QT_TRANSLATE_NOOP("Summary", "model"),
    QT_TRANSLATE_NOOP("Summary", "dates"),
    QT_TRANSLATE_NOOP("Summary", "people"),
    QT_TRANSLATE_NOOP("Summary", "people left out"),
    QT_TRANSLATE_NOOP("Summary", "k asked for"),
    QT_TRANSLATE_NOOP("Summary", "k measured"),
    QT_TRANSLATE_NOOP("Summary", "l measured"),
    QT_TRANSLATE_NOOP("Summary", "t measured"),
    QT_TRANSLATE_NOOP("Summary", "known to others"),
    QT_TRANSLATE_NOOP("Summary", "sensitive"),
    QT_TRANSLATE_NOOP("Summary", "levels"),
    QT_TRANSLATE_NOOP("Summary", "files"),
    QT_TRANSLATE_NOOP("Summary", "earlier extracts compared"),
    QT_TRANSLATE_NOOP("Summary", "least loss"),
    QT_TRANSLATE_NOOP("Summary", "method"),
)
"""What the deeds say of a package: gathered here for translators."""


def summary_pairs(summary: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield name and value of each line that does not stand elsewhere."""
    for name, value in summary:
        if name not in _SHOWN_ELSEWHERE:
            words = QCoreApplication.translate("Summary", name)
            yield words[:1].upper() + words[1:], value
