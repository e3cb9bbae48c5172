"""All extracts of one recipient, joined by the pseudonyms that they share.

This module loads polars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from ati_desktop.disclosure.extract_fits import PERSON
from ati_desktop.disclosure.extract_sheets import GROUP, Sheet

CLASS, THERE = "\x00class", "\x00there"
_PART, _ABSENT = "\x00part", "\x00absent"


@dataclass(frozen=True)
class Holding:
    """All extracts of one recipient, put together by pseudonym: one row a person.

    ``sheets`` are joined side by side. A class is who is alike in all of them.
    """

    sheets: Sequence[Sheet]
    frame: pl.DataFrame = field(repr=False)

    @property
    def k(self) -> int | None:
        """The k that all its people may rely on."""
        return min((one.k for one in self.sheets if one.k is not None), default=None)

    @property
    def l(self) -> int:  # noqa: E743 - the name that the field has given it
        """Likewise."""
        return min((one.l for one in self.sheets if one.k is not None), default=1)

    @cached_property
    def sensitive(self) -> list[str]:
        """The columns for which l must hold."""
        return [
            f"{at}.{name}"
            for at, one in enumerate(self.sheets)
            if one.k is not None
            for name in one.sensitive
        ]

    @cached_property
    def parts(self) -> list[pl.DataFrame]:
        """The people by which of the extracts they are in, each with the columns of these only."""
        found = []
        for frame in self.frame.partition_by(_PART, maintain_order=True):
            there = frame[_PART][0]
            own = [
                name
                for name in frame.columns
                if name.startswith("\x00")
                or name == PERSON
                or there[int(name.partition(".")[0])] == "1"
            ]
            found.append(frame.select(own))
        return found


def holding_of(sheets: Sequence[Sheet]) -> Holding:
    """Return the extracts of one recipient, put together by pseudonym."""
    whole = pl.concat([one.frame.select(PERSON, GROUP) for one in sheets])
    whole = whole.unique(PERSON, keep="last", maintain_order=True)
    classes, parts = [], []
    for at, one in enumerate(sheets):
        there = f"{THERE}{at}"
        told = numbered(one, at).drop(GROUP).rename({THERE: there})
        whole = whole.join(told, on=PERSON, how="left", maintain_order="left")
        alike = [pl.col(f"{at}.{name}") for name in one.quasi if f"{at}.{name}" in told.columns]
        klass = pl.concat_str([pl.lit(""), *alike], separator="\x1f")
        classes.append(pl.when(pl.col(there).is_null()).then(pl.lit(_ABSENT)).otherwise(klass))
        parts.append(pl.col(there).fill_null("0"))
    whole = whole.with_columns(
        pl.concat_str(classes, separator="\x1e").alias(CLASS), pl.concat_str(parts).alias(_PART)
    )
    return Holding(sheets, whole.drop(f"{THERE}{at}" for at in range(len(sheets))))


def numbered(sheet: Sheet, at: int) -> pl.DataFrame:
    """Return the rows of an extract, its columns named by its number, a point and their name."""
    names = [name for name in sheet.frame.columns if name not in (PERSON, GROUP)]
    told = (pl.col(name).alias(f"{at}.{name}") for name in names)
    return sheet.frame.select(PERSON, GROUP, *told, pl.lit("1").alias(THERE))
