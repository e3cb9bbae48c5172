"""A small office written by hand, for tests of the window that need no store."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ati_desktop.errors import Refused
from ati_desktop.ui.gate import Hit, Surroundings
from tests.randomness import counting

PEOPLE = (
    ("P-7K3F-92", "Abara, Ngozi", "2 · Stabilise", "Hearing Tue", "Active", "good"),
    ("P-2M8Q-14", "Castillo Ruiz, Ana", "1 · Engage", "Intake due", "New", "accent"),
    ("P-9D4T-33", "Dlamini, Sipho", "3 · Build", "Test today", "Active", "good"),
    ("P-1X5C-08", "Farah, Amina", "2 · Stabilise", "Follow-up 6 m", "Active", "good"),
    ("P-6H2W-71", "Haddad, Karim", "4 · Sustain", "Goal review", "Active", "good"),
    ("P-3B9N-55", "Ivanov, Petr", "1 · Engage", "Consent ends 5 d", "Attention", "warn"),
    ("P-8J7L-20", "Johansson, Eva", "Aftercare", "12 m follow-up", "Left", "neutral"),
    ("P-4R6V-62", "López, José", "3 · Build", "Overdue 3 d", "Overdue", "bad"),
    ("P-5Z1G-47", "Nguyễn, Thị Lan", "Referred", "Screen by Fri", "Referred", "neutral"),
)


@dataclass
class SmallDesk:
    """Somebody signed in."""

    user_name: str = "amina"
    role: str = "case_manager"
    office_name: str = "Riverside Treatment Court"
    demo: bool = False
    idle_minutes: int = 10
    sheet_owed: str = ""
    closed: bool = False

    def search(self, text: str) -> Sequence[Hit]:
        """Find by part of the name or the reference."""
        return [
            Hit(name, f"{ref} · {phase}", "participants", {"reference": ref}, state)
            for ref, name, phase, _next, state, _kind in PEOPLE
            if text.casefold() in f"{ref} {name}".casefold()
        ]

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


@dataclass
class SmallGate:
    """Knows one folder and one password; makes offices in memory."""

    folder: Path
    password: str = "river-lamp-oboe-kite"
    made: list[tuple[Path, str, str, str]] = field(default_factory=list)
    desks: list[SmallDesk] = field(default_factory=list)
    warmed: int = 0
    demo: bool = False
    role: str = "case_manager"
    trouble: Exception | None = None

    def knows(self, folder: Path) -> bool:
        """Know the one folder and what was made."""
        return folder == self.folder or any(folder == made[0] for made in self.made)

    def create(self, folder: Path, office: str, administrator: str, password: str) -> str:
        """Remember what was asked."""
        if self.trouble is not None:
            raise self.trouble
        self.made.append((folder, office, administrator, password))
        return "K7QM2-9XRTD-3HVBN-WJ5LC-8PFGA-4YZES"

    def recovery_sheet(self, folder: Path, office: str, code: str) -> bytes:
        """Return a paper that names the office."""
        return small_pdf(f"{office} {hashlib.sha256(code.encode()).hexdigest()[:4]}", 1)

    def sign_in(self, folder: Path, user: str, password: str) -> SmallDesk:
        """Open to the one password."""
        if self.trouble is not None:
            raise self.trouble
        if password != self.password:
            raise Refused("User name or password is wrong. Check Caps Lock and try again.")
        desk = SmallDesk(user_name=user, demo=self.demo, role=self.role)
        self.desks.append(desk)
        return desk

    def warm_up(self) -> None:
        """Count."""
        self.warmed += 1


def small_pdf(text: str, pages: int) -> bytes:
    """Return a PDF with a line of text on each page."""
    out = io.BytesIO()
    paper = Canvas(out, pagesize=(595, 842), invariant=1)
    for page in range(pages):
        paper.setFont("Helvetica", 24)
        paper.drawString(72, 740, f"{text} {page + 1}")
        paper.showPage()
    paper.save()
    return out.getvalue()


def surroundings(
    folder: Path | None = None, file: Path | None = None, minutes: float | None = None
) -> Surroundings:
    """Return surroundings whose randomness counts up and whose dialogs answer at once."""
    return Surroundings(counting(), lambda _start: folder, lambda _name: file, minutes)
