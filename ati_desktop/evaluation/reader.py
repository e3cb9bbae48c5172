"""From the evaluation store to the frames that measures are worked out on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ati_desktop.evaluation.data import SCHEMAS, EvaluationData, from_frames
from ati_desktop.storage.evaluation_store import EvaluationStore

_STAY_COLUMNS = {"level_of_care": pl.String, "setting": pl.String, "in_custody": pl.Boolean}


def read_evaluation(store: EvaluationStore) -> EvaluationData:
    """Read one state of the store and put its frames together.

    Raises:
        Refused: the store has not been built, is damaged, or another version made it.
        ValueError: its rows do not fit together; a fault.
    """
    about, tables = store.read()
    frames = {name: _frame(name, tables[name]) for name in SCHEMAS}
    return from_frames(
        frames,
        as_of=about["as_of"],
        arrest_complete_to=about.get("arrest_complete_to") or None,
        demo=about.get("demo") == "yes",
        labels=json.loads(about.get("labels", "{}")),
    )


def _frame(name: str, columns: Mapping[str, Sequence[Any]]) -> pl.DataFrame:
    kinds: dict[str, Any] = dict(SCHEMAS[name])
    if name == "stays":
        kinds |= _STAY_COLUMNS
    return pl.DataFrame(
        [pl.Series(column, columns[column], dtype=kind) for column, kind in kinds.items()]
    )
