"""From the rows of a cohort to a draft that can be sealed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ati_desktop.casework.extract_fields import columns_of, episode_fields
from ati_desktop.disclosure.datasets import DataSet
from ati_desktop.disclosure.dates import Window
from ati_desktop.disclosure.extract import Asked, Draft
from ati_desktop.disclosure.extract_datasets import SHIFTED, inside_window, people_dataset
from ati_desktop.disclosure.extract_episodes import Course, courses, episode_dataset
from ati_desktop.disclosure.extract_measure import EPISODES
from ati_desktop.disclosure.extract_notes import notes_of
from ati_desktop.disclosure.extract_safe import tell_safe_harbor
from ati_desktop.disclosure.extract_tell import People, Told, tell_k_anonymous
from ati_desktop.disclosure.extract_vintages import Classes, classes_of, too_few_alike
from ati_desktop.errors import Refused
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

    def beside(self, earlier: Sequence[Classes]) -> Draft:
        """Return the extract as it can stand beside those that the recipient has.

        People of whom fewer than k are alike in all of them at once are left out, as far as the
        specification allows.

        Raises:
            Refused: too many would have to be left out, or so few that they could be found by it.
        """
        datasets = self._datasets(frozenset())
        gone: frozenset[str] = frozenset()
        if earlier and self.asked.model == "k-anonymity":
            now = classes_of(datasets, self._quasi())
            gone = too_few_alike(now, earlier, self.asked.k, self.groups)
            datasets = self._datasets(gone) if gone else datasets
        left_out = self.rows.people.height - self.told.frame.height + len(gone)
        budget = self.asked.suppression * self.rows.people.height
        if gone and not self.asked.k <= left_out <= budget:
            raise Refused(
                "Together with the extracts that this recipient has, fewer than {k} people would"
                " be alike, such as those who are new. Ask of the copy of the figures that the"
                " recipient's extract is from, wait until more has changed, or allow more people"
                " to be left out.",
                k=self.asked.k,
            )
        return self._draft(datasets, left_out, earlier=bool(earlier))

    @property
    def groups(self) -> dict[str, str]:
        """The group of each pseudonym: the same word for people who share a case."""
        return {each.pseudonym: self.rows.groups[own] for own, each in self.known.items()}

    def _quasi(self) -> tuple[str, ...]:
        told = {field.name for field in self.told.fields}
        return tuple(name for name in self.spec.quasi if name in told)

    def _datasets(self, gone: Collection[str]) -> tuple[DataSet, ...]:
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

    def _draft(self, datasets: tuple[DataSet, ...], left_out: int, *, earlier: bool) -> Draft:
        told = {field.name for field in self.told.fields}
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
            quasi=self._quasi(),
            sensitive=tuple(name for name in self.spec.sensitive if name in told),
            levels=self.told.levels,
            left_out=left_out,
            years=self.rows.years,
            groups=self.groups,
            notes=notes_of(
                self.asked,
                numbers=bool(self.rows.numbers),
                episodes=len(datasets) > 1,
                earlier=earlier,
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
    asked = Asked(spec.model, spec.k, spec.l, spec.t, spec.suppression, spec.dates, spec.loss)
    found = courses(rows.episodes, PERSON) if spec.episodes else None
    frame = rows.people
    if spec.dates == SHIFTED:
        shifts = {own: each.shift for own, each in known.items()}
        frame = inside_window(frame, rows.numbers, shifts, _window(spec, rows), PERSON)
    people = People(
        frame, PERSON, columns_of(rows, spec), spec.quasi, spec.sensitive, found, rows.groups
    )
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
    return Making(spec, rows, asked, told, known, found)


def _window(spec: ExtractSpec, rows: ExtractRows) -> Window:
    """Return the days that may be told: from the first of the cohort to that of the figures."""
    first = date.fromisoformat(f"{spec.cohort.first}-01"[:7] + "-01")
    last = date.fromisoformat(f"{rows.as_of}-01")
    return Window(first.toordinal(), last.toordinal())
