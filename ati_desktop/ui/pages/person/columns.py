"""Which columns a list of records shows, noun by noun; holes are said to be holes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import Filled, list_records
from ati_desktop.ui.kit.paged import Column
from ati_desktop.ui.pages.person.answers import yes_no
from ati_desktop.ui.pages.person.words import missing_words, not_entered, stored_words

translate = QCoreApplication.translate
Text = Callable[[Filled], str]


class Columns:
    """Makes the columns of a noun; the names of organisations and programs are read once."""

    def __init__(self, desk: Desk, locale: QLocale) -> None:
        self._desk, self._locale = desk, locale
        self._names: dict[str, dict[str, str]] = {}

    def of(self, noun: str) -> Sequence[Column]:
        """Return the columns of a noun's list, the most telling first."""
        makers: dict[str, Callable[[], Sequence[Column]]] = {
            "referral": self._referral,
            "legal_case": self._legal_case,
            "offence": self._offence,
            "enrollment": self._enrollment,
            "episode": self._episode,
            "stay": self._stay,
            "event": self._event,
            "name": self._person_name,
            "identifier": self._identifier,
            "contact": self._contact,
        }
        return with_quiet_holes(makers[noun]())

    def forget(self) -> None:
        """Read the names again when they are next needed."""
        self._names.clear()

    def code(self, field: str, code_list: str) -> Text:
        """Return what shows the label of a code."""

        def text(row: Filled) -> str:
            value = row.values.get(field)
            if isinstance(value, tuple) and value:
                return ", ".join(self._desk.codes.label(code_list, one) for one in value)
            if not isinstance(value, str):
                return not_entered()
            return self._desk.codes.label(code_list, value)

        return text

    def when(self, field: str, hole: Callable[[], str] = not_entered) -> Text:
        """Return what shows a date with its precision."""

        def text(row: Filled) -> str:
            value = row.values.get(field)
            if not isinstance(value, str):
                return hole()
            missing = missing_words(self._desk.codes, value)
            return missing or stored_words(value, self._locale)

        return text

    def words(self, field: str) -> Text:
        """Return what shows a text as it is, on one line."""

        def text(row: Filled) -> str:
            value = row.values.get(field)
            return " ".join(value.split()) if isinstance(value, str) else not_entered()

        return text

    def answer(self, field: str) -> Text:
        """Return what shows yes, no or why there is no answer."""

        def text(row: Filled) -> str:
            value = row.values.get(field)
            if not isinstance(value, str):
                return not_entered()
            return missing_words(self._desk.codes, value) or yes_no(value)

        return text

    def named(self, field: str, noun: str) -> Text:
        """Return what shows the name of an organisation or a program."""

        def text(row: Filled) -> str:
            value = row.values.get(field)
            return self._name(noun, value) if isinstance(value, str) else not_entered()

        return text

    def _name(self, noun: str, value: str) -> str:
        if noun not in self._names:
            told = "docket" if noun == "legal_case" else "name"
            self._names[noun] = {
                str(one.id): str(one.values.get(told) or "")
                for one in list_records(self._desk, noun)
            }
        return self._names[noun].get(value) or not_entered()

    def _referral(self) -> list[Column]:
        return [
            Column(translate("Columns", "Referred"), self.when("referred_on"), 112),
            Column(translate("Columns", "By"), self.code("source", "referral_source")),
            Column(translate("Columns", "Program"), self.named("program_id", "program")),
            Column(
                translate("Columns", "Decision"),
                self.code("decision", "referral_decision"),
                150,
                kind=_decision_kind,
            ),
            Column(translate("Columns", "Decided"), self.when("decided_on"), 112, quiet=True),
        ]

    def _legal_case(self) -> list[Column]:
        return [
            Column(translate("Columns", "Docket"), self.words("docket"), 140),
            Column(translate("Columns", "Court"), self.named("court_id", "provider")),
            Column(translate("Columns", "Status"), self.code("legal_status", "legal_status")),
            Column(translate("Columns", "Next hearing"), self.when("next_hearing_on"), 120),
            Column(translate("Columns", "Disposed of"), self.when("disposed_on"), 112, quiet=True),
        ]

    def _offence(self) -> list[Column]:
        return [
            Column(translate("Columns", "Charge"), self.words("charge")),
            Column(translate("Columns", "Section"), self.code("section", "iccs_section")),
            Column(
                translate("Columns", "Severity"), self.code("severity", "offence_severity"), 120
            ),
            Column(translate("Columns", "Date"), self.when("offence_on"), 112, quiet=True),
        ]

    def _enrollment(self) -> list[Column]:
        return [
            Column(translate("Columns", "Program"), self.named("program_id", "program")),
            Column(translate("Columns", "Phase"), self.code("phase", "phase"), 100),
            Column(translate("Columns", "Admitted"), self.when("admitted_on"), 112),
            Column(translate("Columns", "Exited"), self.when("exited_on", _goes_on), 112),
            Column(
                translate("Columns", "Outcome"),
                lambda row: (
                    self.code("exit_program", "program_outcome")(row)
                    if row.values.get("exit_program")
                    else translate("Columns", "enrolled")
                ),
                124,
                kind=lambda row: "accent" if row.values.get("exit_program") else "good",
            ),
        ]

    def _episode(self) -> list[Column]:
        return [
            Column(translate("Columns", "Provider"), self.named("provider_id", "provider")),
            Column(translate("Columns", "Began"), self.when("admitted_on"), 112),
            Column(translate("Columns", "Ended"), self.when("ended_on", _goes_on), 112),
            Column(translate("Columns", "Why it ended"), self.code("end_reason", "exit_reason")),
        ]

    def _stay(self) -> list[Column]:
        return [
            Column(
                translate("Columns", "Level of care"), self.code("level_of_care", "level_of_care")
            ),
            Column(translate("Columns", "Provider"), self.named("provider_id", "provider")),
            Column(translate("Columns", "In custody"), self.answer("in_custody"), 96),
            Column(translate("Columns", "From"), self.when("started_on"), 112),
            Column(translate("Columns", "Until"), self.when("ended_on", _goes_on), 112),
        ]

    def _event(self) -> list[Column]:
        return [
            Column(translate("Columns", "When"), self.when("happened_on"), 130),
            Column(translate("Columns", "What happened"), self.code("kind", "event_kind"), 150),
            Column(translate("Columns", "Section"), self.code("section", "iccs_section")),
            Column(translate("Columns", "Offence on"), self.when("offence_on"), 112, quiet=True),
        ]

    def _person_name(self) -> list[Column]:
        return [
            Column(translate("Columns", "Family name"), self.words("family")),
            Column(translate("Columns", "Given names"), self.words("given")),
            Column(translate("Columns", "Kind"), self.code("kind", "name_kind"), 150),
            Column(translate("Columns", "Script"), self.code("script", "script"), 120, quiet=True),
        ]

    def _identifier(self) -> list[Column]:
        return [
            Column(translate("Columns", "Kind"), self.code("kind", "identifier_kind")),
            Column(translate("Columns", "Number"), self.words("value")),
            Column(translate("Columns", "Given by"), self.words("issuer"), quiet=True),
        ]

    def _contact(self) -> list[Column]:
        return [
            Column(translate("Columns", "Kind"), self.code("kind", "contact_kind"), 150),
            Column(translate("Columns", "Number or address"), self.words("value")),
            Column(
                translate("Columns", "Safe to use"),
                self.answer("safe"),
                120,
                kind=lambda row: {"yes": "good", "no": "bad"}.get(
                    str(row.values.get("safe")), "neutral"
                ),
            ),
        ]


def with_quiet_holes(columns: Sequence[Column]) -> list[Column]:
    """Return columns that mute what is not entered."""
    return [_with_quiet_holes(column) for column in columns]


def _with_quiet_holes(column: Column) -> Column:
    if column.quiet is True:
        return column
    return replace(column, quiet=lambda row: column.text(row) == not_entered())


def _goes_on() -> str:
    return translate("Columns", "goes on")


def _decision_kind(row: Filled) -> str:
    decision = row.values.get("decision")
    if decision in (None, "pending"):
        return "warn"
    return "good" if decision == "admitted" else "neutral"
