from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from ati_desktop.errors import Refused
from ati_desktop.models import Participant
from ati_desktop.storage.engine import begin_write, open_engine
from ati_desktop.storage.evaluation_build import build_evaluation
from ati_desktop.storage.evaluation_store import EvaluationStore
from ati_desktop.storage.home import OpenHome
from ati_desktop.storage.research_ids import give_research_ids

KEY = bytes(range(32))


@pytest.fixture
def store(home: OpenHome, tmp_path: Path) -> EvaluationStore:
    rebuild(home, tmp_path / "evaluation.db", 3)
    return EvaluationStore(tmp_path / "evaluation.db", KEY)


def rebuild(home: OpenHome, path: Path, more: int) -> None:
    assert home.working is not None
    with home.working.unit("test") as unit:
        start = len(unit.all(Participant.__table__.select()))
        unit.add_all(Participant(reference=f"P-{start + n:04d}-22") for n in range(more))
        give_research_ids(unit, home.randomness)
    with home.working.reading() as reading:
        build_evaluation(reading, path, KEY, today=date(2026, 5, 17), randomness=home.randomness)


def test_tables_come_as_columns(store: EvaluationStore) -> None:
    tables = store.tables()
    assert set(tables) == {"people", "referrals", "enrollments", "stays", "events"}
    assert len(tables["people"]["research_id"]) == 3
    assert tables["people"]["aged_90_plus"] == [False] * 3
    assert tables["events"]["source_kind"] == []
    assert store.about()["as_of"] == "2026-05"
    assert store.built


def test_a_frozen_copy_stays_when_the_store_is_rebuilt(
    home: OpenHome, store: EvaluationStore
) -> None:
    path = store.freeze("2026-q1")
    rebuild(home, store.path, 2)
    assert len(store.tables()["people"]["research_id"]) == 5
    assert len(EvaluationStore(path, KEY).tables()["people"]["research_id"]) == 3
    assert store.periods() == ["2026-q1"]
    assert store.frozen("2026-q1") == path
    with pytest.raises(Refused, match="already"):
        store.freeze("2026-q1")


@pytest.mark.parametrize("name", ["", "../up", "Q1", "a b", "-x"])
def test_a_period_has_a_plain_name(store: EvaluationStore, name: str) -> None:
    with pytest.raises(Refused, match="small letters"):
        store.freeze(name)


def test_before_anything_is_built_the_way_out_is_said(tmp_path: Path) -> None:
    store = EvaluationStore(tmp_path / "evaluation.db", KEY)
    assert not store.built
    assert store.periods() == []
    for ask in (store.about, store.tables, lambda: store.freeze("2026-q1")):
        with pytest.raises(Refused, match="not been built"):
            ask()


def test_a_store_of_another_version_is_to_be_rebuilt(store: EvaluationStore) -> None:
    engine = open_engine(store.path, KEY)
    with begin_write(engine) as connection:
        connection.execute(text("UPDATE about SET value = '99' WHERE key = 'schema'"))
    engine.dispose()
    with pytest.raises(Refused, match="another version"):
        store.tables()


def test_the_key_is_not_shown(store: EvaluationStore) -> None:
    assert KEY.hex() not in repr(store)
