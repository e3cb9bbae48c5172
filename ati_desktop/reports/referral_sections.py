"""The sections of a referral summary, from its facts to blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ati_desktop.reports.blocks import Row
from ati_desktop.reports.facts import Fact, Given, Say, show
from ati_desktop.reports.referral_facts import (
    Contact,
    Enrollment,
    Episode,
    Justice,
    Need,
    Offence,
    Referral,
    ReferralSummary,
    Request,
    Screening,
    Section,
)
from ati_desktop.reports.sections import Column, Measure
from ati_desktop.reports.text import Piece


def section_titles(say: Say) -> dict[Section, str]:
    """Return the titles of the sections in the order of the paper."""
    return {
        Section.CONTACT: say("Language and contact"),
        Section.URGENT_NEEDS: say("Urgent needs"),
        Section.REQUEST: say("Requested"),
        Section.REFERRAL: say("Referral"),
        Section.JUSTICE: say("Justice"),
        Section.OFFENCES: say("Offences"),
        Section.SCREENING: say("Screening"),
        Section.PROGRAM: say("Program"),
        Section.TREATMENT: say("Treatment"),
    }


@dataclass(frozen=True, slots=True)
class SectionRows:
    """Makes the rows of each section; every fact that is not there leaves its hole."""

    facts: ReferralSummary
    measure: Measure
    say: Say

    def of(self, section: Section) -> list[Row]:
        """Return the rows of a section the consent covers."""
        given = getattr(self.facts, section.value)
        rows: list[Row] = getattr(self, f"_{section.value}")(given)
        return rows

    def _contact(self, contact: Contact) -> list[Row]:
        say = self.say
        return self.measure.facts(
            [
                Fact(say("Language"), contact.language, say("language not entered")),
                Fact(say("Interpreter"), contact.interpreter, say("interpreter not entered")),
                Fact(
                    say("Safe contact"),
                    contact.safe_contact,
                    say("safe contact rules not entered"),
                    wide=True,
                ),
            ]
        )

    def _justice(self, justice: Justice) -> list[Row]:
        say = self.say
        dockets = ",  ".join(justice.dockets) or None
        return self.measure.facts(
            [
                Fact(
                    say("Next hearing"),
                    justice.next_court_date,
                    say("next court date not entered"),
                    strong=True,
                ),
                Fact(say("Docket"), dockets, say("docket number not entered")),
                Fact(say("Court"), justice.court, say("court not entered")),
                Fact(say("Judge"), justice.judge, say("judge not entered")),
                Fact(say("Justice point"), justice.justice_point, say("justice point not entered")),
                Fact(
                    say("Supervised by"),
                    justice.supervising_authority,
                    say("supervising authority not entered"),
                ),
            ]
        )

    def _offences(self, offences: tuple[Offence, ...]) -> list[Row]:
        say = self.say
        columns = [Column(say("Charge"), 50), Column(say("Class"), 32), Column(say("Date"), 18)]
        holes = (say("charge not entered"), say("class not entered"), say("date not entered"))
        rows = [(o.charge, o.section, o.date) for o in offences]
        return self._table(columns, rows, holes, say("no offence entered"))

    def _referral(self, referral: Referral) -> list[Row]:
        say = self.say
        return self.measure.facts(
            [
                Fact(say("Referred by"), referral.source, say("referral source not entered")),
                Fact(say("Date"), referral.date, say("referral date not entered")),
                Fact(say("Reason"), referral.reason, say("reason not entered"), wide=True),
                Fact(say("Decision"), referral.decision, say("decision not entered"), wide=True),
            ]
        )

    def _screening(self, screening: tuple[Screening, ...]) -> list[Row]:
        say = self.say
        columns = [Column(say("Level"), 50), Column(say("Date"), 50)]
        holes = (say("level not entered"), say("date not entered"))
        rows = [(s.level, s.date) for s in screening]
        return self._table(columns, rows, holes, say("no screening entered"))

    def _request(self, request: Request) -> list[Row]:
        say = self.say
        facts = [
            Fact(say("Service"), request.service, say("service not entered"), strong=True),
            Fact(
                say("Level of care"),
                request.level_of_care,
                say("level of care not entered"),
                strong=True,
            ),
        ]
        if request.note:
            facts.append(Fact(say("Note"), request.note, "", wide=True))
        return self.measure.facts(facts)

    def _urgent_needs(self, urgent_needs: tuple[Need, ...]) -> list[Row]:
        say = self.say
        if not urgent_needs:
            return [self.measure.prose(self._show(None, say("urgent needs not entered")))]
        return self.measure.facts(
            [
                Fact(need.name, need.state, say("not entered"), strong=need.present)
                for need in urgent_needs
            ]
        )

    def _program(self, program: tuple[Enrollment, ...]) -> list[Row]:
        say = self.say
        columns = [
            Column(say("Program"), 38),
            Column(say("Status"), 22),
            Column(say("Phase"), 22),
            Column(say("Since"), 18),
        ]
        holes = (
            say("program not entered"),
            say("status not entered"),
            say("phase not entered"),
            say("date not entered"),
        )
        rows = [(e.program, e.status, e.phase, e.since) for e in program]
        return self._table(columns, rows, holes, say("no enrollment entered"))

    def _treatment(self, treatment: tuple[Episode, ...]) -> list[Row]:
        say = self.say
        columns = [
            Column(say("Provider"), 27),
            Column(say("Level of care"), 22),
            Column(say("Setting"), 17),
            Column(say("From"), 17),
            Column(say("To"), 17),
        ]
        holes = (
            say("provider not entered"),
            say("level of care not entered"),
            say("setting not entered"),
            say("start not entered"),
            say("end not entered"),
        )
        rows = [(e.provider, e.level_of_care, e.setting, e.started, e.ended) for e in treatment]
        return self._table(columns, rows, holes, say("no treatment episode entered"))

    def _table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Given]],
        holes: Sequence[str],
        nothing: str,
    ) -> list[Row]:
        if not rows:
            return [self.measure.prose(self._show(None, nothing))]
        cells = [
            [self._show(value, hole) for value, hole in zip(row, holes, strict=True)]
            for row in rows
        ]
        return self.measure.table(columns, cells)

    def _show(self, value: Given, hole: str) -> list[Piece]:
        return show(value, hole, self.measure.body)
