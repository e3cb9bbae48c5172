"""Evaluations built by hand: from counts, or from invented people drawn with a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product
from random import Random

from ati_desktop.disclosure.system import build_system
from ati_desktop.disclosure.views import Row, TableView, Views
from ati_desktop.evaluation.results import (
    DOUBT,
    FIRST,
    FURTHER,
    NO_DOUBT,
    PERSON,
    Card,
    CohortNote,
    CountTable,
    Curve,
    CurvePoint,
    Evaluation,
    Exclusion,
    Figure,
    GroupTest,
    Unit,
    Variable,
    Where,
)

Person = dict[str, str]
SDC = {
    "w": (30, 47, 64, 89),
    "x": (90, 124, 5, 31),
    "y": (92, 100, 59, 85),
    "z": (800, 991, 651, 685),
}
SDC_HIDDEN = ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")
TWO_SYMBOLS = {"p": (3, 40, 22), "q": (60, 7, 35), "r": (28, 19, 2), "t": (33, 41, 26)}


def people_of(counts: Mapping[tuple[str, ...], int], names: Sequence[str]) -> list[Person]:
    """Return one person for each counted."""
    return [
        dict(zip(names, key, strict=True)) for key, count in counts.items() for _ in range(count)
    ]


def grid(rows: Mapping[str, Sequence[int]]) -> list[Person]:
    """Return the people of a two-way table; its columns are a, b, c ..."""
    counts = {
        (name, letter): count
        for name, row in rows.items()
        for letter, count in zip("abcdefgh", row, strict=False)
    }
    return people_of(counts, ("row", "column"))


def where(**pairs: str) -> Where:
    return tuple(sorted(pairs.items()))


def variables_of(people: Iterable[Person], spans: Mapping[str, Sequence[str]] | None = None):
    people = list(people)
    names = list(people[0])
    return tuple(
        Variable(
            name,
            name.title(),
            values := tuple((spans or {}).get(name) or sorted({each[name] for each in people})),
            {value: value.replace("_", " ").title() for value in values},
        )
        for name in names
    )


def table(people: Sequence[Person], variables: Sequence[Variable], *names: str) -> CountTable:
    spans = {variable.name: variable.values for variable in variables}
    counts = Counter(tuple(person[name] for name in names) for person in people)
    cells = {key: counts[key] for key in product(*(spans[name] for name in names))}
    return CountTable("_by_".join(names), " by ".join(names).title(), names, cells)


def evaluation_of(
    people: Sequence[Person],
    tables: Sequence[tuple[str, ...]],
    *,
    spans: Mapping[str, Sequence[str]] | None = None,
    **more: object,
) -> Evaluation:
    """Return an evaluation with these tables and nothing else, unless ``more`` says so."""
    variables = variables_of(people, spans)
    made = Evaluation(
        title="A package",
        cohort=CohortNote("all", "Everybody.", "2019-01", "2021-12", len(people), len(people)),
        as_of="2022-01",
        outcome_complete_to=None,
        variables=variables,
        tables=tuple(table(people, variables, *names) for names in tables),
        figures=(),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def counting(
    evaluation: Evaluation, people: int | None = None, doubts: Mapping[str, int] | None = None
) -> Evaluation:
    """Return the evaluation with the counts that a receipt says beside its tables."""
    total = evaluation.cohort.referrals
    flags = [] if people is None else [(PERSON, FIRST, FURTHER, people)]
    flags += [
        (DOUBT + code, code, NO_DOUBT, count) for code, count in sorted((doubts or {}).items())
    ]
    return replace(
        evaluation,
        cohort=replace(evaluation.cohort, people=total if people is None else people),
        doubts=doubts or {},
        variables=(
            *evaluation.variables,
            *(Variable(name, name, (yes, no), {yes: yes, no: no}) for name, yes, no, _ in flags),
        ),
        tables=(
            *evaluation.tables,
            *(
                CountTable(name, name, (name,), {(yes,): n, (no,): total - n}, listed=False)
                for name, yes, no, n in flags
            ),
        ),
    )


def share(
    people: Sequence[Person],
    group: Where,
    measure: str,
    variable: str,
    counted: Sequence[str],
    among: Sequence[str] = (),
) -> Figure:
    """Return a share of a group; values of the variable that are not ``among`` are left out."""
    inside = [p for p in people if all(p[name] == value for name, value in group)]
    values = Counter(person[variable] for person in inside)

    def cells(wanted: Iterable[str]) -> tuple[Where, ...]:
        return tuple(tuple(sorted((*group, (variable, value)))) for value in wanted)

    base = sum(values[value] for value in among) if among else len(inside)
    number = sum(values[value] for value in counted)
    left_out = sorted(set(values) - set(among)) if among else []
    return Figure(
        measure,
        group,
        Unit.SHARE,
        number / base if base else None,
        number,
        base,
        0.0 if base else None,
        1.0 if base else None,
        numerator_cells=cells(counted),
        denominator_cells=cells(among) if among else (group,),
        excluded=tuple(Exclusion(v, values[v], cells([v])) for v in left_out),
        not_computed=None if base else "Nobody is left to compute it of. The main reason: open.",
    )


def shares(
    people: Sequence[Person],
    by: Sequence[str],
    measure: str,
    variable: str,
    counted: Sequence[str],
    among: Sequence[str] = (),
) -> tuple[Figure, ...]:
    """Return the share of everybody and of each group."""
    groups: list[Where] = [()]
    groups += [((name, v),) for name in by for v in sorted({p[name] for p in people})]
    return tuple(share(people, group, measure, variable, counted, among) for group in groups)


def crowd(seed: int, number: int, spans: Mapping[str, int]) -> list[Person]:
    """Return invented people; low values are common, the last ones rare."""
    random = Random(seed)

    def draw(size: int) -> str:
        weights = [1 / (value + 1) ** 1.5 for value in range(size)]
        return f"v{random.choices(range(size), weights)[0]}"

    return [{name: draw(size) for name, size in spans.items()} for _ in range(number)]


def linked(seed: int, number: int = 300) -> Evaluation:
    """Return a package of twelve linked tables over five variables: ten of two, two of three."""
    sizes = {"a": 4, "b": 3, "c": 5, "d": 2, "e": 4}
    return in_pairs(seed, number, sizes, ("a", "b", "d"), ("b", "d", "e"))


def seven(seed: int, number: int = 200) -> Evaluation:
    """Return a package of seven linked tables over four variables: six of two, one of three."""
    return in_pairs(seed, number, {"a": 4, "b": 3, "c": 5, "d": 2}, ("a", "b", "d"))


def in_pairs(
    seed: int, number: int, sizes: Mapping[str, int], *more: tuple[str, ...]
) -> Evaluation:
    """Return a package with a table of every two variables, and more tables."""
    people = crowd(seed, number, sizes)
    spans = {name: [f"v{value}" for value in range(size)] for name, size in sizes.items()}
    return evaluation_of(people, [*combinations(sorted(sizes), 2), *more], spans=spans)


def follow(times: Sequence[tuple[float, bool]]) -> tuple[CurvePoint, ...]:
    """Return the Kaplan-Meier steps of people followed to a time, with the event or without."""
    at_risk, survival, points = len(times), 1.0, []
    for time in sorted({each[0] for each in times}):
        events = sum(1 for when, event in times if when == time and event)
        gone = sum(1 for when, event in times if when == time and not event)
        survival *= 1 - events / at_risk
        low, high = max(survival - 0.05, 0.0), min(survival + 0.05, 1.0)
        points.append(CurvePoint(time, at_risk, events, gone, survival, low, high))
        at_risk -= events + gone
    return tuple(points)


def curve(
    times: Sequence[tuple[float, bool]],
    group: Where = (),
    measure: str = "return_km",
    unit: str = "weeks",
    **more: object,
) -> Curve:
    events = sum(1 for _, event in times if event)
    made = Curve(measure, group, unit, len(times), events, follow(times))
    return replace(made, **more)  # type: ignore[arg-type]


def log_rank(variable: str, groups: Sequence[str], measure: str = "return_km") -> GroupTest:
    return GroupTest(measure, variable, tuple(groups), (1, 2), (1.5, 1.5), 3.8, 1, 0.05)


def card(measure: str) -> Card:
    return Card(measure, 1, "A share", "What it counts", "Everybody", "By counting", "Ours")


def views_of(
    evaluation: Evaluation, hide: Callable[[Mapping[str, str]], bool], **more: object
) -> Views:
    """Return tables in which exactly the cells are hidden that ``hide`` names: no protection."""
    system = build_system(evaluation)
    tables = []
    for each in evaluation.tables:
        spans = [(*system.spans[name], None) for name in each.variables]
        rows = []
        for key in product(*spans):
            cell = {n: v for n, v in zip(each.variables, key, strict=True) if v is not None}
            count = system.value(frozenset(cell.items()))
            rows.append(Row(key, None if hide(cell) else count))
        tables.append(TableView(each.id, each.title, each.variables, tuple(rows)))
    made = Views(tuple(tables), (), (), (), evaluation.cohort.referrals, None, ())
    return replace(made, **more)  # type: ignore[arg-type]
