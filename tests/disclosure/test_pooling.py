"""Several offices as one: sums are right, what is hidden stays hidden, and the audit would tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.pool_attack import Bounds
from ati_desktop.disclosure.pool_audit import audit_pool, open_before
from ati_desktop.disclosure.pool_printed import printed_of
from ati_desktop.disclosure.pooling import OFFICE, Office, Pooled, cell_of, pool
from ati_desktop.disclosure.sealed import require_sealed, seal_pool
from ati_desktop.disclosure.views import TableView
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation, Relation, Variable
from tests.disclosure.builders import evaluation_of, linked, people_of, seven
from tests.disclosure.pools import Source, plant, source, three


def said(pooled: Pooled, label: str | None) -> dict[Cell, int | None]:
    """Return what the pool says of one office, or summed over offices."""
    found: dict[Cell, int | None] = {}
    for table in pooled.tables:
        names = table.variables[:-1]
        for row in table.rows:
            if row.key[-1] == label:
                assert found.setdefault(cell_of(names, row.key[:-1]), row.count) == row.count
    return found


class Attacker:
    """Whoever has all packages and the pool; written anew, on whole joint bases, with scipy."""

    def __init__(self, sources: Sequence[Source]) -> None:
        spans: dict[str, list[str]] = {}
        for each in sources:
            for variable in each.office.variables:
                known = spans.setdefault(variable.name, [])
                known += [value for value in variable.values if value not in known]
        self.base = [dict(zip(spans, key, strict=True)) for key in product(*spans.values())]
        self.offices = [each.office for each in sources]
        self.rows: list[tuple[np.ndarray, float]] = []
        self.at_least: list[tuple[np.ndarray, float]] = []

    def row(self, cell: Cell, places: list[int]) -> np.ndarray:
        one = np.array([float(all(b[n] == v for n, v in cell)) for b in self.base])
        nothing = np.zeros(len(self.base))
        return np.concatenate([one if at in places else nothing for at in range(len(self.offices))])

    def learn_packages(self) -> None:
        for at, office in enumerate(self.offices):
            for name, span in office.values.items():
                for value in {b[name] for b in self.base} - set(span):
                    self.rows.append((self.row(frozenset({(name, value)}), [at]), 0.0))
            for cell, count in office.cells(map(frozenset, office.tables)).items():
                if count is not None:
                    self.rows.append((self.row(cell, [at]), float(count)))

    def learn_pool(self, pooled: Pooled) -> None:
        every = list(range(len(self.offices)))
        for at, office in enumerate(self.offices):
            for cell, count in said(pooled, office.label).items():
                if count is not None:
                    self.rows.append((self.row(cell, [at]), float(count)))
        for cell, count in said(pooled, None).items():
            if count is not None:
                self.rows.append((self.row(cell, every), float(count)))

    def range(self, at: int, cell: Cell) -> tuple[float, float]:
        matrix = np.array([row for row, _ in self.rows])
        right = np.array([value for _, value in self.rows])
        target = self.row(cell, [at])
        ends = []
        for sign in (1.0, -1.0):
            solved = linprog(sign * target, A_eq=matrix, b_eq=right)
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        return round(ends[0], 4), round(ends[1], 4)


@pytest.fixture(scope="module")
def sources() -> tuple[Source, ...]:
    return three(1)


@pytest.fixture(scope="module")
def pooled(sources: Sequence[Source]) -> Pooled:
    return pool([each.office for each in sources])


# By day of seven linked tables each, under make test-long of twelve, too.
PACKAGES = [seven, pytest.param(linked, marks=pytest.mark.long)]


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.long) for n in (2, 3))])
def test_sums_are_right_where_they_are_shown_and_hidden_where_one_office_hides(
    seed: int, package: Callable[[int, int], Evaluation]
) -> None:
    sources = three(seed, package=package)
    found = pool([each.office for each in sources])
    assert len(found.tables) == {seven: 7, linked: 12}[package]
    assert found.left_out == ()
    shown = 0
    for cell, count in said(found, None).items():
        own = [each.office.cells(map(frozenset, each.office.tables))[cell] for each in sources]
        assert (count is None) == (None in own)
        if count is not None:
            shown += 1
            assert count == sum(each.truth[cell] for each in sources)
            assert count == 0 or count >= 11
    assert shown > {seven: 25, linked: 30}[package]  # of 110 numbers in seven tables
    for each in sources:
        own = each.office.cells(map(frozenset, each.office.tables))
        assert said(found, each.office.label) == own


def test_whoever_has_packages_and_pool_knows_no_more_than_from_the_packages(
    sources: Sequence[Source], pooled: Pooled
) -> None:
    alone, both = Attacker(sources), Attacker(sources)
    alone.learn_packages()
    both.learn_packages()
    both.learn_pool(pooled)
    for at, each in enumerate(sources):
        hidden = [c for c, n in said(pooled, each.office.label).items() if n is None]
        for cell in sorted(hidden, key=sorted)[::12]:
            low, high = both.range(at, cell)
            assert (low, high) == alone.range(at, cell)
            if 0 < each.truth[cell] < 11:
                assert low <= 1
                assert high >= 10


def test_a_pooled_sum_that_is_printed_where_one_office_hides_is_caught(
    sources: Sequence[Source], pooled: Pooled
) -> None:
    offices = [each.office for each in sources]
    assert audit_pool(offices, pooled.tables, 11).holds
    caught = narrowed = 0
    for at, table in enumerate(pooled.tables[:4]):
        for row in table.rows:
            cell = cell_of(table.variables[:-1], row.key[:-1])
            own = [said(pooled, office.label)[cell] for office in offices]
            if row.key[-1] is not None or own.count(None) != 1 or caught > 1:
                continue
            true = sum(each.truth[cell] for each in sources)
            tables = list(pooled.tables)
            tables[at] = plant(table, row.key, true)
            result = audit_pool(offices, tables, 11)
            assert not result.holds
            assert (offices[own.index(None)].label, cell) in result.weak
            attacker = Attacker(sources)
            attacker.learn_packages()
            attacker.rows.append((attacker.row(cell, [0, 1, 2]), float(true)))
            low, high = attacker.range(own.index(None), cell)
            narrowed += low == high == sources[own.index(None)].truth[cell]
            caught += 1
    assert caught == narrowed == 2


def test_a_number_that_the_package_hides_or_shows_otherwise_is_caught(
    sources: Sequence[Source], pooled: Pooled
) -> None:
    offices = [each.office for each in sources]
    table = pooled.tables[0]
    hidden = next(row for row in table.rows if row.key[-1] == "B" and row.count is None)
    shown = next(row for row in table.rows if row.key[-1] == "B" and row.count)
    for row, count in ((hidden, 13), (shown, (shown.count or 0) + 1)):
        tables = [plant(table, row.key, count), *pooled.tables[1:]]
        result = audit_pool(offices, tables, 11)
        assert not result.holds
        cell = cell_of(table.variables[:-1], row.key[:-1])
        assert ("B", cell) in result.weak


def test_a_sum_that_is_not_the_sum_is_caught(sources: Sequence[Source], pooled: Pooled) -> None:
    table = pooled.tables[0]
    row = next(row for row in table.rows if row.key[-1] is None and row.count)
    tables = [plant(table, row.key, (row.count or 0) - 1), *pooled.tables[1:]]
    assert not audit_pool([each.office for each in sources], tables, 11).holds


def test_a_package_that_is_weak_by_itself_is_told_to_whoever_pools(
    sources: Sequence[Source], pooled: Pooled
) -> None:
    offices = [each.office for each in sources]
    assert open_before(offices, pooled.tables) == ()
    names, counts = next(iter(offices[0].tables.items()))
    truth = sources[0].truth
    small = (k for k in counts if None not in k and 0 < truth[cell_of(names, k)] < 11)
    cell = min(small, key=str)
    # All of its line but this one cell is shown: anybody can subtract.
    line = [k for k in counts if k[0] == cell[0] and k != cell]
    open_ = {**counts, **{key: truth[cell_of(names, key)] for key in line}}
    weak = replace(offices[0], tables={**offices[0].tables, names: open_})
    assert ("A", cell_of(names, cell)) in open_before([weak, *offices[1:]], pooled.tables)


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("thresholds", [(5, 11, 11), (11, 3, 5)])
def test_the_strictest_threshold_counts_for_all(
    thresholds: tuple[int, int, int], package: Callable[[int, int], Evaluation]
) -> None:
    sources = three(4, thresholds, package)
    found = pool([each.office for each in sources])
    assert found.threshold == 11
    assert found.tables
    counts = [row.count for table in found.tables for row in table.rows]
    assert not any(count is not None and 0 < count < 11 for count in counts)
    result = audit_pool([each.office for each in sources], found.tables, 11)
    assert result.holds
    # Whoever has the pool alone cannot tell which of 1 to 10 it is.
    for at, each in enumerate(sources):
        attacker = Attacker([each])
        own = said(found, each.office.label)
        for cell, count in own.items():
            if count is not None:
                attacker.rows.append((attacker.row(cell, [0]), float(count)))
        small = [c for c, n in own.items() if n is None and 0 < each.truth[c] < 11]
        assert small, at
        for cell in sorted(small, key=sorted)[::10]:
            low, high = attacker.range(0, cell)
            assert low <= max(1, each.truth[cell] - 1)
            assert high >= 10


def test_what_only_the_strictest_threshold_hides_is_caught_when_it_is_shown() -> None:
    sources = three(4, (5, 11, 11))
    offices = [each.office for each in sources]
    found = pool(offices)
    own = offices[0].cells(map(frozenset, offices[0].tables))
    for at, table in enumerate(found.tables):
        for row in table.rows:
            cell = cell_of(table.variables[:-1], row.key[:-1])
            if row.key[-1] == "A" and row.count is None and 0 < (own[cell] or 0) < 11:
                tables = list(found.tables)
                tables[at] = plant(table, row.key, own[cell] or 0)
                assert ("A", cell) in audit_pool(offices, tables, 11).weak
                return
    raise AssertionError("no number between the thresholds")


def office(label: str, counts: dict[tuple[str, ...], int], **more: object) -> Office:
    people = people_of(counts, ("program", "result"))
    evaluation = evaluation_of(people, [("program", "result")], outcomes=frozenset({"result"}))
    made = source(label, evaluation).office
    return replace(made, **more)  # type: ignore[arg-type]


def north(label: str = "A", **more: object) -> Office:
    return office(label, {("north", "left"): 40, ("north", "completed"): 50}, **more)


def south(label: str = "B", **more: object) -> Office:
    counts = {("south", "left"): 30, ("south", "completed"): 25, ("north", "left"): 20,
              ("north", "completed"): 12}  # fmt: skip
    return office(label, counts, **more)


def rows_of(table: TableView) -> dict[tuple[str | None, ...], int | None]:
    return {row.key: row.count for row in table.rows}


def test_a_value_that_an_office_does_not_list_has_no_row_and_adds_nothing() -> None:
    found = pool([north(), south()])
    rows = rows_of(found.tables[0])
    assert found.tables[0].variables == ("program", "result", OFFICE)
    assert ("south", "left", "A") not in rows
    assert rows["south", "left", "B"] == rows["south", "left", None] == 30
    assert rows["north", "left", None] == 60
    assert rows[None, None, None] == found.total == 90 + 87


def test_the_union_of_values_keeps_their_order() -> None:
    def listed(*values: str) -> Office:
        counts = {(value, "left"): 20 for value in values}
        made = office("A", counts | {(v, "completed"): 30 for v in values})
        words = {value: value.title() for value in values}
        kept = Variable("program", "Program", values, words)
        others = tuple(v for v in made.variables if v.name != "program")
        return replace(made, variables=(kept, *others))

    found = pool([listed("b", "d", "z"), replace(listed("b", "c", "d"), label="B")])
    program = next(v for v in found.variables if v.name == "program")
    assert program.values == ("b", "c", "d", "z")


def relabelled(made: Office, name: str, **more: object) -> Office:
    variables = tuple(replace(v, **more) if v.name == name else v for v in made.variables)  # type: ignore[arg-type]
    return replace(made, variables=variables)


def test_what_does_not_mean_the_same_is_refused() -> None:
    words = {"south": "South", "north": "North shore"}
    with pytest.raises(Refused, match="The code north of program means North in one"):
        pool([north(), relabelled(south(), "program", labels=words)])
    with pytest.raises(Refused, match="program is not the same in all packages"):
        pool([north(), relabelled(south(), "program", title="Programme of admission")])
    with pytest.raises(Refused, match="program is not the same in all packages"):
        pool([north(), south(outcomes=frozenset({"result", "program"}))])
    with pytest.raises(Refused, match="The measure completion is defined in another way"):
        pool([north(measures={"completion": 1}), south(measures={"completion": 2})])


def test_one_office_or_one_label_twice_is_refused() -> None:
    with pytest.raises(Refused, match="at least two offices"):
        pool([north()])
    with pytest.raises(Refused, match="the same label"):
        pool([north(), south("A")])


def test_tables_that_not_all_offices_have_are_left_out_and_said() -> None:
    more = evaluation_of(
        people_of({("north", "left"): 40, ("north", "completed"): 50}, ("program", "result")),
        [("program", "result"), ("result",)],
        outcomes=frozenset({"result"}),
    )
    found = pool([source("A", more).office, south()])
    assert [table.variables for table in found.tables] == [("program", "result", OFFICE)]
    assert found.left_out == (("Result", "not in the package of Office B"),)
    only = evaluation_of(people_of({("left",): 40, ("completed",): 50}, ("result",)), [("result",)])
    with pytest.raises(Refused, match="no table in common"):
        pool([source("A", only).office, south()])


def test_a_pool_is_sealed_after_its_audit_and_not_otherwise(
    sources: Sequence[Source], pooled: Pooled
) -> None:
    offices = [each.office for each in sources]
    facts = {"title": "All", "population": {}, "as_of": "2026", "outcome_complete_to": None}
    made = seal_pool(pooled, offices, **facts, demo=False)  # type: ignore[arg-type]
    assert require_sealed(made).views.tables == pooled.tables
    table = pooled.tables[0]
    hidden = next(row for row in table.rows if row.key[-1] == "A" and row.count is None)
    weak = replace(pooled, tables=(plant(table, hidden.key, 12), *pooled.tables[1:]))
    with pytest.raises(Refused, match="cannot be pooled"):
        seal_pool(weak, offices, **facts, demo=False)  # type: ignore[arg-type]


def test_the_same_people_under_two_names_are_hidden_together_or_not_at_all() -> None:
    counts = {
        (f"p{at}", "left" if gone else "stayed"): n
        for at, pair in enumerate([(7, 40), (31, 45), (52, 60), (44, 38), (26, 57)])
        for gone, n in zip((True, False), pair, strict=True)
    }
    people = people_of(counts, ("program", "result"))
    for person in people:
        person["closing"] = "closed" if person["result"] == "left" else "open"
    tables = [("program", "result"), ("program", "closing")]
    lenient = source("A", evaluation_of(people, tables), threshold=5)
    found = pool([lenient.office, replace(lenient.office, label="B", threshold=11,
                                          tables=strict_tables(people, tables))])  # fmt: skip
    own = said(found, "A")
    for at in range(5):
        one = frozenset({("program", f"p{at}"), ("result", "left")})
        two = frozenset({("program", f"p{at}"), ("closing", "closed")})
        assert (own[one] is None) == (own[two] is None)
    assert own[frozenset({("program", "p0"), ("result", "left")})] is None


def strict_tables(people, tables):
    return source("B", evaluation_of(people, tables), threshold=11).office.tables


def test_what_lies_within_something_else_by_definition_counts_as_known() -> None:
    # Whoever is still there after a year was there after 90 days.
    inner, outer = frozenset({("retained_365", "yes")}), frozenset({("retained_90", "yes")})
    relation = Relation((tuple(inner),), (tuple(outer),))
    counts = {("retained_90",): (30, 20), ("retained_365",): (None, None)}
    tables = {
        names: {("yes",): shown[0], ("no",): shown[1], (None,): 50}
        for names, shown in counts.items()
    }
    words = {"yes": "Yes", "no": "No"}
    made = Office(
        "A", "A", 11,
        tuple(Variable(names[0], names[0], ("yes", "no"), words) for names in tables),
        frozenset({"retained_90", "retained_365"}), tables, relations=(relation,),
    )  # fmt: skip
    printed = printed_of(made, list(tables))
    assert printed.nested == (((inner,), (outer,)),)
    assert Bounds([printed]).range(0, inner)[1] == pytest.approx(30)
    without = printed_of(replace(made, relations=()), list(tables))
    assert Bounds([without]).range(0, inner)[1] == pytest.approx(50)


def test_what_contradicts_itself_is_not_attacked_but_told() -> None:
    tables = {("sex",): {("1",): 30, ("2",): 20, (None,): 60}}
    sex = Variable("sex", "Sex", ("1", "2"), {"1": "1", "2": "2"})
    bounds = Bounds([printed_of(Office("A", "A", 11, (sex,), frozenset(), tables), list(tables))])
    assert not bounds.consistent
    with pytest.raises(ValueError, match="contradicts itself"):
        bounds.range(0, frozenset({("sex", "1")}))


def test_what_is_hidden_of_an_office_holds_somebody_though_its_outcomes_could_be_zero() -> None:
    table = {
        ("1", "yes"): None, ("1", "no"): None, ("1", None): None,
        ("2", "yes"): 20, ("2", "no"): 30, ("2", None): 50,
        ("3", "yes"): None, ("3", "no"): None, ("3", None): None,
        (None, "yes"): 40, (None, "no"): 45, (None, None): 85,
    }  # fmt: skip
    words = {name: name for name in ("1", "2", "3", "yes", "no")}
    kinds = (("sex", ("1", "2", "3")), ("done", ("yes", "no")))
    variables = tuple(Variable(name, name, values, words) for name, values in kinds)
    made = Office("A", "A", 11, variables, frozenset({"done"}), {("sex", "done"): table})
    bounds = Bounds([printed_of(made, [("sex", "done")])])
    group, cell = frozenset({("sex", "1")}), frozenset({("sex", "1"), ("done", "yes")})
    assert bounds.range(0, group) == pytest.approx((1, 34))
    assert bounds.range(0, cell) == pytest.approx((0, 20))
