"""Small extracts made by hand, and k, l and t counted the slow way."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.disclosure.extract import Asked, Draft
from ati_desktop.disclosure.pseudonyms import draw_pseudonym

K5 = Asked("k-anonymity", k=5, l=2, suppression=0.2)


def code(name: str, *codes: str, missing: Sequence[str] = ()) -> Field:
    """A code column whose words are its codes."""
    return Field(name, name.title(), Kind.CODE, {one: one for one in codes}, tuple(missing))


def pseudonyms(count: int) -> list[str]:
    return sorted(draw_pseudonym(secrets.token_bytes) for _ in range(count))


def people(rows: Sequence[Sequence[Value]], *names: str, keys: Sequence[str] = ()) -> DataSet:
    """Participants with code columns, in the order of their pseudonyms."""
    keys = keys or pseudonyms(len(rows))
    fields = [
        code(name, *dict.fromkeys(str(row[at]) for row in rows)) for at, name in enumerate(names)
    ]
    told = tuple((key, *row) for key, row in zip(keys, rows, strict=True))
    key_field = Field("person", "Person", Kind.PSEUDONYM)
    return DataSet("participants", "People", (key_field, *fields), told, ("person",))


def draft(*datasets: DataSet, **more: object) -> Draft:
    """A draft of people with sex and result, in a cohort that is large enough."""
    values: dict[str, object] = {
        "title": "T",
        "population": {"rule": "All."},
        "as_of": "2026-05",
        "demo": False,
        "asked": K5,
        "datasets": datasets,
        "quasi": ("sex",),
        "sensitive": ("result",),
        "years": {"2024": 60},
    }
    return Draft(**(values | more))  # type: ignore[arg-type]


def slow_k_l_t(
    rows: Sequence[Mapping[str, str]], quasi: Sequence[str], sensitive: Sequence[str]
) -> tuple[int, int, float]:
    """Count k, l and t with nothing but dictionaries."""
    classes: defaultdict[tuple[str, ...], list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        classes[tuple(row[name] for name in quasi)].append(row)
    least, far = len(rows), 0.0
    for name in sensitive:
        every = Counter(row[name] for row in rows)
        for inside in classes.values():
            own = Counter(row[name] for row in inside)
            least = min(least, len(own))
            gaps = [abs(own[v] / len(inside) - every[v] / len(rows)) for v in every]
            far = max(far, sum(gaps) / 2)
    return min(len(inside) for inside in classes.values()), least, far


def office_frame(count: int = 300) -> pl.DataFrame:
    """People of an invented office, the same every time."""
    at = range(count)
    return pl.DataFrame(
        {
            "research_id": [f"r{one * 7919 % count:05}" for one in at],
            "age_band": [("18-20", "25-29", "30-34", "65 and over")[one % 4] for one in at],
            "sex": [("1", "2", "not_recorded")[one * one % 3] for one in at],
            "year": [str(2019 + one % 5) for one in at],
            "result": [("completed", "not_completed", "enrolled")[one // 3 % 3] for one in at],
        }
    )


OFFICE_FIELDS = (
    code("age_band", "18-20", "25-29", "30-34", "65 and over"),
    code("sex", "1", "2", "not_recorded", "unknown", missing=("not_recorded", "unknown")),
    code("year", *(str(year) for year in range(2019, 2024))),
    code("result", "completed", "not_completed", "enrolled", "never"),
)
