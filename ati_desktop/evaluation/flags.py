"""What a receipt counts beside the tables, as variables of the base table: people, doubts.

A person is counted at one row, so people are the rows that are somebody's first; a doubtful record
is a row with the doubt. Put like this they are cells of the one base table like any other, and
what is left of it (further referrals, records without the doubt) is the other cell of their line.
"""

from __future__ import annotations

import polars as pl

from ati_desktop.evaluation.results import DOUBT, FIRST, FURTHER, NO_DOUBT, PERSON, Variable

_WORDS = {FIRST: "The row at which a person is counted", FURTHER: "A further row of a person"}


def add_flags(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Variable]]:
    """Add a column for people and one for each doubt that occurs; return their variables too.

    A person is counted at the first admission (``is_first``) or, without one, at the first row.
    """
    found = {PERSON: Variable(PERSON, "People", (FIRST, FURTHER), _WORDS)}
    counted = frame.sort("is_first", "row", descending=[True, False])
    counted = counted.unique("research_id", keep="first", maintain_order=True)
    here = pl.col("row").is_in(counted["row"].implode())
    columns = [pl.when(here).then(pl.lit(FIRST)).otherwise(pl.lit(FURTHER)).alias(PERSON)]
    codes = pl.col("doubts").fill_null("").str.split(",")
    for code in sorted({code for row in frame["doubts"].drop_nulls() for code in row.split(",")}):
        if not code:
            continue
        name = f"{DOUBT}{code}"
        with_it = codes.list.contains(code)
        columns.append(pl.when(with_it).then(pl.lit(code)).otherwise(pl.lit(NO_DOUBT)).alias(name))
        words = {code: "With the doubt", NO_DOUBT: "Without it"}
        found[name] = Variable(name, f"Doubt: {code}", (code, NO_DOUBT), words)
    return frame.with_columns(columns), found
