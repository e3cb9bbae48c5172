"""What a form asks, declared once: label, kind, codes, required, help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication


class FieldKind(StrEnum):
    """How a field is asked and what its value is.

    text, long and provider give a text; date gives ``2024-03-11``, ``2024-03`` or ``2024`` with
    ``~`` for about; code and yes_no give a code; codes gives a list of codes.
    """

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    CODE = "code"
    CODES = "codes"
    YES_NO = "yes_no"
    PROVIDER = "provider"


@dataclass(frozen=True)
class Code:
    """One answer of a list: what is kept and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One question.

    ``codes`` are the answers, or a callable that gives them when the field is first drawn.
    ``no_answers`` offers unknown, not asked, not applicable, declined. ``towards`` is -1 for dates
    in the past, +1 for dates to come. ``check`` returns a sentence, or "" when the value will do.
    """

    name: str
    label: str
    kind: FieldKind | str = FieldKind.TEXT
    codes: Sequence[Code] | Callable[[], Sequence[Code]] = ()
    required: bool = False
    help: str = ""
    no_answers: bool | None = None
    towards: int = -1
    placeholder: str = ""
    check: Callable[[object], str] | None = None
    section: str = ""

    def answers(self) -> Sequence[Code]:
        """Return the list of codes."""
        return self.codes() if callable(self.codes) else self.codes

    @property
    def offers_no_answer(self) -> bool:
        """Return whether the four no-answers belong to it; for codes they do unless said."""
        if self.no_answers is not None:
            return self.no_answers
        return self.kind in (FieldKind.CODE, FieldKind.CODES, FieldKind.YES_NO)


def no_answers() -> list[Code]:
    """Return the four answers that are not a value, in the language of the window."""
    translate = QCoreApplication.translate
    return [
        Code("unknown", translate("Answers", "Unknown")),
        Code("not_asked", translate("Answers", "Not asked")),
        Code("not_applicable", translate("Answers", "Not applicable")),
        Code("declined", translate("Answers", "Declined to answer")),
    ]


def no_answer_values() -> frozenset[str]:
    """Return the codes of the four."""
    return frozenset(code.value for code in no_answers())
