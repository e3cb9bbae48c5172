"""Checking an open home: are the stores whole, does every seal hold, is the trail unbroken."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Engine, select, text

from ati_desktop.errors import Refused
from ati_desktop.models.columns import Record
from ati_desktop.storage.engine import begin_read, open_engine, store_refusals
from ati_desktop.storage.open_home import OpenHome
from ati_desktop.storage.pins import check_pins, has_pins
from ati_desktop.storage.sealing import Sealer, Tampered
from ati_desktop.storage.seals import sealed_columns
from ati_desktop.storage.units import WorkingStore
from ati_desktop.storage.wholeness import faults_of

_BATCH = 5000


@dataclass(frozen=True)
class Finding:
    """One thing that was checked: the file, whether it holds, and a sentence with its values."""

    where: str
    ok: bool
    sentence: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """Return the sentence with its values."""
        return self.sentence.format(**self.values)


def check_home(home: OpenHome) -> list[Finding]:
    """Return what was checked in every store that the person signed in can open.

    Nothing raises for a store that is not whole: that is a finding that is not ok.
    """
    found: list[Finding] = []
    if home.working is not None:
        found += _check_store("working.db", home.working.engine, home, pinned=True)
        found += _check_contents(home.working, home.sealer)
    for name, path, key in (
        ("register.db", home.home.register, home.register_key),
        ("evaluation.db", home.home.evaluation, home.evaluation_key),
    ):
        if key is not None and path.exists():
            found += _check_file(name, home, key)
    return found


def _check_file(name: str, home: OpenHome, key: bytes) -> list[Finding]:
    try:
        engine = open_engine(home.home.folder / name, key)
    except Refused as refused:
        return [Finding(name, False, refused.sentence, refused.values)]
    try:
        found = _check_store(name, engine, home, pinned=name == "register.db")
        with store_refusals(home.home.folder / name):
            return [*found, *_as_of(name, engine)]
    except Refused as refused:
        return [*found, Finding(name, False, refused.sentence, refused.values)]
    finally:
        engine.dispose()


def _check_store(name: str, engine: Engine, home: OpenHome, *, pinned: bool) -> list[Finding]:
    faults = faults_of(engine)
    if faults:
        whole = Finding(name, False, "{count} faults in the file.", {"count": len(faults)})
    else:
        whole = Finding(name, True, "The file is whole.")
    return [whole, *_check_pins(name, engine, home, pinned=pinned)]


def _check_pins(name: str, engine: Engine, home: OpenHome, *, pinned: bool) -> list[Finding]:
    try:
        with store_refusals(home.home.folder / name), begin_read(engine) as connection:
            if not has_pins(connection):
                missing = Finding(name, False, "The mark of the keyring is missing.")
                return [missing] if pinned else []
            check_pins(connection, home.keyring)
    except Refused as refused:
        return [Finding(name, False, refused.sentence, refused.values)]
    return [Finding(name, True, "The keyring is the one this store knows.")]


def _check_contents(store: WorkingStore, sealer: Sealer | None) -> list[Finding]:
    try:
        with store_refusals(store.path):
            return [*_check_seals(store, sealer), _check_audit(store)]
    except Refused as refused:
        return [Finding("working.db", False, refused.sentence, refused.values)]


def _check_seals(store: WorkingStore, sealer: Sealer | None) -> list[Finding]:
    if sealer is None:
        return []
    opened, bad = 0, 0
    for mapper in Record.registry.mappers:
        good, wrong = _open_all(store, sealer, mapper.class_)
        opened, bad = opened + good, bad + wrong
    if bad:
        sentence = "{count} sealed fields do not open."
        return [Finding("working.db", False, sentence, {"count": bad})]
    return [Finding("working.db", True, "All {count} sealed fields open.", {"count": opened})]


def _open_all(store: WorkingStore, sealer: Sealer, model: type[Record]) -> tuple[int, int]:
    names = sealed_columns(model)
    if not names:
        return 0, 0
    columns = model.__table__.c
    query = select(columns.uid, *(columns[name] for name in names))
    good, bad = 0, 0
    with begin_read(store.engine) as connection:
        for uid, *sealed in connection.execution_options(yield_per=_BATCH).execute(query):
            for name, value in zip(names, sealed, strict=True):
                if value is None:
                    continue
                if _opens(sealer, value, model.__tablename__, uid, name):
                    good += 1
                else:
                    bad += 1
    return good, bad


def _opens(sealer: Sealer, value: bytes, table: str, uid: str, name: str) -> bool:
    try:
        sealer.open(value, table=table, uid=uid, field=name)
    except Tampered:
        return False
    return True


def _check_audit(store: WorkingStore) -> Finding:
    result = store.verify_audit()
    if result.ok:
        values: dict[str, object] = {"lines": result.lines, "head": result.head}
        return Finding(
            "working.db", True, "The audit trail of {lines} lines holds: {head}.", values
        )
    sentence = "The audit trail is broken at line {line}."
    return Finding("working.db", False, sentence, {"line": result.first_bad})


def _as_of(name: str, engine: Engine) -> list[Finding]:
    about = text("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'about'")
    with begin_read(engine) as connection:
        if not connection.execute(about).scalar_one():
            return []
        as_of = connection.execute(text("SELECT value FROM about WHERE key = 'as_of'")).scalar()
    if as_of is None:
        return []
    return [Finding(name, True, "The figures are as of {as_of}.", {"as_of": as_of})]
