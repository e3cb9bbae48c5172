"""The invented office around the demo case load: programs, organisations, a source of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ati_desktop.models import OutcomeSource, Program, Provider, Setting
from ati_desktop.storage.units import Unit

OFFICE = "Riverbend Alternatives Office (DEMO)"
_SOURCE_LAG_DAYS = 30
CASELOAD = 40

_PROGRAMS = (
    ("DTC", "Drug Treatment Court", "treatment_court"),
    ("MHC", "Mental Health Court", "mental_health_court"),
    ("VTC", "Veterans Treatment Court", "veterans_court"),
    ("DPP", "Deferred Prosecution", "deferred_prosecution"),
    ("REE", "Reentry Support", "reentry"),
)

_PROVIDERS = (
    ("Riverbend County Court", "court", "justice", ()),
    ("Circuit Court, Branch 4", "court", "justice", ()),
    ("Office of the Prosecutor", "prosecutor", "justice", ()),
    ("Public Defender", "defence", "justice", ()),
    ("Riverbend Probation", "probation", "justice", ()),
    ("Harbor Outpatient Center", "treatment", "health", ("U3",)),
    ("Cedar House", "treatment", "health", ("U5",)),
    ("Northside Withdrawal Unit", "treatment", "health", ("U4",)),
    ("Bridge Recovery Residence", "housing", "social", ("U6",)),
    ("Riverbend Health Clinic", "health", "health", ("U2",)),
    ("Family and Income Service", "social", "social", ()),
    ("Open Door Work Project", "employment", "education", ()),
    ("Peers on the Path", "peer", "community", ("U1",)),
    ("Lakeside Boxing and Sport", "sport", "community", ()),
    ("University Evaluation Unit", "evaluator", "education", ()),
)

_SETTINGS = {
    "office": OFFICE,
    "address": "12 Quay Street, Riverbend",
    "phone": "555 0100",
    "email": "office@riverbend.example",
}


@dataclass(frozen=True)
class World:
    """The ids of what every invented course refers to, and the share of one case manager."""

    programs: dict[str, int]
    providers: dict[str, list[int]]
    source: int
    case_manager: int
    share: float


def make_world(unit: Unit, today: date, case_manager: int, people: int) -> World:
    """Keep the demo's programs, organisations and source of events, and return their ids."""
    programs = unit.add_all(
        Program(code=code, name=name, kind=kind) for code, name, kind in _PROGRAMS
    )
    providers = unit.add_all(
        Provider(
            name=name,
            kind=kind,
            sector=sector,
            services=services,
            address=f"{10 + place} Quay Street, Riverbend",
            phone=f"555 01{place:02d}",
        )
        for place, (name, kind, sector, services) in enumerate(_PROVIDERS)
    )
    complete = today - timedelta(days=_SOURCE_LAG_DAYS)
    source = unit.add(
        OutcomeSource(name="County arrest records", kind="police", complete_to=complete)
    )
    unit.add_all(Setting(name=name, value=value) for name, value in _SETTINGS.items())
    by_kind: dict[str, list[int]] = {}
    for provider in providers:
        by_kind.setdefault(provider.kind or "", []).append(provider.id or 0)
    codes = {one.code: one.id or 0 for one in programs}
    share = min(0.6, CASELOAD / people)
    return World(codes, by_kind, source.id or 0, case_manager, share)
