"""Counts and sums of plain columns: closed lists, margins, whose amounts they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product
from random import Random

import pytest

from ati_desktop.errors import Refused
from ati_desktop.evaluation.plain_columns import EMPTY, MOST_VALUES
from ati_desktop.evaluation.plain_spec import PlainSpec
from ati_desktop.evaluation.plain_tables import evaluate_plain
from ati_desktop.evaluation.results import Contributed, Evaluation
from ati_desktop.imports.plain import PlainColumn

Rows = Mapping[str, Sequence[str]]


def columns(rows: Rows) -> dict[str, PlainColumn]:
    made = {}
    for name, cells in rows.items():
        column = made[name] = PlainColumn()
        for line, cell in enumerate(cells, start=2):
            if cell not in column.texts:
                column.texts.append(cell)
                column.lines.append(line)
            column.codes.append(column.texts.index(cell))
    return made


def evaluate(spec: str, rows: Rows) -> Evaluation:
    return evaluate_plain(PlainSpec.from_text(f'title = "T"\n{spec}', "s.toml"), columns(rows))


def table(*names: str, more: str = "") -> str:
    return f"[[tables]]\ndimensions = {list(names)}\n{more}\n"


def test_counts_have_every_combination_and_empty_cells_are_a_value() -> None:
    made = evaluate(table("a", "b"), {"a": ["x", "y", "x"], "b": ["1", "", "1"]})
    assert made.tables[0].cells == {
        ("x", "1"): 2, ("x", EMPTY): 0, ("y", "1"): 0, ("y", EMPTY): 1,
    }  # fmt: skip
    assert made.variables[1].labels[EMPTY] == "Not recorded"
    assert made.cohort.referrals == 3


def test_values_stand_in_a_natural_order_unless_another_is_given() -> None:
    rows = {"a": ["10-19", "9", "100", "b", "a", ""]}
    assert evaluate(table("a"), rows).variables[0].values == (
        "9", "10-19", "100", "a", "b", EMPTY,
    )  # fmt: skip
    made = evaluate(table("a") + '[columns.a]\norder = ["b", "gone", "9"]\n', rows)
    assert made.variables[0].values == ("b", "gone", "9", "10-19", "100", "a", EMPTY)


def test_rows_can_stand_for_many() -> None:
    spec = 'count = "n"\n' + table("a")
    made = evaluate(spec, {"a": ["x", "y", "x"], "n": ["5", "0", "7"]})
    assert made.tables[0].cells == {("x",): 12, ("y",): 0}
    assert made.cohort.referrals == 12


@pytest.mark.parametrize("count", ["", "-1", "2.5", "many", "1e3", "9" * 10, "٣"])
def test_a_count_that_is_none_is_refused_with_its_line(count: str) -> None:
    with pytest.raises(Refused, match=r"Line 3 .* column n must hold a whole number"):
        evaluate('count = "n"\n' + table("a"), {"a": ["x", "y"], "n": ["5", count]})


def test_names_that_stand_for_something_else_in_files_are_changed_there() -> None:
    rows = {name: ["x", "y"] for name in ("count", "State", "(all)", "site")}
    made = evaluate(table(*rows), rows)
    assert made.tables[0].variables == ("count_", "State_", "(all)_", "site")
    assert [each.title for each in made.variables] == list(rows)


@pytest.mark.parametrize("value", ["(all)", EMPTY])
def test_a_value_that_stands_for_something_else_is_refused(value: str) -> None:
    with pytest.raises(Refused, match="stands for"):
        evaluate(table("a"), {"a": ["x", value, ""]})


def test_the_sign_for_hidden_may_be_a_value() -> None:
    assert evaluate(table("a"), {"a": ["s", "x"]}).variables[0].values == ("s", "x")


def test_too_many_values_are_refused_with_the_numbers() -> None:
    many = [str(number) for number in range(MOST_VALUES + 1)] * 2
    with pytest.raises(Refused, match=r"a has 301 different values; a dimension may have 300"):
        evaluate(table("a"), {"a": many})


def test_tables_that_are_far_too_large_are_refused_with_the_numbers() -> None:
    rows = {name: [str(at % 60) for at in range(600)] for name in "abc"}
    with pytest.raises(Refused, match=r"226981 cells .* 20000 .* a_by_b_by_c: 60 x 60 x 60"):
        evaluate(table("a", "b", "c"), rows)


def test_a_column_that_points_at_people_is_refused() -> None:
    names = [f"person {number}" for number in range(30)]
    with pytest.raises(Refused, match="it points at people"):
        evaluate(table("a"), {"a": [*names, "nobody", "nobody"]})


def by_hand(rows: Rows, names: Sequence[str], who: str) -> dict[tuple[str | None, ...], tuple]:
    found = {}
    spans = [(*sorted(set(rows[name])), None) for name in names]
    for key in product(*spans):
        people: dict[str, int] = defaultdict(int)
        for at, amount in enumerate(rows["cost"]):
            if all(v in (None, rows[n][at]) for n, v in zip(names, key, strict=True)):
                people[rows[who][at]] += round(float(amount) * 100)
        top = [*sorted(people.values(), reverse=True)[:2], 0, 0]
        found[key] = (sum(people.values()), len(people), top[0], top[1])
    return found


def told(cells: Mapping[tuple[str | None, ...], Contributed]) -> dict[tuple, tuple]:
    return {k: (c.total, c.people, c.largest, c.second) for k, c in cells.items()}


@pytest.mark.parametrize("seed", range(4))
def test_sums_agree_with_sums_by_hand(seed: int) -> None:
    random = Random(seed)
    rows = {
        "a": random.choices("xyz", k=90),
        "b": random.choices("pq", k=90),
        "who": random.choices([str(number) for number in range(25)], k=90),
        "row": [str(number) for number in range(90)],
        "cost": [f"{random.randint(0, 90000) / 100:.2f}" for _ in range(90)],
    }
    asked = table("a", "b", more='sum = "cost"')
    made = evaluate(asked + '[sums.cost]\ncontributor = "who"\n', rows)
    assert told(made.sums[0].cells) == by_hand(rows, ["a", "b"], "who")
    assert told(evaluate(asked, rows).sums[0].cells) == by_hand(rows, ["a", "b"], "row")
    assert made.sum_columns[0].places == 2
    assert made.tables[0].id == "cost_by_a_by_b_count"


def test_a_shuffled_file_gives_the_same_sums_to_the_same_people() -> None:
    random = Random(1)
    cells = [(*random.choices("xy", k=2), str(random.randint(0, 9))) for _ in range(60)]
    spec = table("a", "b", more='sum = "cost"') + table("b", more='sum = "cost"')
    made = []
    for _ in range(2):
        random.shuffle(cells)
        a, b, cost = zip(*cells, strict=True)
        made.append(evaluate(spec, {"a": a, "b": b, "cost": cost}))
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("", "is empty"),
        ("-5", "negative"),
        ("(5.00)", "negative"),
        ("nan", "must hold amounts"),
        ("inf", "must hold amounts"),
        ("Infinity", "must hold amounts"),
        ("1e9", "must hold amounts"),
        ("$12", "must hold amounts"),
        ("1,200", "must hold amounts"),
        ("twelve", "must hold amounts"),
        ("=1+1", "must hold amounts"),
        ("1.1234567", "must hold amounts"),
        ("٣", "must hold amounts"),
        ("9" * 14, "must hold amounts"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_line_and_never_quoted(
    amount: str, told: str
) -> None:
    spec = table("a", more='sum = "cost"')
    with pytest.raises(Refused) as refusal:
        evaluate(spec, {"a": ["x", "y"], "cost": ["12.50", amount]})
    assert str(refusal.value).startswith("Line 3 of the file: the column cost ")
    assert told in str(refusal.value)
    assert not amount or amount not in str(refusal.value)


def test_empty_amounts_can_be_nothing_or_be_left_out() -> None:
    spec = table("a", more='sum = "cost"') + '[sums.cost]\nempty = "{}"\n'
    rows = {"a": ["x", "x", "y"], "cost": ["5", "", "7.5"]}
    nothing = evaluate(spec.format("zero"), rows)
    assert told(nothing.sums[0].cells)["x",] == (50, 2, 50, 0)
    assert nothing.sum_columns[0].complete
    left_out = evaluate(spec.format("left_out"), rows)
    assert told(left_out.sums[0].cells)["x",] == (50, 1, 50, 0)
    assert not left_out.sum_columns[0].complete


def test_amounts_too_large_to_count_exactly_are_refused() -> None:
    spec = table("a", more='sum = "cost"')
    with pytest.raises(Refused, match="larger unit"):
        evaluate(spec, {"a": ["x", "y"], "cost": ["9999999999999", "0.123456"]})


def test_a_row_that_does_not_say_whose_amount_it_is_is_refused() -> None:
    spec = table("a", more='sum = "cost"') + '[sums.cost]\ncontributor = "who"\n'
    with pytest.raises(Refused, match="whose amount"):
        evaluate(spec, {"a": ["x", "y"], "cost": ["1", "2"], "who": ["p", ""]})


def test_columns_that_add_up_are_found() -> None:
    names = ("total", "jail", "care")
    spec = "".join(table("a", more=f'sum = "{name}"') for name in names)
    rows = {"a": ["x", "y", "x"], "jail": ["1", "2.5", "0"], "care": ["2", "0.5", "9"],
            "total": ["3", "3.0", "9"]}  # fmt: skip
    assert evaluate(spec, rows).added_up == (("total", ("care", "jail")),)
    rows["total"] = ["3", "3.0", "8"]
    assert evaluate(spec, rows).added_up == ()
