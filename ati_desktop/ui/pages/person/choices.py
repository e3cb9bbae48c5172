"""The answers a form offers: code lists, organisations, programs, the person's other records."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.records import Filled, list_records
from ati_desktop.models.answers import MISSING_CODES
from ati_desktop.ui.kit.fields import Code
from ati_desktop.ui.pages.person.words import not_entered, stored_words

translate = QCoreApplication.translate
Answers = Callable[[], Sequence[Code]]


class Choices:
    """Lists for one participant's forms, each read when its field is first drawn."""

    def __init__(self, desk: Desk, participant_id: int | None = None) -> None:
        self._desk = desk
        self._participant_id = participant_id
        self._kept: dict[str, list[Filled]] = {}

    def codes(self, name: str) -> Answers:
        """Return the codes of a list that are still in use."""
        chosen = self._desk.codes[name].choices(missing=False)
        return lambda: [Code(code, label) for code, label in chosen]

    def providers(self, *kinds: str) -> Answers:
        """Return the organisations still worked with, those of the wanted kinds first."""

        def answers() -> list[Code]:
            active = [one for one in self._all("provider") if one.values["active"] == "yes"]
            active.sort(
                key=lambda one: (one.values["kind"] not in kinds, _text(one, "name").casefold())
            )
            return [Code(str(one.id), _text(one, "name")) for one in active]

        return answers

    def all_providers(self) -> Sequence[Code]:
        """Return every organisation, those no longer worked with too."""
        return [Code(str(one.id), _text(one, "name")) for one in self._all("provider")]

    def recipients(self) -> Sequence[Code]:
        """Return who may be named in a consent: every organisation, then every kind of one."""
        named = [Code(f"provider:{one.value}", one.label) for one in self.providers()()]
        every = translate("Choices", "Any: {kind}")
        kinds = self._desk.codes["provider_kind"].choices(missing=False)
        return [
            *named,
            *(Code(f"kind:{code}", every.format(kind=label)) for code, label in kinds),
        ]

    def programs(self) -> Sequence[Code]:
        """Return the programs that still take people."""
        active = [one for one in self._all("program") if one.values["active"] == "yes"]
        return [Code(str(one.id), _text(one, "name")) for one in active]

    def legal_cases(self) -> Sequence[Code]:
        """Return the person's legal cases by docket number."""
        return [
            Code(str(one.id), _text(one, "docket") or self._dated(one, "received_on"))
            for one in self._own("legal_case")
        ]

    def referrals(self) -> Sequence[Code]:
        """Return the person's referrals by date and source, the newest first."""
        made = []
        for one in reversed(self._own("referral")):
            source = self._desk.codes.label("referral_source", _text(one, "source") or None)
            said = self._dated(one, "referred_on")
            made.append(Code(str(one.id), f"{said}, {source}" if source else said))
        return made

    def enrollments(self) -> Sequence[Code]:
        """Return the person's enrollments by program and date."""
        programs = {str(one.id): _text(one, "name") for one in self._all("program")}
        return [
            Code(
                str(one.id),
                f"{programs.get(_text(one, 'program_id'), '')}, {self._dated(one, 'admitted_on')}",
            )
            for one in reversed(self._own("enrollment"))
        ]

    def episodes(self) -> Sequence[Code]:
        """Return the person's treatment episodes by provider and date."""
        providers = {str(one.id): _text(one, "name") for one in self._all("provider")}
        return [
            Code(
                str(one.id),
                ", ".join(
                    part
                    for part in (
                        providers.get(_text(one, "provider_id"), ""),
                        self._dated(one, "admitted_on"),
                    )
                    if part
                ),
            )
            for one in reversed(self._own("episode"))
        ]

    def label(self, answers: Answers, value: str | None) -> str:
        """Return the label of a value, or the words of a hole."""
        if value is None:
            return not_entered()
        if value in MISSING_CODES:
            return self._desk.codes.label("yes_no", value)
        return next((one.label for one in answers() if one.value == value), value)

    def _dated(self, one: Filled, field: str) -> str:
        stored = _text(one, field)
        return stored_words(stored, QLocale()) if stored else not_entered()

    def _all(self, noun: str) -> list[Filled]:
        if noun not in self._kept:
            self._kept[noun] = list_records(self._desk, noun)
        return self._kept[noun]

    def _own(self, noun: str) -> list[Filled]:
        if self._participant_id is None:
            return []
        return list_records(self._desk, noun, self._participant_id)


def _text(one: Filled, field: str) -> str:
    value = one.values.get(field)
    return value if isinstance(value, str) else ""
