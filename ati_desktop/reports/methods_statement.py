"""The methods statement of a release, under the headings that reporting guidelines ask for.

The headings follow STROBE (observational studies) and TREND (studies without randomisation).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ati_desktop.reports.facts import Say
from ati_desktop.reports.page import PaperSize
from ati_desktop.reports.statement import Head, Lines, Part, Statement, render_statement


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """One measure as its card says it."""

    title: str
    definition: str
    population: str
    method: str
    source: str


@dataclass(frozen=True, slots=True)
class MethodsFacts:
    """What was done, ready to print.

    ``kinds`` are the kinds of numbers in the release, out of share, days, probability, curve,
    test. ``beside`` are the titles of files from elsewhere that stand beside.
    """

    title: str
    version: str
    population: str
    years: str
    size: str
    as_of: str
    complete_to: str
    groups: Sequence[str]
    measures: Sequence[MeasureFacts]
    kinds: frozenset[str]
    threshold: int
    not_computed: Sequence[str] = ()
    left_out: Sequence[str] = ()
    beside: Sequence[str] = ()
    demo: bool = False
    size_of_paper: PaperSize = "A4"


def render_methods(facts: MethodsFacts, say: Say) -> bytes:
    """Return the methods statement as a PDF; the same facts give the same bytes."""
    statement = Statement(
        kind=say("Methods statement"),
        title=facts.title,
        reference=facts.version,
        sections=[(title, list(parts)) for title, parts in _sections(facts, say)],
        demo=facts.demo,
        size=facts.size_of_paper,
    )
    return render_statement(statement, say)


def _sections(facts: MethodsFacts, say: Say) -> Iterator[tuple[str, Sequence[Part]]]:
    yield say("Design"), _design(facts, say)
    yield say("Setting, participants"), [_people(facts, say)]
    yield say("Index date, follow-up"), _follow_up(facts, say)
    yield say("Groups"), [", ".join(facts.groups) + "." if facts.groups else say("None.")]
    outcomes: list[Part] = []
    for measure in facts.measures:
        outcomes += [Head(measure.title), _measure(measure, say)]
    yield say("Outcomes"), outcomes
    yield say("Missing data"), _missing(facts, say)
    yield say("Statistical methods"), list(_statistics(facts, say))
    yield say("Disclosure control"), _protection(facts, say)
    yield say("Not done"), _not_done(facts, say)


def _design(facts: MethodsFacts, say: Say) -> list[Part]:
    parts: list[Part] = [
        say(
            "A descriptive cohort study from the records of a program that offers alternatives to"
            " incarceration. Nobody was assigned to anything for it, and no group was randomised."
        )
    ]
    if facts.beside:
        parts.append(
            say(
                "Files from elsewhere stand beside, each evaluated by itself with the same"
                " methods: {names}. They share no participant with the cohort. A difference"
                " between them and the cohort is not an effect of the program."
            ).format(names="; ".join(facts.beside))
        )
    return parts


def _people(facts: MethodsFacts, say: Say) -> Lines:
    return Lines(
        [
            (say("Who"), facts.population),
            (say("Years"), facts.years or say("not shown")),
            (say("How many"), facts.size),
            (say("Data as of"), facts.as_of),
            (say("Outcomes to"), facts.complete_to or say("no source of outcomes is named")),
        ]
    )


def _follow_up(facts: MethodsFacts, say: Say) -> list[Part]:
    parts: list[Part] = [
        say(
            "Time is counted from the day that each measure names: the referral, or the first"
            " admission in the cohort. Nothing that comes later, such as completion, decides who"
            " is in the cohort, so nobody is credited with time before it."
        ),
        say(
            "Shares within a window count only people who could be followed for the whole window,"
            " whatever happened to them in it."
        ),
    ]
    if "curve" in facts.kinds or "probability" in facts.kinds:
        parts.append(
            say(
                "In curves everybody is followed to the month to which the source of outcomes is"
                " complete; people without the event by then are censored there. Time is calendar"
                " time: time in custody is not taken out."
            )
        )
        parts.append(
            say(
                "Death is a competing event. It does not end follow-up, so the figures speak of"
                " everybody who was admitted and not only of those still alive."
            )
        )
    return parts


def _measure(measure: MeasureFacts, say: Say) -> Lines:
    pairs = (
        (say("Definition"), measure.definition),
        (say("Of whom"), measure.population),
        (say("Method"), measure.method),
        (say("Source"), measure.source),
    )
    return Lines([(name, value) for name, value in pairs if value])


def _missing(facts: MethodsFacts, say: Say) -> list[Part]:
    parts: list[Part] = [
        say(
            "Unknown, not asked, not applicable and declined are kept apart in the records and"
            " are values of their own in the tables. Nothing was imputed. Whoever a measure leaves"
            " out is counted beside it, where that count may be shown."
        )
    ]
    if facts.not_computed:
        parts.append(say("Not computed: {names}").format(names=" ".join(facts.not_computed)))
    return parts


def _statistics(facts: MethodsFacts, say: Say) -> Iterator[Part]:
    sentences = (
        ("share", say("Shares have Wilson's 95 % interval.")),
        (
            "days",
            say(
                "Days are summed up by the median and quartiles, interpolated between two values,"
                " with 95 % intervals from the order of the values alone."
            ),
        ),
        (
            "probability",
            say(
                "Probabilities are 1 minus the Kaplan-Meier estimate at the time named, with"
                " Greenwood's variance and a log-log 95 % interval."
            ),
        ),
        (
            "curve",
            say(
                "Curves are Kaplan-Meier estimates with log-log 95 % intervals, computed from every"
                " day and printed at the ends of coarse steps only."
            ),
        ),
        ("test", say("Groups are compared by the log-rank test, without correction for many.")),
    )
    found = [sentence for kind, sentence in sentences if kind in facts.kinds]
    yield " ".join(found) or say("Counts only.")


def _protection(facts: MethodsFacts, say: Say) -> list[Part]:
    parts: list[Part] = [
        say(
            "Counts from 1 to {most} are hidden, with everything they could be worked out from,"
            " over all tables as one; docs/disclosure_control_report.pdf says how. Figures were"
            " computed from all records first and hidden or shown afterwards: none was changed."
        ).format(most=facts.threshold - 1)
    ]
    if facts.left_out:
        parts.append(say("Tables left out: {names}.").format(names="; ".join(facts.left_out)))
    return parts


def _not_done(facts: MethodsFacts, say: Say) -> list[Part]:
    said = [
        say("no adjustment of groups for differences between their members"),
        say("no weighting, matching or model"),
        say("no imputation"),
        say("no correction of intervals or tests for their number"),
        say("no estimate of an effect, of costs, or of what would have happened otherwise"),
        say("no ranking of groups"),
    ]
    return [f"{'; '.join(said).capitalize()}."]
