from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from ati_desktop.ui.kit.code_inputs import CodeInput, YesNoInput
from ati_desktop.ui.kit.fields import Code, Field
from ati_desktop.ui.kit.form import Form
from ati_desktop.ui.kit.text_inputs import DateInput
from ati_desktop.ui.kit.theme import Theme
from tests.ui.rooms import FIELDS

TODAY = date(2026, 11, 12)
FULL = {
    "given": "Ngozi",
    "family": "Abara",
    "born": "1992-03",
    "sex": "woman",
    "interpreter": "declined",
    "referred": "2026-11-11",
    "substances": ["alcohol", "heroin"],
    "reason": "Two lines\nof text",
}


@pytest.fixture
def form(qtbot: Any, theme: Theme) -> Form:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    made = Form(FIELDS, lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(700, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def type_into(qtbot: Any, form: Form, name: str, text: str) -> None:
    entry = form.input(name).entry()
    entry.setFocus()
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Tab)


def test_an_empty_form_has_no_values(form: Form) -> None:
    assert form.values() == dict.fromkeys(FULL)


def test_what_is_filled_in_comes_back(form: Form) -> None:
    form.fill(FULL)
    assert form.values() == FULL


def test_a_draft_holds_texts_that_cannot_be_read_yet(form: Form) -> None:
    typed = FULL | {"referred": "31/2", "sex": "unlisted"}
    form.fill(typed)
    assert form.values() == typed
    assert not form.check()
    assert set(form.problems()) == {"referred", "sex"}


def test_filling_tells_no_change_and_typing_does(qtbot: Any, form: Form) -> None:
    with qtbot.assertNotEmitted(form.changed):
        form.fill(FULL)
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(form.input("given").entry(), "x")
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(form.input("reason").entry(), "x")


def test_a_missing_answer_is_said_beside_its_field(form: Form) -> None:
    form.fill({"family": "Abara"})
    assert not form.check()
    assert form.problems() == {
        "given": "Please fill in “Given name”.",
        "referred": "Please fill in “Referred on”.",
    }
    assert form.input("given").entry().hasFocus()
    assert "Given name" in form.input("given").entry().accessibleDescription()
    form.fill(FULL)
    assert form.check()
    assert form.problems() == {}


def test_leaving_an_empty_required_field_does_not_nag(qtbot: Any, form: Form) -> None:
    type_into(qtbot, form, "given", "")
    assert form.problems() == {}


def test_a_typed_date_is_understood_and_read_back(qtbot: Any, form: Form) -> None:
    type_into(qtbot, form, "referred", "yesterday")
    entry = form.input("referred")
    assert isinstance(entry, DateInput)
    assert entry.value() == "2026-11-11"
    assert entry.line.text() == "11/11/2026"
    assert entry.reading.text() == "Wednesday, November 11, 2026"


def test_a_partial_date_stays_partial(qtbot: Any, form: Form) -> None:
    type_into(qtbot, form, "born", "about mar 1992")
    assert form.values()["born"] == "1992-03~"
    entry = form.input("born")
    assert isinstance(entry, DateInput)
    assert entry.reading.text() == "about March 1992"


def test_a_date_can_be_declined(qtbot: Any, form: Form) -> None:
    type_into(qtbot, form, "born", "declined")
    assert form.values()["born"] == "declined"


def test_a_date_that_cannot_be_is_told_when_it_is_left(qtbot: Any, form: Form) -> None:
    type_into(qtbot, form, "referred", "2/31/2024")
    assert form.problems()["referred"].startswith("There is no day 31")


def test_tab_goes_in_the_order_of_the_paper(qtbot: Any, form: Form) -> None:
    form.first()
    for field in FIELDS:
        entry = form.input(field.name).entry()
        assert entry.hasFocus(), field.name
        qtbot.keyClick(entry, Qt.Key.Key_Tab)


def test_enter_goes_on_and_does_not_close_the_dialog(qtbot: Any, theme: Theme) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    form = Form(FIELDS[:2], lambda: TODAY)
    QVBoxLayout(dialog).addWidget(form)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    form.first()
    qtbot.keyClick(form.input("given").entry(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert form.input("family").entry().hasFocus()
    qtbot.keyClick(form.input("family").entry(), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_enter_makes_a_new_line_in_a_long_text(qtbot: Any, form: Form) -> None:
    entry = form.input("reason").entry()
    entry.setFocus()
    qtbot.keyClicks(entry, "one")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    qtbot.keyClicks(entry, "two")
    assert form.values()["reason"] == "one\ntwo"


def test_a_part_of_an_answer_chooses_it(qtbot: Any, form: Form) -> None:
    entry = form.input("sex")
    assert isinstance(entry, CodeInput)
    line = entry.box.lineEdit()
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.keyClicks(line, "anoth")
    entry.settle()
    assert entry.value() == "another"
    assert entry.box.currentText() == "Another gender"


def test_the_four_no_answers_are_four(form: Form) -> None:
    for answer in ("unknown", "not_asked", "not_applicable", "declined"):
        form.fill({"sex": answer, "interpreter": answer, "substances": [answer], "born": answer})
        values = form.values()
        assert values["sex"] == values["interpreter"] == values["born"] == answer
        assert values["substances"] == [answer]


def test_a_no_answer_takes_the_ticks_away(form: Form) -> None:
    form.fill({"substances": ["alcohol", "cannabis"]})
    entry: Any = form.input("substances")
    item = entry.list.item(entry.list.count() - 1)
    item.setCheckState(Qt.CheckState.Checked)
    assert form.values()["substances"] == ["declined"]
    entry.list.item(0).setCheckState(Qt.CheckState.Checked)
    assert form.values()["substances"] == ["alcohol"]


def test_arrows_answer_yes_and_no(qtbot: Any, form: Form) -> None:
    entry = form.input("interpreter")
    assert isinstance(entry, YesNoInput)
    yes, no, _none = entry.row.buttons()
    yes.setFocus()
    qtbot.keyClick(yes, Qt.Key.Key_Right)
    assert form.values()["interpreter"] == "no"
    qtbot.keyClick(no, Qt.Key.Key_Left)
    assert form.values()["interpreter"] == "yes"


def test_an_own_check_speaks_beside_its_field(qtbot: Any, theme: Theme) -> None:
    def check(value: object) -> str:
        return "" if str(value).isupper() else "Write it in capitals."

    form = Form([Field("docket", "Docket number", check=check)], lambda: TODAY)
    qtbot.addWidget(form)
    form.fill({"docket": "abc"})
    assert not form.check()
    assert form.problems() == {"docket": "Write it in capitals."}
    form.show_problem("docket", "")
    assert form.problems() == {}


def test_providers_are_asked_for_when_the_form_is_drawn(qtbot: Any, theme: Theme) -> None:
    field = Field("to", "Referred to", "provider", lambda: [Code("7", "Harbor Clinic")])
    form = Form([field])
    qtbot.addWidget(form)
    form.fill({"to": "7"})
    assert form.values() == {"to": "7"}


def test_every_input_has_a_name(form: Form) -> None:
    for field in FIELDS:
        entry = form.input(field.name).entry()
        assert entry.accessibleName(), field.name
