from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader

from ati_desktop.reports.page import PaperSize
from ati_desktop.reports.recovery_sheet import render_recovery_sheet
from tests.reports.papers import flat, page_texts, plain

CODE = "7K3F9-QX2M8-0ABCD-EFGH1-JKMN5-PQRS~"


def _halves(pdf: bytes) -> tuple[str, str]:
    """Return what stands above and below the line where the sheet is cut."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    width, height = page.get_size()
    reader = page.get_textpage()
    upper = flat(reader.get_text_bounded(bottom=height / 2 + 7))
    lower = flat(reader.get_text_bounded(top=height / 2 - 7))
    reader.close()
    page.close()
    document.close()
    assert width
    return upper, lower


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_half_carries_half_of_the_code_and_no_more(paper: PaperSize) -> None:
    pdf = render_recovery_sheet("The Office", "21 May 2025", CODE, plain, demo=False, paper=paper)
    upper, lower = _halves(pdf)
    groups = CODE.split("-")
    assert all(group in upper and group not in lower for group in groups[:3])
    assert all(group in lower and group not in upper for group in groups[3:])


def test_each_half_says_what_it_is_and_how_it_is_kept() -> None:
    sheet = render_recovery_sheet("The Office", "21 May 2025", CODE, plain, demo=False)
    for number, half in enumerate(_halves(sheet), start=1):
        assert f"half {number} of 2" in half
        assert "The Office" in half
        assert "21 May 2025" in half
        assert "This half alone opens nothing." in half
        assert "two envelopes in two places" in half
        assert "type groups 1 to 6 in order" in half


def test_the_file_is_one_page_and_its_metadata_says_nothing() -> None:
    pdf = render_recovery_sheet("The Office", "21 May 2025", CODE, plain, demo=False)
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "Recovery sheet"
    assert "Office" not in str(reader.metadata)
    assert pdf == render_recovery_sheet("The Office", "21 May 2025", CODE, plain, demo=False)


def test_the_sheet_of_a_demo_office_says_so() -> None:
    pdf = render_recovery_sheet("The Office", "21 May 2025", CODE, plain, demo=True)
    assert page_texts(pdf)[0].count("DEMO") == 2


def test_a_code_with_many_groups_and_a_long_office_stay_on_the_sheet() -> None:
    code = " ".join(f"G{n:04}" for n in range(10))
    pdf = render_recovery_sheet("Office " * 40, "21 May 2025", code, plain, demo=False)
    upper, lower = _halves(pdf)
    assert "G0004" in upper
    assert "G0009" in lower
    assert "Sealed on" in upper
    assert "Sealed on" in lower


def test_a_code_that_cannot_be_parted_is_a_fault() -> None:
    with pytest.raises(ValueError, match="parted"):
        render_recovery_sheet("The Office", "21 May 2025", "ABCDE", plain, demo=False)
