"""Paper from the window: refused without a consent, written into the log with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.papers import disclosures_of
from ati_desktop.ui.pages.person.page import PersonPage
from ati_desktop.ui.shell import Shell
from tests.ui.pages.office import add_consent, add_person, add_provider


@pytest.fixture
def person(desk: Desk) -> int:
    return add_person(desk, "Abara", "Ngozi")


@pytest.fixture
def clinic(desk: Desk) -> int:
    return add_provider(desk, "Hillside Recovery Center", "treatment", "health")


def prepare(page: PersonPage, recipient: int, purpose: str = "referral") -> Any:
    """Open the preparation of a paper and answer its questions."""
    page.open_printing()
    page.sheet.form.input("recipient_id").show_value(str(recipient))
    page.sheet.form.input("purpose").show_value(purpose)
    page.sheet.prepare()
    return page.sheet


def file_printer(out: Path) -> QPrinter:
    """Return a printer whose paper is a file."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    return printer


def words(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_nothing_is_printed_without_a_consent_and_the_remedy_is_one_button_away(
    desk: Desk, shell: Shell, person: int, clinic: int, shown: Any, settled: Any
) -> None:
    page = shown(PersonPage(desk, shell, person))
    sheet = prepare(page, clinic)
    settled()
    assert "No consent names Hillside Recovery Center" in sheet.notice.sentence.text()
    assert not sheet.questions.print_button.isEnabled()
    assert not sheet.questions.save_button.isEnabled()
    assert sheet.view is None
    sheet._want_consent()
    assert page.sheet.noun == "consent"
    assert page.sheet.values()["recipients"] == (f"provider:{clinic}",)
    assert page.sheet.values()["purposes"] == ("referral",)
    assert disclosures_of(desk, person) == []


def test_looking_at_the_paper_lets_nothing_out_and_names_what_is_withheld(
    desk: Desk, shell: Shell, person: int, clinic: int, shown: Any, settled: Any
) -> None:
    add_consent(desk, person, clinic)
    page = shown(PersonPage(desk, shell, person))
    sheet = prepare(page, clinic)
    settled()
    assert sheet.view is not None
    assert not any("Print" in one.text() for one in sheet.view.findChildren(QPushButton))
    assert "Screening level" in sheet.questions.left_out.text()
    assert sheet.questions.print_button.isEnabled()
    assert disclosures_of(desk, person) == []


def test_a_saved_paper_is_in_the_log_and_can_be_seen_again(
    desk: Desk, shell: Shell, person: int, clinic: int, tmp_path: Path, shown: Any, settled: Any
) -> None:
    add_consent(desk, person, clinic)
    page = shown(PersonPage(desk, shell, person))
    sheet = prepare(page, clinic)
    settled()
    sheet.save_file()
    settled()
    (kept,) = disclosures_of(desk, person)
    (file,) = tmp_path.glob("*.pdf")
    assert kept.print_id in words(file)
    assert "Abara" not in file.name
    page.close_sheet()
    page.show_tab("papers")
    settled()
    table = page.tabs["papers"].list.model
    assert table.index(0, 1).data() == "Hillside Recovery Center"
    page.tabs["papers"].list.opened.emit(kept.id)
    settled()
    assert page.sheet.view is not None


def test_a_printed_paper_is_in_the_log(
    desk: Desk, shell: Shell, person: int, clinic: int, tmp_path: Path, shown: Any, settled: Any
) -> None:
    add_consent(desk, person, clinic)
    out = tmp_path / "printer.pdf"
    page = shown(PersonPage(desk, shell, person, lambda _over: file_printer(out)))
    sheet = prepare(page, clinic)
    settled()
    sheet.print_now()
    settled()
    assert len(disclosures_of(desk, person)) == 1
    assert out.stat().st_size > 0


def test_a_paper_on_its_way_goes_out_even_when_the_sheet_is_closed(
    desk: Desk, shell: Shell, person: int, clinic: int, tmp_path: Path, shown: Any, settled: Any
) -> None:
    add_consent(desk, person, clinic)
    out = tmp_path / "printer.pdf"
    page = shown(PersonPage(desk, shell, person, lambda _over: file_printer(out)))
    sheet = prepare(page, clinic)
    settled()
    sheet.print_now()
    page.close_sheet()
    settled()
    assert len(disclosures_of(desk, person)) == 1
    assert out.stat().st_size > 0


def test_thinking_better_of_the_printer_lets_nothing_out(
    desk: Desk, shell: Shell, person: int, clinic: int, shown: Any, settled: Any
) -> None:
    add_consent(desk, person, clinic)
    page = shown(PersonPage(desk, shell, person, lambda _over: None))
    sheet = prepare(page, clinic)
    settled()
    sheet.print_now()
    settled()
    assert disclosures_of(desk, person) == []
