from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ati_desktop.ui.kit.icons import icon, icon_words
from ati_desktop.ui.kit.mark import mark
from ati_desktop.ui.kit.theme import Mode, Theme


def test_dark_and_light_follow_the_wish(theme: Theme, qapp: QApplication) -> None:
    theme.use(mode=Mode.DARK)
    assert theme.palette.dark
    dark = qapp.palette().color(QPalette.ColorRole.Window).lightness()
    theme.use(mode=Mode.LIGHT)
    assert not theme.palette.dark
    assert dark < 60 < qapp.palette().color(QPalette.ColorRole.Window).lightness()


def test_the_text_grows_to_twice_its_size_and_no_further(theme: Theme, qapp: QApplication) -> None:
    theme.use(scale=2.4)
    assert theme.scale == 2.0
    assert qapp.font().pixelSize() == 26
    theme.use(scale=0.3)
    assert qapp.font().pixelSize() == 13


class Watched(QWidget):
    """Counts how often it is styled anew."""

    def __init__(self) -> None:
        super().__init__()
        self.styled = 0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        self.styled += event.type() == QEvent.Type.StyleChange


def test_only_another_look_styles_the_widgets_anew(theme: Theme, qtbot: Any) -> None:
    widget = Watched()
    qtbot.addWidget(widget)
    told: list[Mode] = []
    theme.changed.connect(lambda: told.append(theme.mode))
    widget.ensurePolished()
    widget.styled = 0
    theme.use(mode=Mode.LIGHT, scale=1.0)
    assert widget.styled == 0
    theme.use(mode=Mode.DARK)
    assert widget.styled > 0
    assert told == [Mode.LIGHT, Mode.DARK]


def test_every_icon_word_has_a_letter_in_the_font(theme: Theme) -> None:
    for word in icon_words():
        assert not icon(word, theme.palette.text).pixmap(18, 18).isNull(), word


def test_the_mark_is_drawn_in_its_colours(theme: Theme) -> None:
    picture = mark(48, theme.palette.accent, theme.palette.on_accent).toImage()
    assert picture.pixelColor(4, 24).name() == theme.palette.accent
    assert picture.pixelColor(18, 15).name() == theme.palette.on_accent
