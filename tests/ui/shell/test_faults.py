from __future__ import annotations

import sys

from ati_desktop.ui.faults import Faults, outline
from tests.randomness import counting


def fail() -> None:
    try:
        int("Abara")
    except ValueError as error:
        raise KeyError("P-7K3F-92") from error


def test_a_fault_is_outlined_without_its_text() -> None:
    try:
        fail()
    except KeyError as error:
        said = outline(error)
    assert "KeyError at test_faults.py" in said
    assert "ValueError" in said
    assert "fail" in said
    assert "Abara" not in said
    assert "P-7K3F-92" not in said


def test_the_person_gets_a_number_that_stands_in_the_log(caplog: object) -> None:
    told: list[str] = []
    faults = Faults(counting(), told.append)
    reference = faults.report(ValueError("x"))
    assert told == [reference]
    assert reference.startswith("F-")
    assert reference in caplog.text  # type: ignore[attr-defined]  # pytest's own fixture


def test_what_nobody_catches_is_reported_too() -> None:
    told: list[str] = []
    before = sys.excepthook
    Faults(counting(), told.append).install()
    try:
        sys.excepthook(ValueError, ValueError("x"), None)
    finally:
        sys.excepthook = before
    assert len(told) == 1
