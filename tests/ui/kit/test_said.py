"""What a screen reader says of the widgets."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAccessible

from ati_desktop.ui.kit.buttons import Button
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.theme import Theme


def test_tabs_and_answers_are_one_of_several(qtbot: Any, theme: Theme) -> None:
    for look in ("line", "choice"):
        row = Segment((("a", "Overview"), ("b", "Plan")), look)
        qtbot.addWidget(row)
        roles = {QAccessible.queryAccessibleInterface(one).role() for one in row.buttons()}
        assert roles == {QAccessible.Role.RadioButton}
        row.choose(None)
        assert row.value() is None


def test_a_button_that_changes_its_words_changes_its_name(qtbot: Any, theme: Theme) -> None:
    button = Button("Continue")
    qtbot.addWidget(button)
    button.setText("Finish")
    assert button.accessibleName() == "Finish"
