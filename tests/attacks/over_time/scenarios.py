"""Invented offices, what changes in them, and the releases that are asked for: by a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from ati_desktop.casework.figures import Spec
from tests.attacks.over_time.columns import Fact, State
from tests.attacks.over_time.offices import Wish, by_person

Rows = dict[tuple[str, int], Fact]
PROGRAMS = ("DC", "MHC", "VC", "DS")
SEXES = ("1", "2", "unknown")
ETHNICITIES = ("black", "white", "latinx", "asian")
RESULTS = ("enrolled", "completed", "not_completed", "not_admitted")
BREAKDOWNS = ("program", "sex", "ethnicity", "year")
MOST_SMALL = 5


@dataclass(frozen=True)
class Scenario:
    """The states of an office in their order, and the releases that are wished for."""

    kind: str
    states: tuple[State, ...]
    wishes: tuple[Wish, ...]

    def roomy(self) -> bool:
        """Tell whether each cohort differs from each other by nobody or by enough, each way.

        A whole cohort that changed by a few is rightly refused.
        """
        held = [self._held(wish) for wish in self.wishes]
        larger = max(wish.spec.threshold for wish in self.wishes)
        return all(
            len(some) >= larger and all(not some - other or len(some - other) >= larger
                                        for other in held)
            for some in held
        )  # fmt: skip

    def _held(self, wish: Wish) -> set[tuple[str, int]]:
        spec = wish.spec
        return {
            row
            for row, fact in self.states[wish.state].items()
            if (not spec.programs or fact["program"] in spec.programs)
            and (spec.first or "0000-00")[:7] <= fact["month"]
            and fact["month"] <= f"{spec.last or '9999'}-12"[:7]
        }


class Office:
    """An office that grows and is corrected; what it was before is kept in ``states``."""

    def __init__(self, random: Random, threshold: int) -> None:
        self.random, self.threshold = random, threshold
        self.programs = PROGRAMS[: random.choice([2, 3, 3, 4])]
        self.sexes = SEXES[: random.choice([2, 2, 3])]
        self.ethnicities = ETHNICITIES[: random.choice([2, 3, 4])]
        self.results = RESULTS[: random.choice([2, 3, 3, 4])]
        self.years = ("2022", "2023", "2024")[: random.choice([1, 2, 3])]
        self.months = [f"{year}-{at:02}" for year in self.years for at in range(1, 13)]
        self._weights = {
            name: [random.choice([1, 2, 3, 5]) for _ in values]
            for name, values in self._lists().items()
        }
        self._doubtful = random.choice([0, 0, 0.1, 0.5, 0.95])
        self.rows: Rows = {}
        self._next = 0
        size = random.choice([60, 120, 160, 200, 250, 300])
        while len(self.rows) < size:
            self.take_in()
        self.states: list[State] = [dict(self.rows)]

    def _lists(self) -> Mapping[str, Sequence[str]]:
        return {
            "program": self.programs,
            "sex": self.sexes,
            "ethnicity": self.ethnicities,
            "result": self.results,
            "month": self.months,
        }

    def drawn(self, **said: str) -> Fact:
        """Return a row as it may be, with what is said."""
        picked = {
            name: self.random.choices(values, self._weights[name])[0]
            for name, values in self._lists().items()
        }
        doubtful = "referral_before_case" if self.random.random() < self._doubtful else ""
        return picked | {"doubts": doubtful} | said

    def take_in(self, **said: str) -> None:
        """Take somebody in who is new, or now and then somebody who was here before."""
        fact = self.drawn(**said)
        if self.rows and self.random.random() < 0.08 and not said.keys() & {"sex", "ethnicity"}:
            person, number = self.random.choice(sorted(self.rows))
            known = self.rows[person, number]
            fact = {**fact, "sex": known["sex"], "ethnicity": known["ethnicity"]}
            number = 1 + max(at for name, at in self.rows if name == person)
        else:
            person, number = f"p{self._next:05}", 1
            self._next += 1
        self.rows[person, number] = fact

    def keep(self) -> None:
        """The records are as they are now: a state of their own."""
        self.states.append(dict(self.rows))

    # --- changes

    def few_come(self) -> None:
        """One to five people come, most of them to cells where few others come."""
        for _ in range(self.random.randint(1, MOST_SMALL)):
            said = self.drawn()
            names = self.random.sample(sorted(self._lists()), self.random.randint(1, 3))
            self.take_in(**{name: said[name] for name in names})

    def many_come(self) -> None:
        """So many come to one cell that their number may be told."""
        said = self.drawn()
        names = self.random.sample(sorted(self._lists()), self.random.choice([0, 1, 1, 2]))
        for _ in range(self.random.randint(self.threshold, 3 * self.threshold)):
            self.take_in(**{name: said[name] for name in names})

    def results_become_known(self, many: bool) -> None:
        """People who were enrolled leave the program."""
        here = [row for row, fact in sorted(self.rows.items()) if fact["result"] == "enrolled"]
        most = 2 * self.threshold if many else MOST_SMALL
        for row in self.random.sample(here, min(len(here), self.random.randint(1, most))):
            known = self.random.choice([one for one in self.results if one != "enrolled"])
            self.rows[row] = {**self.rows[row], "result": known}

    def few_are_corrected(self) -> None:
        """A person's sex or ethnicity, or a referral's program, was wrong."""
        for _ in range(self.random.randint(1, 3)):
            name = self.random.choice(["sex", "ethnicity", "program"])
            value = self.random.choice(self._lists()[name])
            person, number = self.random.choice(sorted(self.rows))
            rows = [(person, number)] if name == "program" else by_person(self.rows)[person]
            for row in rows:
                self.rows[row] = {**self.rows[row], name: value}

    def some_are_taken_away(self, many: bool) -> None:
        """Records that should not be there go."""
        most = 2 * self.threshold if many else MOST_SMALL
        least = self.threshold if many else 1
        every = sorted(self.rows)
        for row in self.random.sample(
            every, min(len(every) // 2, self.random.randint(least, most))
        ):
            del self.rows[row]

    def two_are_one(self) -> None:
        """Two people prove to be one: the rows of the one are the other's from now on."""
        persons = self.random.sample(sorted(by_person(self.rows)), 2)
        kept, gone = (by_person(self.rows)[person] for person in persons)
        number = max(at for _, at in kept)
        shared = self.rows[kept[0]]
        for at, row in enumerate(gone, start=1):
            same = {"sex": shared["sex"], "ethnicity": shared["ethnicity"]}
            self.rows[persons[0], number + at] = {**self.rows.pop(row), **same}

    # --- questions

    def question(self, state: int, **said: object) -> Wish:
        """Return a release to wish for, without a filter unless one is said."""
        by = tuple(sorted(self.random.sample(BREAKDOWNS, self.random.choice([1, 1, 2, 2, 3]))))
        measures = self.random.choice([("referrals",), ("referrals", "completion_of_exits")])
        spec = Spec(title="t", by=by, measures=measures, threshold=self.threshold)
        return Wish(state, replace(spec, **said))  # type: ignore[arg-type]

    def asked_again(self, wish: Wish, state: int, **said: object) -> Wish:
        """Return the same question, now and then with another breakdown or threshold."""
        other = self.question(state).spec
        kept = wish.spec if self.random.random() < 0.7 else replace(other)
        threshold = self.random.choice([self.threshold] * 4 + [3, 5, 11])
        filters = {"first": wish.spec.first, "last": wish.spec.last,
                   "programs": wish.spec.programs}  # fmt: skip
        return Wish(state, replace(kept, **{**filters, "threshold": threshold, **said}))  # type: ignore[arg-type]

    def some_months(self) -> dict[str, str | None]:
        """Return a filter of months that leaves a few out at either end, or of whole years."""
        short = min(6, len(self.months) // 3)
        early, late = (self.random.randint(0, short) for _ in "ab")
        first, last = self.months[early], self.months[-1 - late]
        if len(self.years) > 1 and self.random.random() < 0.3:
            one, other = sorted(self.random.choices(self.years, k=2))
            first, last = one, other
        open_ended = self.random.random()
        return {
            "first": None if open_ended < 0.35 else first,
            "last": None if open_ended > 0.65 else last,
        }

    def some_programs(self) -> dict[str, tuple[str, ...]]:
        """Return a filter of programs that somebody is in."""
        there = sorted({fact["program"] for fact in self.rows.values()})
        size = max(1, len(there) - self.random.choice([1, 1, 2]))
        return {"programs": tuple(sorted(self.random.sample(there, size)))}

    def some_filter(self) -> dict[str, object]:
        """Return a filter of months, of programs, or of both."""
        kind = self.random.random()
        if kind < 0.4:
            return dict(self.some_months())
        if kind < 0.8:
            return dict(self.some_programs())
        return {**self.some_months(), **self.some_programs()}


def _changed(office: Office) -> None:
    """Let one to five small changes happen beside large ones, or none."""
    random = office.random
    for _ in range(random.choice([0, 1, 1, 2, 3])):
        office.many_come()
    office.few_come()
    if random.random() < 0.3:
        office.results_become_known(many=random.random() < 0.5)
    office.keep()


def _grown(office: Office) -> tuple[Wish, ...]:
    first = office.question(0, **(office.some_filter() if office.random.random() < 0.2 else {}))
    _changed(office)
    return first, office.asked_again(first, 1)


def _corrected(office: Office) -> tuple[Wish, ...]:
    first = office.question(0)
    random = office.random
    changes: list[Callable[[], None]] = [
        office.few_are_corrected,
        lambda: office.results_become_known(many=random.random() < 0.5),
        lambda: office.some_are_taken_away(many=random.random() < 0.7),
        office.two_are_one,
        office.many_come,
    ]
    for change in random.sample(changes, random.randint(1, 3)):
        change()
    office.keep()
    return first, office.asked_again(first, 1)


def _nested(office: Office) -> tuple[Wish, ...]:
    whole = office.question(0, **(office.some_months() if office.random.random() < 0.5 else {}))
    part = office.asked_again(whole, 0, **office.some_programs())
    return (whole, part) if office.random.random() < 0.5 else (part, whole)


def _overlapping(office: Office) -> tuple[Wish, ...]:
    first = office.question(0, **office.some_filter())
    return first, office.asked_again(first, 0, **office.some_filter())


def _mixed(office: Office) -> tuple[Wish, ...]:
    first = office.question(0, **(office.some_filter() if office.random.random() < 0.7 else {}))
    _changed(office)
    return first, office.asked_again(first, 1, **office.some_filter())


def _three_filters(office: Office) -> tuple[Wish, ...]:
    first = office.question(0, **office.some_filter())
    second = office.asked_again(first, 0, **office.some_filter())
    return first, second, office.asked_again(first, 0, first=None, last=None, programs=())


def _three_states(office: Office) -> tuple[Wish, ...]:
    first = office.question(0)
    _changed(office)
    second = office.asked_again(first, 1)
    _changed(office)
    return first, second, office.asked_again(first, 2)


def _two_and_one(office: Office) -> tuple[Wish, ...]:
    first = office.question(0)
    second = office.asked_again(first, 0, **office.some_filter())
    _changed(office)
    return first, second, office.asked_again(first, 1)


Kinds = Sequence[Callable[[Office], tuple[Wish, ...]]]
PAIRS_OF_STATES: Kinds = (_grown, _grown, _corrected)
PAIRS_OF_COHORTS: Kinds = (_nested, _overlapping)
MIXTURES: Kinds = (_mixed, _three_filters, _three_states, _two_and_one)


def scenario(kinds: Kinds, seed: int) -> Scenario:
    """Return the scenario of a seed: always the same."""
    random = Random(f"{kinds[0].__name__} {seed}")
    threshold = random.choice([3, 5, 11])
    kind = kinds[seed % len(kinds)]
    office = Office(random, threshold)
    wishes = kind(office)
    return Scenario(kind.__name__.strip("_"), tuple(office.states), wishes)
