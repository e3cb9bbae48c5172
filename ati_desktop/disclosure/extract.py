"""The seal of an extract: rows of people that were measured, in the only form exports accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from weakref import WeakSet

from ati_desktop import __version__
from ati_desktop.disclosure.anonymity import Measured
from ati_desktop.disclosure.datasets import DataSet
from ati_desktop.disclosure.extract_checks import (
    FEWEST_A_YEAR,
    check_columns,
    check_keys,
    check_order,
    check_years,
)
from ati_desktop.disclosure.extract_draft import (
    Asked,
    Draft,
    Level,
    Others,
    level_facts,
    model_facts,
    others_facts,
)
from ati_desktop.disclosure.extract_measure import (
    EPISODES,
    KEY,
    PEOPLE,
    Groups,
    measure_datasets,
    measure_written,
)
from ati_desktop.errors import Refused

__all__ = [
    "EPISODES",
    "FEWEST_A_YEAR",
    "KEY",
    "PEOPLE",
    "Asked",
    "Draft",
    "Level",
    "SealedExtract",
    "check_years",
    "require_sealed_extract",
    "same_as_written",
    "seal_extract",
]

_SEAL = object()
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False, weakref_slot=True, slots=True)
class SealedExtract:
    """Rows of people that may leave the office, and how it was made sure.

    Only ``seal_extract`` makes one. Who is behind a pseudonym is nowhere in it.
    """

    key: InitVar[object]
    title: str
    population: Mapping[str, str | None]
    as_of: str
    demo: bool
    asked: Asked
    measured: Measured
    datasets: tuple[DataSet, ...]
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    levels: Mapping[str, Level]
    left_out: int
    notes: tuple[str, ...]
    version: str
    others: Others

    def __post_init__(self, key: object) -> None:
        if key is not _SEAL:
            raise TypeError("an extract is sealed by disclosure only, after it was measured")

    @property
    def facts(self) -> dict[str, object]:
        """What a receipt says about the extract, as JSON can hold it."""
        return {
            **model_facts(self.asked, self.measured),
            "people_left_out": self.left_out,
            "extracts_of_other_recipients": others_facts(self.others, self.asked.k),
            "quasi_identifiers": list(self.quasi),
            "sensitive": list(self.sensitive),
            **level_facts(self.levels),
            "population": dict(self.population),
            "notes": list(self.notes),
        }


_made: WeakSet[SealedExtract] = WeakSet()


def seal_extract(draft: Draft) -> SealedExtract:
    """Measure the rows as they would be written and, if all holds, make the extract.

    Raises:
        Refused: too few people in a year or left out, or k, l or t is not reached.
        ValueError: a column is open, a code is not on its list, or the rows are not in the order
            of their pseudonyms; faults.
    """
    check_years(draft.years)
    for dataset in draft.datasets:
        check_columns(dataset)
        check_order(dataset)
    check_keys(draft.datasets)
    asked = draft.asked
    if 0 < draft.left_out < asked.k:
        raise Refused(
            "Fewer than {k} people would be left out, and could be found by subtracting the"
            " extract from tables of the same people. Allow more people to be left out, or ask"
            " for a longer period.",
            k=asked.k,
        )
    measured = measure_datasets(draft.datasets, draft.quasi, draft.sensitive, draft.groups)
    if not _holds(measured, asked):
        raise Refused(
            "This extract cannot leave: k = {k} is asked for, and {found} was measured. Tell"
            " fewer columns, or allow more people to be left out.",
            k=asked.k,
            found=f"k = {measured.k}, l = {measured.l}, t = {measured.t}",
        )
    sealed = SealedExtract(
        _SEAL,
        title=draft.title,
        population=draft.population,
        as_of=draft.as_of,
        demo=draft.demo,
        asked=asked,
        measured=measured,
        datasets=draft.datasets,
        quasi=draft.quasi,
        sensitive=draft.sensitive,
        levels=draft.levels,
        left_out=draft.left_out,
        notes=draft.notes,
        version=__version__,
        others=draft.others,
    )
    _made.add(sealed)
    return sealed


def require_sealed_extract(extract: object) -> SealedExtract:
    """Return the extract if ``seal_extract`` made it.

    Raises:
        TypeError: it is anything else, such as a copy with something changed.
    """
    if not isinstance(extract, SealedExtract) or extract not in _made:
        raise TypeError("only a sealed extract can be written")
    return extract


def same_as_written(
    extract: SealedExtract, files: Mapping[str, bytes], groups: Groups | None = None
) -> Measured:
    """Measure the files as they were written, and see that they are what was sealed.

    Args:
        extract: what was sealed.
        files: the comma-separated file of each data set by the name of the data set.
        groups: the groups that it was sealed with.

    Raises:
        Refused: the files measure otherwise, or one is missing.
    """
    if set(files) != {one.name for one in extract.datasets}:
        raise Refused("The files of the extract are not those that were measured.")
    measured = measure_written(files, extract.quasi, extract.sensitive, groups)
    if not _alike(measured, extract.measured):
        raise Refused(
            "The written files measure otherwise than the rows they were made from. Nothing"
            " leaves; report this with the version of the program."
        )
    return measured


def _alike(one: Measured, other: Measured) -> bool:
    """Tell whether two measurements agree; distances are sums whose last digit may differ."""
    counted = (one.k, one.l, one.classes, one.rows, one.sizes, one.l_of)
    if counted != (other.k, other.l, other.classes, other.rows, other.sizes, other.l_of):
        return False
    far = [abs(one.t_of[name] - other.t_of[name]) for name in one.t_of]
    return one.t_of.keys() == other.t_of.keys() and max(far, default=0.0) <= _ROUNDING


def _holds(measured: Measured, asked: Asked) -> bool:
    enough = measured.k >= asked.k and (measured.l is None or measured.l >= asked.l)
    near = asked.t is None or measured.t is None or measured.t <= asked.t + _ROUNDING
    return enough and near and measured.rows > 0
