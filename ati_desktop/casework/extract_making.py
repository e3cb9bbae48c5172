"""From the rows of a cohort to a draft that can be sealed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ati_desktop.casework.extract_fields import columns_of, episode_fields
from ati_desktop.disclosure.datasets import DataSet
from ati_desktop.disclosure.dates import Window
from ati_desktop.disclosure.extract import Asked, Draft
from ati_desktop.disclosure.extract_datasets import SHIFTED, inside_window, people_dataset
from ati_desktop.disclosure.extract_draft import Level, Others
from ati_desktop.disclosure.extract_episodes import Course, courses, episode_dataset
from ati_desktop.disclosure.extract_levels import People, Told, tell_at_levels
from ati_desktop.disclosure.extract_measure import EPISODES
from ati_desktop.disclosure.extract_notes import notes_of
from ati_desktop.disclosure.extract_safe import tell_safe_harbor
from ati_desktop.disclosure.extract_tell import tell_k_anonymous
from ati_desktop.evaluation.extract_rows import PERSON, ExtractRows
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.storage.register_pseudonyms import Pseudonym


@dataclass(frozen=True, slots=True)
class Making:
    """An extract in the making: what was asked, the people who are told of, their pseudonyms."""

    spec: ExtractSpec
    rows: ExtractRows
    asked: Asked
    told: Told
    known: Mapping[str, Pseudonym]
    courses: Mapping[str, Course] | None

    @property
    def pseudonyms(self) -> frozenset[str]:
        """The pseudonyms of the whole cohort."""
        return frozenset(each.pseudonym for each in self.known.values())

    @property
    def groups(self) -> dict[str, str]:
        """The group of each pseudonym: the same word for people who share a case."""
        return {each.pseudonym: self.rows.groups[own] for own, each in self.known.items()}

    @property
    def quasi(self) -> tuple[str, ...]:
        """The columns that are told and count as known to others."""
        return tuple(name for name in self.spec.quasi if name in self._named)

    @property
    def sensitive(self) -> tuple[str, ...]:
        """The columns that are told and must be diverse."""
        return tuple(name for name in self.spec.sensitive if name in self._named)

    @property
    def _named(self) -> set[str]:
        return {field.name for field in self.told.fields}

    def datasets(self, gone: Collection[str] = ()) -> tuple[DataSet, ...]:
        """Return the rows of everybody but those, given by pseudonym."""
        kept = {
            own: self.known[own].pseudonym
            for own in self.told.frame[PERSON]
            if self.known[own].pseudonym not in gone
        }
        frame = self.told.frame.filter(self.told.frame[PERSON].is_in(list(kept)))
        people = people_dataset(
            frame,
            self.told.fields,
            kept,
            PERSON,
            dates=self.spec.dates,
            shifts={own: self.known[own].shift for own in kept},
        )
        if self.courses is None:
            return (people,)
        level = self.told.levels[EPISODES].level
        fields = episode_fields(self.rows, self.spec)
        episodes = episode_dataset(kept, self.courses, fields, level)
        return (people,) if episodes is None else (people, episodes)

    def left_out(self, gone: Collection[str]) -> int:
        """Return how many people of the cohort are not told of, those among them."""
        return self.rows.people.height - self.told.frame.height + len(gone)

    def draft(self, gone: Collection[str], others: Others, *, earlier: bool) -> Draft:
        """Return the extract of everybody but those, given by pseudonym.

        Args:
            gone: who is left out for the sake of earlier extracts.
            others: how it stands beside those of other recipients.
            earlier: whether the recipient has an earlier one.
        """
        datasets = self.datasets(gone)
        return Draft(
            title=self.spec.cohort.title,
            population={
                # The file a specification stands in may be called anything, by anybody.
                "name": self.spec.cohort.title,
                "rule": self.rows.note.rule,
                "first year": self.spec.cohort.first,
                "last year": self.spec.cohort.last,
            },
            as_of=self.rows.as_of,
            demo=self.rows.demo,
            asked=self.asked,
            datasets=datasets,
            quasi=self.quasi,
            sensitive=self.sensitive,
            levels=self.told.levels,
            left_out=self.left_out(gone),
            others=others,
            years=self.rows.years,
            groups=self.groups,
            notes=notes_of(
                self.asked,
                numbers=bool(self.rows.numbers),
                episodes=len(datasets) > 1,
                earlier=earlier,
                others=others,
                more=self.told.notes,
            ),
        )


def tell_people(
    spec: ExtractSpec,
    rows: ExtractRows,
    known: Mapping[str, Pseudonym],
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Making:
    """Make the rows of a cohort coarser until they may be told.

    ``progress`` hears how many combinations of levels are settled, of how many.

    Raises:
        Refused: the model cannot be reached, or the work was stopped.
    """
    asked, people = _people(spec, rows, known)
    if spec.model == "safe-harbor":
        told = tell_safe_harbor(people)
    else:
        told = tell_k_anonymous(
            people,
            asked,
            rules=spec.rules,
            keep=spec.keep,
            progress=progress,
            cancelled=cancelled,
        )
    return Making(spec, rows, asked, told, known, people.courses)


def tell_again(
    spec: ExtractSpec,
    rows: ExtractRows,
    known: Mapping[str, Pseudonym],
    levels: Mapping[str, Level],
) -> Making:
    """Make the rows of a cohort as coarse as they were once told; nobody is left out.

    Raises:
        Refused: a hierarchy does not fit.
        KeyError: the levels are of other columns.
    """
    asked, people = _people(spec, rows, known)
    if spec.model == "safe-harbor":
        told = tell_safe_harbor(people)
    else:
        told = tell_at_levels(people, levels, rules=spec.rules)
    return Making(spec, rows, asked, told, known, people.courses)


def _people(
    spec: ExtractSpec, rows: ExtractRows, known: Mapping[str, Pseudonym]
) -> tuple[Asked, People]:
    asked = Asked(spec.model, spec.k, spec.l, spec.t, spec.suppression, spec.dates, spec.loss)
    found = courses(rows.episodes, PERSON) if spec.episodes else None
    frame = rows.people
    if spec.dates == SHIFTED:
        shifts = {own: each.shift for own, each in known.items()}
        frame = inside_window(frame, rows.numbers, shifts, _window(spec, rows), PERSON)
    fields = columns_of(rows, spec)
    return asked, People(frame, PERSON, fields, spec.quasi, spec.sensitive, found, rows.groups)


def _window(spec: ExtractSpec, rows: ExtractRows) -> Window:
    """Return the days that may be told: from the first of the cohort to that of the figures."""
    first = date.fromisoformat(f"{spec.cohort.first}-01"[:7] + "-01")
    last = date.fromisoformat(f"{rows.as_of}-01")
    return Window(first.toordinal(), last.toordinal())
