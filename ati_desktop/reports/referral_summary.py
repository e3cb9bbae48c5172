"""The referral summary: one calm page for a provider, a liaison or a court."""

from __future__ import annotations

import math
from dataclasses import replace

from ati_desktop.reports import ink
from ati_desktop.reports.blocks import Block, Cell, Gap, Row, set_words
from ati_desktop.reports.facts import Fact, Given, Say, fill, show
from ati_desktop.reports.fonts import REPLACEMENT
from ati_desktop.reports.notices import read_statement
from ati_desktop.reports.page import Frame, count_pages, print_pages
from ati_desktop.reports.referral_facts import ReferralSummary
from ati_desktop.reports.referral_sections import SectionRows, section_titles
from ati_desktop.reports.scripts import runs_right_to_left
from ati_desktop.reports.sections import Measure
from ati_desktop.reports.text import Piece, Style

_TITLE = Style(size=21, leading=25, weight="bold")
_OFFICE = Style(size=9.5, leading=13, weight="bold", colour=ink.ACCENT)
_NAME = Style(size=13, leading=17, weight="bold")
_FINE = Style(size=7.3, leading=9.2)
# (air between sections, size, leading) in points; the widest that needs the fewest pages is taken.
_DENSITIES = (
    (15, 9, 12),
    (12, 9, 12),
    (9, 9, 11.7),
    (7.5, 8.8, 11.3),
    (6, 8.6, 10.9),
    (5, 8.4, 10.5),
    (4.5, 8.2, 10.2),
    (4, 8.1, 9.9),
)


def render_referral_summary(facts: ReferralSummary, say: Say) -> bytes:
    """Return the paper as a PDF; the same facts give the same bytes.

    Args:
        facts: what the consent covers, ready to print.
        say: translates English source texts into the language of the paper.
    """
    frame = Frame(
        title=say("Referral summary"),
        office=facts.office.name,
        name=facts.person.name,
        reference=facts.person.reference,
        printed_on=facts.print.day,
        print_id=facts.print.id,
        audit_head=facts.print.audit_head,
        demo=facts.print.demo,
        size=facts.print.size,
        language=facts.print.language,
    )
    return print_pages(frame, _fewest_pages(frame, facts, say), say)


def _fewest_pages(frame: Frame, facts: ReferralSummary, say: Say) -> list[Block]:
    """Return the paper at the widest density of those that need the fewest pages."""
    fewest: list[Block] = []
    pages = math.inf
    for density in _DENSITIES:
        blocks = _Draft(facts, Measure(frame.width, *density), say).blocks()
        needed = count_pages(frame, blocks, say)
        if needed < pages:
            fewest, pages = blocks, needed
        if pages == 1:
            break  # no other can need fewer
    return fewest


def list_names(names: tuple[str, ...]) -> str:
    """Return names in one line; each on its own where one runs from right to left."""
    turned = any(runs_right_to_left(name) for name in names)
    return ("\n" if turned else ",  ").join(names)


