from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from ati_desktop.ui.kit.buttons import Button, IconButton
from ati_desktop.ui.kit.card import Card
from ati_desktop.ui.kit.chip import Chip, FilterChip
from ati_desktop.ui.kit.empty_place import EmptyPlace
from ati_desktop.ui.kit.flow import Flow
from ati_desktop.ui.kit.head import Head
from ati_desktop.ui.kit.notice import Notice, Toast
from ati_desktop.ui.kit.pdf_pages import PdfPages, print_pages
from ati_desktop.ui.kit.pdf_view import PdfView
from ati_desktop.ui.kit.segment import Segment
from ati_desktop.ui.kit.theme import Mode, Theme
from ati_desktop.ui.kit.words import label
from tests.ui.office import small_pdf


def test_a_chip_says_its_state_in_words(qtbot: Any, theme: Theme) -> None:
    chip = Chip("Consent ends in 12 days", "warn")
    qtbot.addWidget(chip)
    chip.say("Consent ended", "bad")
    assert chip.text() == chip.accessibleName() == "Consent ended"
    assert chip.property("chip") == "bad"
    with pytest.raises(ValueError, match="loud"):
        Chip("x", "loud")


def test_markup_in_a_record_is_shown_as_it_is(qtbot: Any, theme: Theme) -> None:
    shown = label("<img src='file:///etc/passwd'><b>x</b>")
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText


def test_enter_and_space_press_a_button(qtbot: Any, theme: Theme) -> None:
    pressed: list[int] = []
    button = Button("Save", lambda: pressed.append(1), "primary")
    qtbot.addWidget(button)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert pressed == [1, 1]


def test_an_icon_button_has_a_name_and_follows_the_theme(qtbot: Any, theme: Theme) -> None:
    button = IconButton("close", "Dismiss")
    qtbot.addWidget(button)
    button.show()
    light = button.icon().pixmap(18, 18).toImage()
    theme.use(mode=Mode.DARK)
    assert button.icon().pixmap(18, 18).toImage() != light
    assert button.accessibleName() == button.toolTip() == "Dismiss"


def test_a_card_lines_facts_up(qtbot: Any, theme: Theme) -> None:
    card = Card("Next", "What comes")
    qtbot.addWidget(card)
    card.fact("Status hearing", "Tue 24 Nov 09:30")
    card.fact("Consent", Chip("in 12 days", "warn"))
    card.action(Button("All"))
    assert card.accessibleName() == "Next"
    assert card.body.count() == 2


def test_an_empty_place_carries_the_button_that_makes_the_first(qtbot: Any, theme: Theme) -> None:
    made: list[int] = []
    place = EmptyPlace("referrals", "Nothing here yet.", "Enter one", lambda: made.append(1))
    qtbot.addWidget(place)
    assert place.button is not None
    place.button.click()
    assert made == [1]


def test_the_head_puts_its_actions_below_where_it_is_narrow(qtbot: Any, theme: Theme) -> None:
    head = Head("Abara, Ngozi", "P-7K3F-92", framed=True)
    qtbot.addWidget(head)
    action = Button("Print…")
    head.action(action)
    head.show_chips([Chip("Active", "good"), FilterChip("All", "neutral")])
    head.resize(800, 100)
    head.show()
    assert action.x() > head.title.geometry().right()
    head.resize(180, 200)
    qtbot.waitUntil(lambda: action.y() > head.title.geometry().bottom())
    head.say("Another", "")
    assert not head.note.isVisible()


def test_a_flow_goes_on_in_the_next_line(qtbot: Any, theme: Theme) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    flow = Flow(8, 4, place)
    parts = [QWidget() for _part in range(4)]
    for part in parts:
        part.setFixedSize(QSize(100, 20))
        flow.addWidget(part)
    assert flow.heightForWidth(1000) == 20
    assert flow.heightForWidth(220) == 44
    place.resize(220, 60)
    place.show()
    qtbot.waitUntil(lambda: parts[2].y() == 24)
    assert flow.takeAt(9) is None
    assert flow.itemAt(9) is None


def test_tabs_are_chosen_by_arrow_and_left_by_tab(qtbot: Any, theme: Theme) -> None:
    tabs = Segment((("a", "Overview"), ("b", "Plan"), ("c", "Court")))
    qtbot.addWidget(tabs)
    tabs.show()
    assert tabs.value() == "a"
    chosen: list[str] = []
    tabs.chosen.connect(chosen.append)
    first, _second, third = tabs.buttons()
    qtbot.keyClick(first, Qt.Key.Key_Left)
    assert chosen == ["c"]
    assert third.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert first.focusPolicy() == Qt.FocusPolicy.ClickFocus
    tabs.choose("b")
    assert tabs.value() == "b"
    assert chosen == ["c"]


@pytest.mark.parametrize("kind", ["refused", "warn", "good", "neutral"])
def test_a_notice_says_its_sentence_to_everyone(qtbot: Any, theme: Theme, kind: str) -> None:
    bar = Notice(theme)
    qtbot.addWidget(bar)
    bar.show_text("The consent ended yesterday. Ask for a new one.", kind)
    assert bar.isVisible()
    assert bar.accessibleName() == bar.sentence.text()
    bar.clear()
    assert not bar.isVisible()


def test_a_toast_goes_by_itself(qtbot: Any, theme: Theme) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(400, 300)
    ground.show()
    toast = Toast(ground, stays_ms=30)
    toast.say("Saved")
    assert toast.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_a_paper_is_drawn_page_by_page(qtbot: Any, theme: Theme) -> None:
    view = PdfView(small_pdf("Referral", 40), "Referral summary")
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    view.grab()
    drawn = view.sheets._drawn
    assert 0 < len(drawn) <= 3
    assert view.sheets.horizontalScrollBar().maximum() == 0
    view.sheets.go(39)
    view.grab()
    assert view.sheets.page_now() == 39
    assert len(drawn) <= 8
    zoom = view.sheets.zoom
    view._zoom(1.2)
    assert view.sheets.zoom == pytest.approx(zoom * 1.2)


def test_a_page_has_its_ink(qtbot: Any) -> None:
    pages = PdfPages(small_pdf("Referral", 1))
    picture = pages.picture(0, 72)
    assert (picture.width(), picture.height()) == (595, 842)
    ink = {picture.pixelColor(x, 94).lightness() < 128 for x in range(72, 200)}
    assert ink == {True, False}
    pages.close()


def test_a_paper_prints_every_page(qtbot: Any, tmp_path: Any) -> None:
    pages = PdfPages(small_pdf("Referral", 3))
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_pages(pages, printer)
    again = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert again.count == 3
