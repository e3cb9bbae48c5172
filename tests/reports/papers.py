"""Facts and readers for the tests of papers."""

from __future__ import annotations

import re
from io import BytesIO

import pypdfium2
from pypdf import PdfReader

from ati_desktop.reports.referral_facts import (
    Consent,
    Contact,
    Enrollment,
    Episode,
    Justice,
    Need,
    Offence,
    Office,
    Person,
    Print,
    Referral,
    ReferralSummary,
    Request,
    Screening,
)

REASON = (
    "Positive screen for opioid use disorder after arrest; asks for treatment instead of custody. "
    "Stable housing with a sister; ready to begin when a place is free."
)

FULL = ReferralSummary(
    office=Office(
        "Riverside County Alternatives Office",
        "410 Court Street, Room 212, Riverside, CA 92501",
        "Maria Delgado, case manager, 951 555 0142",
    ),
    person=Person("Abara, Ngozi Chidinma", "P-7K3F-92", "11 March 1991", "Goz", ("Ngozi Okafor",)),
    contact=Contact("Igbo", "Needed at hearings", "Call after 5 pm only. No voicemail."),
    justice=Justice(
        "Trial: deferred sentence",
        "Riverside County Probation",
        "Superior Court, Department 42",
        "Hon. Helen Okonkwo",
        ("RIF-2024-001873", "RIM-2024-220045"),
        "24 November 2025, 09:30",
    ),
    offences=(Offence("PC 459.5 Shoplifting", "0502 Theft", "3 June 2025"),),
    referral=Referral("Public defender", "6 June 2025", REASON, "Accepted on 9 June 2025"),
    screening=(Screening("High", "7 June 2025"),),
    request=Request("Intensive outpatient treatment", "2.1 Intensive outpatient", "Within 7 days."),
    urgent_needs=(Need("Withdrawal", "Yes, medical advice taken", True), Need("Pregnancy", "No")),
    program=(Enrollment("Adult Treatment Court", "Active", "16 June 2025", "2 of 4"),),
    treatment=(
        Episode("Casa Serena", "3.5 Residential", "Community", "20 June 2025", "6 August 2025"),
    ),
    consent=Consent(
        "C-4M8Q-17",
        "Superior Court, Department 42",
        "monitoring progress in the adult treatment court",
        ("identity", "justice", "program"),
        "final disposition of RIF-2024-001873",
        "9 June 2025",
        "42 CFR 2.35",
        "It may be revoked from the final disposition of the case on.",
    ),
    print=Print("PR-7KQ2-M4XD", "21 November 2025", "Maria Delgado", "case manager", "9f3ac2d1"),
    notice="statement_1",
)


def plain(words: str) -> str:
    """Say English source texts as they are."""
    return words


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page as pypdf reads it, on one line."""
    return [flat(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """Return the text of all pages as pdfium reads it, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        reader = page.get_textpage()
        texts.append(reader.get_text_bounded())
        reader.close()
        page.close()
    document.close()
    return flat(" ".join(texts))


def every_byte(pdf: bytes) -> bytes:
    """Return the file with all its streams opened."""
    reader = PdfReader(BytesIO(pdf))
    opened = [pdf]
    for number in range(1, len(reader.xref[0]) + 1):
        found = reader.get_object(number)
        opened.append(found.get_data() if hasattr(found, "get_data") else repr(found).encode())
    return b"\n".join(opened)


def flat(text: str) -> str:
    """Return text with every stretch of white space as one space."""
    return re.sub(r"\s+", " ", text)
