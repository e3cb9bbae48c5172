"""The seal of rows from elsewhere: closed codes only, in an order that tells nothing, measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from hashlib import sha256
from types import MappingProxyType
from weakref import WeakSet

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ati_desktop import __version__
from ati_desktop.disclosure.anonymity import Measured, measure
from ati_desktop.disclosure.coded_rows import CodedRows, coded_column, used_values
from ati_desktop.disclosure.column_codes import labelled
from ati_desktop.disclosure.datasets import DataSet, Kind, Value
from ati_desktop.disclosure.lattice_keys import fold
from ati_desktop.disclosure.lattice_model import ROUNDING, Model
from ati_desktop.errors import Refused

FEWEST = 50
"""Below so many people there are aggregates only."""

_SEAL = object()
_NEXT = "\x1f"
"""Between two values of a row, where it is one text."""


@dataclass(frozen=True, eq=False, weakref_slot=True, slots=True)
class SealedRows:
    """Rows that may leave, and what the receipt says of them. Only the functions here make one."""

    key: InitVar[object]
    title: str
    datasets: tuple[DataSet, ...]
    facts: Mapping[str, object]
    measured: Measured | None
    version: str = __version__

    def __post_init__(self, key: object) -> None:
        if key is not _SEAL:
            raise TypeError("rows are sealed by disclosure only, after they were measured")


@dataclass(frozen=True, slots=True)
class Claim:
    """What rows must hold: the model, by which columns, each row's group where there are any.

    ``orders`` has the values of sensitive columns in order, for the ordered distance.
    """

    model: Model
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    groups: pl.Series | None = None
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_made: WeakSet[SealedRows] = WeakSet()


def seal_rows(
    title: str, dataset: DataSet, claim: Claim | None, facts: Mapping[str, object]
) -> SealedRows:
    """Measure rows and, if what is claimed holds, seal them. Without a claim: safe harbor.

    Raises:
        Refused: there are too few rows or people, or k, l or t do not hold.
        TypeError: a column is neither a number nor of a closed list; a fault.
    """
    people = len(dataset.rows)
    if claim is not None and claim.groups is not None:
        people = claim.groups.n_unique()
    check_size(people)
    for place, each in enumerate(dataset.fields):
        open_codes = used_values(dataset, place) - each.labels.keys()
        if each.kind is Kind.CODE and open_codes:
            raise TypeError("a column holds what its closed list does not")
    measured = None
    if claim is not None:
        measured = check_claim(_frame(dataset, (*claim.quasi, *claim.sensitive)), claim)
    sealed = SealedRows(_SEAL, title, (dataset,), MappingProxyType(dict(facts)), measured)
    _made.add(sealed)
    return sealed


def check_claim(frame: pl.DataFrame, claim: Claim) -> Measured:
    """Measure rows as they stand and return k, l and t.

    Raises:
        Refused: what is claimed does not hold.
    """
    group = None
    if claim.groups is not None:
        group = "\x00group"
        frame = frame.with_columns(claim.groups.alias(group))
    found = measure(frame, claim.quasi, claim.sensitive, group, claim.orders)
    model = claim.model
    diverse = found.l is None or found.l >= model.l
    close = found.t is None or model.t is None or found.t <= model.t + ROUNDING
    if found.k < model.k or not diverse or not close:
        raise Refused(
            "k, l or t does not hold in the rows as they would be written; nothing was left behind."
        )
    return found


def check_size(people: int) -> None:
    """See that there are enough people for rows to leave at all.

    Raises:
        Refused: there are fewer than ``FEWEST``.
    """
    if people < FEWEST:
        raise Refused(
            "Rows of fewer than {fewest} people do not leave, however coarse: write tables of them"
            " with protect.",
            fewest=FEWEST,
        )


def require_sealed_rows(rows: object) -> SealedRows:
    """Return the rows if they were sealed here.

    Raises:
        TypeError: they are anything else, such as a copy with something changed.
    """
    if not isinstance(rows, SealedRows) or rows not in _made:
        raise TypeError("only sealed rows can be written")
    return rows


def order_that_tells_nothing(rows: CodedRows) -> NDArray[np.int64]:
    """Return places of rows in an order worked out from the rows as written and nothing else.

    The rows are sorted by their texts, and then shuffled by numbers drawn from their own checksum.
    So the order of the source leaves no trace, no column of the file goes with it, and the same
    rows come out as the same bytes.
    """
    texts = [column.mapped(_as_text) for column in rows.columns]
    ranks, sizes = [], []
    for place, column in enumerate(texts, start=1):
        end = _NEXT if place < len(texts) else ""
        ends = [f"{value}{end}" for value in column.values]
        order = sorted(range(len(ends)), key=ends.__getitem__)
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        ranks.append(places[column.codes])
        sizes.append(len(order))
    ordered = np.argsort(fold(ranks, sizes), kind="stable")
    checksum = sha256()
    for number, batch in enumerate(CodedRows(texts, len(rows)).ordered(ordered).batches()):
        lines = "\x1e".join(map(_NEXT.join, zip(*batch, strict=True)))
        checksum.update(("\x1e" * bool(number) + lines).encode())
    # Raw words of a bit generator are the same in every version of numpy; shuffles are not.
    words = np.random.PCG64(int.from_bytes(checksum.digest())).random_raw(len(rows))
    return np.asarray(ordered[np.argsort(words, kind="stable")])


def _as_text(value: Value) -> str:
    return "\x00" if value is None else str(value)


def _frame(dataset: DataSet, names: Sequence[str]) -> pl.DataFrame:
    """Return some columns of rows, codes as categories of a closed list."""
    columns: list[pl.Series] = []
    for at, each in enumerate(dataset.fields):
        if each.name not in names:
            continue
        column = coded_column(dataset, at)
        if column is None:
            columns.append(pl.Series(each.name, [row[at] for row in dataset.rows]))
        else:
            columns.append(labelled(each.name, [str(v) for v in column.values], column.codes))
    return pl.DataFrame(columns)
