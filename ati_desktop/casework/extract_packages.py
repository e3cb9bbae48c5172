"""Extracts as packages beside releases of figures and dashboards of the same people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ati_desktop.casework.extract_history import made_again
from ati_desktop.casework.extract_making import Making
from ati_desktop.disclosure.comparison import Earlier
from ati_desktop.disclosure.extract_counts import Counted, counted
from ati_desktop.disclosure.extract_measure import KEY, PEOPLE
from ati_desktop.disclosure.extract_vintages import KeptExtract, kept_from_text
from ati_desktop.disclosure.pseudonyms import scope_of
from ati_desktop.errors import Refused
from ati_desktop.evaluation.base import GROUPS, build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.extract_rows import PERSON, first_rows
from ati_desktop.evaluation.package_rows import Rows, keys_of, rows_of
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.evaluation.results import Evaluation
from ati_desktop.evaluation.spec import Spec
from ati_desktop.storage.evaluation_store import EvaluationStore
from ati_desktop.storage.register import Register, Release
from ati_desktop.storage.register_pseudonyms import Pseudonym

_TOLD, _KEY = "\x00told ", "\x00key"
_REARREST = "rearrest_"


@dataclass(frozen=True)
class KnownExtract:
    """An extract of the register: who was alike in it, how coarse it was, whose pseudonyms."""

    release: Release
    kept: KeptExtract
    people: Mapping[str, Pseudonym]


def known_extract(register: Register, release: Release) -> KnownExtract:
    """Return what the register knows of an extract."""
    kept = kept_from_text(register.kept_releases.printed(release.id))
    return KnownExtract(release, kept, register.pseudonyms.of(scope_of(release.recipient)))


def earlier_packages(
    known: KnownExtract, store: EvaluationStore, others: Sequence[Evaluation]
) -> list[tuple[Earlier, Rows]]:
    """Return an extract that left, made again; nothing where it does not come out as it was.

    Args:
        known: what the register knows of it.
        store: with the copy of the figures that it was made from.
        others: the results of the packages that it stands beside.
    """
    try:
        data = read_evaluation(store.of_period(known.release.period))
        again = made_again(known.release, known.kept, data, known.people)
    except (Refused, KeyError):
        again = None
    if again is None:
        return []
    making, gone = again
    return list(packages_of(making, gone, data, others, known.release.id))


def packages_of(
    making: Making,
    gone: Collection[str],
    data: EvaluationData,
    others: Sequence[Evaluation],
    name: str,
) -> Iterator[tuple[Earlier, Rows]]:
    """Yield an extract as packages: all its people, first admissions where told, its rows.

    Args:
        making: the extract.
        gone: who was left out for the sake of others, by pseudonym.
        data: what it was made from.
        others: the results of the packages that it stands beside.
        name: the id of its release.
    """
    cohort = making.spec.cohort
    frame = _frame(data, cohort, others)
    told = _told(making, gone)
    first = first_rows(frame)
    rows = first.join(told, on=PERSON, how="inner", maintain_order="left")
    if rows.height < first.height:
        # Its people and those who were left out are both counted in its receipt.
        yield _package(counted(first, told.head(0), {}, others), name)
    columns = [each for each in told.columns if each != PERSON]
    arrests = [each for each in columns if each.startswith(f"{_TOLD}{_REARREST}") or
               each == f"{_TOLD}to_arrest"]  # fmt: skip
    if arrests:
        admitted = frame.filter("is_first").join(told, on=PERSON, maintain_order="left")
        ties = {"sex": [f"{_TOLD}sex"], "ethnicity": [f"{_TOLD}ethnicity"]}
        ties |= {each: arrests for each in frame.columns if each.startswith(_REARREST)}
        yield _package(_counted(admitted, columns, ties, others), name)
    outcomes = [each for each in columns if each.removeprefix(_TOLD) not in _NOT_OUTCOMES]
    ties = {each: [f"{_TOLD}{each}"] for each in GROUPS if each != "decision"}
    ties |= {
        each.name: outcomes
        for other in others
        for each in other.variables
        if each.name not in ties and not each.name.startswith(_REARREST)
    }
    yield _package(_counted(rows, columns, ties, others), name)


_NOT_OUTCOMES = frozenset(
    {*GROUPS, "age_band", "age", "source", "justice_point", "gender_identity", "offence_section"}
)


def _counted(
    rows: pl.DataFrame,
    columns: Sequence[str],
    ties: Mapping[str, Sequence[str]],
    others: Sequence[Evaluation],
) -> Counted:
    told = rows.select(columns)
    there = {name: [each for each in tied if each in columns] for name, tied in ties.items()}
    return counted(rows.drop(columns), told, there, others)


def _package(found: Counted, name: str) -> tuple[Earlier, Rows]:
    frame = found.frame
    rows = rows_of(frame[_KEY], frame, found.package.evaluation, frame[PERSON])
    return Earlier(id=name, **vars(found.package)), rows


def _told(making: Making, gone: Collection[str]) -> pl.DataFrame:
    """Return what is written of each person, by the office's own id."""
    own = {each.pseudonym: person for person, each in making.known.items()}
    people = next(each for each in making.datasets(gone) if each.name == PEOPLE)
    names = [each.name for each in people.fields]
    return pl.DataFrame(
        {
            PERSON if name == KEY else f"{_TOLD}{name}": [
                own[str(row[at])] if name == KEY else None if row[at] is None else str(row[at])
                for row in people.rows
            ]
            for at, name in enumerate(names)
        },
        schema=dict.fromkeys(
            (PERSON if name == KEY else f"{_TOLD}{name}" for name in names), pl.String
        ),
    )


def _frame(data: EvaluationData, cohort: Spec, others: Iterable[Evaluation]) -> pl.DataFrame:
    """Return the base table of a cohort with the outcomes that other packages count."""
    days = _days({each.name for other in others for each in other.variables})
    cohort = replace(
        cohort,
        joins=(),
        retention_days=tuple(sorted({*cohort.retention_days, *days.get("retained", ())})),
        windows_days=tuple(sorted({*cohort.windows_days, *days.get("rearrest", ())})),
    )
    chosen = choose_cohort(data, cohort)
    frame = build_base(data, chosen, cohort).frame
    for completion in sorted(days.get("completed", ())):
        more = build_base(data, chosen, replace(cohort, completion_days=completion)).frame
        frame = frame.with_columns(more[f"completed_{completion}"])
    return frame.with_columns(keys_of(data, cohort, frame).alias(_KEY))


def _days(names: Iterable[str]) -> dict[str, set[int]]:
    """Return after how many days outcomes are looked at, by the stem of their names."""
    found: dict[str, set[int]] = {}
    for name in names:
        stem, _, days = name.rpartition("_")
        if days.isdecimal():
            found.setdefault(stem, set()).add(int(days))
    return found
