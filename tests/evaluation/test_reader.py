from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import insert

from ati_desktop.evaluation.data import SCHEMAS
from ati_desktop.evaluation.reader import read_evaluation
from ati_desktop.storage.engine import begin_write, open_engine
from ati_desktop.storage.evaluation_schema import about, metadata
from ati_desktop.storage.evaluation_store import EvaluationStore

KEY = bytes(range(32))
ONE = "aa" * 8
ABOUT = {"schema": "2", "as_of": "2026-05", "demo": "no", "arrest_complete_to": ""}


def store(path: Path, said: dict[str, str], **rows: dict[str, Any]) -> EvaluationStore:
    engine = open_engine(path, KEY, create=True)
    with begin_write(engine) as connection:
        metadata.create_all(connection)
        for key, value in (ABOUT | said).items():
            connection.execute(insert(about), {"key": key, "value": value})
        for name, row in rows.items():
            connection.execute(insert(metadata.tables[name]), {"research_id": ONE} | row)
    engine.dispose()
    return EvaluationStore(path, KEY)


def test_an_empty_store_gives_empty_frames_of_the_right_shape(tmp_path: Path) -> None:
    data = read_evaluation(store(tmp_path / "e.db", {}))
    for name, schema in SCHEMAS.items():
        frame: pl.DataFrame = getattr(data, name)
        assert frame.is_empty()
        assert {column: frame.schema[column] for column in schema} == dict(schema)
    assert (data.as_of, data.arrest_complete_to, data.demo) == ("2026-05", None, False)
    assert data.labels == {}


def test_rows_come_as_they_stand_in_the_store(tmp_path: Path) -> None:
    said = {
        "demo": "yes",
        "arrest_complete_to": "2026-01",
        "labels": '{"program": {"DC": "Drug court"}}',
    }
    data = read_evaluation(
        store(
            tmp_path / "e.db",
            said,
            people={"birth_year": 1984, "as_of_day": 100, "anchor_month": "2025-01"},
            referrals={"referral_no": 1, "month": "2025-01", "day": 0, "doubts": "in_the_future"},
            enrollments={"enrollment_no": 1, "admitted_month": "2025", "exited_day": -3},
            stays={"level_of_care": "1", "in_custody": True, "start_day": 4},
            events={"kind": "arrest", "day": 30, "index_case": True, "source_kind": "police"},
        )
    )
    assert (data.demo, data.arrest_complete_to) == (True, "2026-01")
    assert data.labels == {"program": {"DC": "Drug court"}}
    assert data.people.row(0, named=True)["birth_year"] == 1984
    assert data.referrals.row(0, named=True)["doubts"] == "in_the_future"
    assert data.enrollments.row(0, named=True)["admitted_month"] == "2025"
    assert data.stays.row(0, named=True)["in_custody"] is True
    event = data.events.row(0, named=True)
    assert (event["kind"], event["day"], event["index_case"]) == ("arrest", 30, True)