class _Draft:
    """The paper as blocks, at one spacing."""

    def __init__(self, facts: ReferralSummary, measure: Measure, say: Say) -> None:
        self.facts = facts
        self.measure = measure
        self.say = say

    def blocks(self) -> list[Block]:
        rows = SectionRows(self.facts, self.measure, self.say)
        blocks = [*self._masthead(), *self._person()]
        for section, title in section_titles(self.say).items():
            if section not in self.facts.withheld:
                blocks += self.measure.section(title, rows.of(section))
        blocks += self._consent()
        blocks += self._notice()
        blocks += self._signature()
        return blocks + self._unprintable(sum(block.holes for block in blocks))

    def _masthead(self) -> list[Block]:
        office, say, measure = self.facts.office, self.say, self.measure
        wide = measure.width
        right = wide * 0.5
        left = wide - right
        address = self._show(office.address, say("office address not entered"), measure.label)
        contact = self._show(office.contact, say("office contact not entered"), measure.label)
        recipient = [
            Piece(say("For") + "  ", Style(10, 15, colour=ink.QUIET)),
            Piece(self.facts.consent.recipient, Style(10, 15, "bold")),
        ]
        return [
            Row(
                (
                    Cell(0, left - 8, set_words([Piece(office.name, _OFFICE)], left - 8)),
                    Cell(left, right, set_words(address, right), right=True),
                ),
                after=(measure.air - 4) / 4,
            ),
            Row(
                (
                    Cell(0, left, set_words([Piece(say("Referral summary"), _TITLE)], left)),
                    Cell(left, right, set_words(contact, right), right=True),
                )
            ),
            Row((Cell(0, wide, set_words(recipient, wide)),), after=1),
            Gap(9 + measure.air / 2, rule=wide, thick=1.4, colour=ink.ACCENT),
        ]

    def _person(self) -> list[Block]:
        person, say, measure = self.facts.person, self.say, self.measure
        facts = [
            Fact(say("Reference"), person.reference, say("reference not entered"), strong=True),
            Fact(say("Date of birth"), person.birth_date, say("date of birth not entered")),
        ]
        if person.preferred_name:
            facts.append(Fact(say("Preferred name"), person.preferred_name, ""))
        if person.other_names:
            facts.append(Fact(say("Other names"), list_names(person.other_names), ""))
        name = measure.prose(
            show(person.name, say("name not entered"), _NAME), after=measure.air / 5
        )
        rows = [replace(name, keeps=True), *measure.facts(facts)]
        return measure.section(say("Participant"), rows)[1:]

    def _consent(self) -> list[Block]:
        consent, say, measure = self.facts.consent, self.say, self.measure
        rows = measure.facts(
            [
                Fact(say("Consent"), consent.id, say("consent id not entered"), strong=True),
                Fact(say("Holds until"), consent.ends, say("end not entered"), strong=True),
                Fact(say("Signed on"), consent.signed_on, say("signing date not entered")),
                Fact(say("Basis"), consent.basis, say("basis not entered")),
            ]
        )
        rows[-1] = replace(rows[-1], after=4)
        rows.append(measure.prose(self._scope()))
        if consent.revocation:
            rows.append(measure.prose([Piece(consent.revocation, measure.body)]))
        if self.facts.withheld:
            titles = section_titles(say)
            names = "; ".join(titles[s] for s in titles if s in self.facts.withheld)
            text = say("Not covered by the consent: {sections}.").format(sections=names)
            rows.append(measure.prose([Piece(text, measure.body.bold())]))
        return measure.section(say("Consent"), rows)

    def _scope(self) -> list[Piece]:
        """Explain the scope of the consent, as 42 CFR 2.32(b) asks for."""
        consent, say = self.facts.consent, self.say
        sentence = say(
            "The participant has consented that {office} gives {recipient} the following for "
            "this purpose: {purpose}. Covered: {scope}."
        )
        values = {
            "office": self._show(self.facts.office.name, say("office not entered")),
            "recipient": self._show(consent.recipient, say("recipient not entered")),
            "purpose": self._show(consent.purpose, say("purpose not entered")),
            "scope": self._show("; ".join(consent.scope), say("scope not entered")),
        }
        return fill(sentence, values, self.measure.body)

    def _notice(self) -> list[Block]:
        if self.facts.notice is None:
            return []
        short = self.facts.notice == "statement_2"
        text = Piece(read_statement(self.facts.notice), self.measure.body if short else _FINE)
        # The statement is read as a whole or not at all.
        whole = replace(self.measure.prose([text]), flows=False)
        return self.measure.section(self.say("Notice to the recipient"), [whole])

    def _signature(self) -> list[Block]:
        made, say, measure = self.facts.print, self.say, self.measure
        signer = self._show(made.signer, say("name not entered"))
        if made.signer_role:
            signer.append(Piece(f", {made.signer_role}", measure.body))
        places = [(signer, 0.68), ([Piece(say("Date"), measure.label)], 0.32)]
        return measure.signature(say("Signature"), places)

    def _unprintable(self, count: int) -> list[Block]:
        if not count:
            return []
        one = self.say("[1 character cannot be printed and is shown as {mark}]")
        many = self.say("[{count} characters cannot be printed and are shown as {mark}]")
        text = (one if count == 1 else many).format(count=count, mark=REPLACEMENT)
        return [Gap(8), self.measure.prose(self._show(None, text[1:-1]))]

    def _show(self, value: Given, hole: str, style: Style | None = None) -> list[Piece]:
        return show(value, hole, style or self.measure.body)
