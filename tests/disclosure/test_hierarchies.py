"""Hierarchies: as tables, as rules, as shipped; checked before they are used."""

from __future__ import annotations

import json
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ati_desktop.disclosure.hierarchies import Hierarchy, check, flat, hierarchy_of
from ati_desktop.disclosure.hierarchy_rules import hierarchy_from_rule
from ati_desktop.disclosure.shipped_hierarchies import shipped_hierarchy, shipped_names
from ati_desktop.errors import Refused
from ati_desktop.resources import resource

COURTS = [["a", "north", "*"], ["b", "north", "*"], ["c", "south", "*"]]
AGES = {"kind": "intervals", "widths": [5, 10, 20], "top": 90}


def by_rule(rule, *values: str | None) -> list[tuple[str | None, ...]]:
    hierarchy = hierarchy_from_rule("x", rule, values)
    return [hierarchy.path(value) or () for value in values]


def test_a_table_is_read_as_value_and_levels() -> None:
    hierarchy = hierarchy_of("court", COURTS)
    assert (hierarchy.height, hierarchy.top) == (2, "*")
    assert hierarchy.path("b") == ("b", "north", "*")
    assert hierarchy.path("d") is None


def test_a_header_is_passed_over() -> None:
    table = [["court", "side", "all"], *COURTS]
    assert hierarchy_of("court", table).paths == hierarchy_of("court", COURTS).paths


def test_what_is_not_recorded_stays_so_up_to_the_top() -> None:
    assert hierarchy_of("court", COURTS).path(None) == (None, None, "*")


def test_what_is_not_recorded_can_have_a_path_of_its_own() -> None:
    hierarchy = hierarchy_of("court", [*COURTS, ["", "unknown", "*"]])
    assert hierarchy.path(None) == (None, "unknown", "*")


BROKEN = {
    "nothing": [],
    "one column": [["a"], ["b"]],
    "ragged": [["a", "x", "*"], ["b", "*"]],
    "a value twice": [["a", "x", "*"], ["a", "x", "*"]],
    "parts what was joined": [["a", "x", "p", "*"], ["b", "x", "q", "*"]],
    "two tops": [["a", "x", "*"], ["b", "x", "*"], ["c", "y", "**"], ["d", "y", "**"]],
    "an empty label": [["a", "", "*"], ["b", "x", "*"]],
    "too many levels": [["a", *["x"] * 30]],
}


@pytest.mark.parametrize("why", BROKEN)
def test_a_table_that_is_no_hierarchy_is_refused(why: str) -> None:
    with pytest.raises(Refused, match="hierarchy of court"):
        hierarchy_of("court", BROKEN[why])


def test_a_refusal_says_no_value() -> None:
    with pytest.raises(Refused) as told:
        hierarchy_of("x", [["Jane Roe", "p", "q", "*"], ["John Doe", "p", "r", "*"]])
    assert "Roe" not in str(told.value)
    with pytest.raises(Refused) as told:
        hierarchy_of("court", COURTS).paths_of(["a", "Jane Roe", None])
    assert "1 different" in str(told.value)
    assert "Roe" not in str(told.value)


@pytest.mark.parametrize(
    ("age", "bands"),
    [
        ("0", ("0-4", "0-9", "0-19")),
        ("19", ("15-19", "10-19", "0-19")),
        ("20", ("20-24", "20-29", "20-39")),
        ("24", ("20-24", "20-29", "20-39")),
        ("25", ("25-29", "20-29", "20-39")),
        ("89", ("85-89", "80-89", "80-89")),
        ("90", ("90+", "90+", "90+")),
        ("117", ("90+", "90+", "90+")),
    ],
)
def test_an_interval_has_its_lower_edge_and_not_its_upper(age: str, bands: tuple[str, ...]) -> None:
    assert by_rule(AGES, age) == [(age, *bands, "*")]


def test_what_is_below_the_bottom_is_one_band() -> None:
    rule = {"kind": "intervals", "widths": [5, 10], "bottom": 18, "top": 80}
    assert by_rule(rule, "17", "18", "19", "20") == [
        ("17", "<18", "<18", "*"),
        ("18", "18-19", "18-19", "*"),
        ("19", "18-19", "18-19", "*"),
        ("20", "20-24", "20-29", "*"),
    ]


def test_intervals_of_numbers_with_decimals_are_exact() -> None:
    rule = {"kind": "intervals", "widths": [0.1, 0.2]}
    assert by_rule(rule, "0.3", "0.29", "-0.05") == [
        ("0.3", "[0.3, 0.4)", "[0.2, 0.4)", "*"),
        ("0.29", "[0.2, 0.3)", "[0.2, 0.4)", "*"),
        ("-0.05", "[-0.1, 0)", "[-0.2, 0)", "*"),
    ]


@settings(deadline=None)
@given(
    number=st.decimals(-10_000, 10_000, places=3),
    widths=st.lists(st.integers(1, 6), min_size=1, max_size=4),
    start=st.integers(-20, 20),
)
def test_every_number_lies_in_its_interval(number, widths: list[int], start: int) -> None:
    steps = [widths[0]]
    for more in widths[1:]:
        steps.append(steps[-1] * more)
    rule = {"kind": "intervals", "widths": steps, "start": start}
    path = hierarchy_from_rule("x", rule, [f"{number:f}"]).path(f"{number:f}") or ()
    for width, label in zip(steps, path[1:-1], strict=True):
        low = (
            int(str(label)[: str(label).index("-", 1)])
            if "-" in str(label)[1:]
            else int(str(label))
        )
        assert low <= Fraction(str(number)) < low + width
        assert (low - start) % width == 0


def test_prefixes_cut_codes() -> None:
    rule = {"kind": "prefixes", "lengths": [4, 3]}
    assert by_rule(rule, "60601", "606") == [
        ("60601", "6060*", "606*", "*"),
        ("606", "606", "606", "*"),
    ]


def test_groups_join_what_is_listed() -> None:
    rule = {
        "kind": "groups",
        "levels": [{"north": ["a", "b"], "south": ["c"]}, {"city": ["north", "south"]}],
    }
    assert by_rule(rule, "a", "c", None) == [
        ("a", "north", "city", "*"),
        ("c", "south", "city", "*"),
        (None, None, None, "*"),
    ]


def test_what_is_in_no_list_is_refused_or_other() -> None:
    rule = {"kind": "groups", "levels": [{"north": ["a"]}]}
    with pytest.raises(Refused, match="1 different values"):
        hierarchy_from_rule("x", rule, ["a", "z"])
    assert by_rule({**rule, "other": "rest"}, "z") == [("z", "rest", "*")]


def test_dates_become_months_quarters_and_years() -> None:
    rule = {"kind": "dates", "levels": ["month", "quarter", "year", "5 years"]}
    assert by_rule(rule, "2024-03-31", "2024-04") == [
        ("2024-03-31", "2024-03", "2024-Q1", "2024", "2020-2024", "*"),
        ("2024-04", "2024-04", "2024-Q2", "2024", "2020-2024", "*"),
    ]


def test_dates_are_read_by_their_form() -> None:
    rule = {"kind": "dates", "levels": ["quarter", "10 years"], "form": "%m/%d/%Y %I:%M:%S %p"}
    assert by_rule(rule, "12/31/2019 12:00:00 AM") == [
        ("12/31/2019 12:00:00 AM", "2019-Q4", "2010-2019", "*")
    ]
    with pytest.raises(Refused, match="1 different values"):
        hierarchy_from_rule("x", rule, ["31/12/2019 12:00:00 AM"])


MISTAKES = {
    "a form without a month": {"kind": "dates", "levels": ["year"], "form": "%Y"},
    "a form that is a number": {"kind": "dates", "levels": ["year"], "form": 7},
    "a form that cannot be read back": {"kind": "dates", "levels": ["year"], "form": "%m%Y%Q"},
    "no kind": {},
    "an unknown kind": {"kind": "guess"},
    "a kind that is a list": {"kind": ["intervals"]},
    "an unknown key": {"kind": "plain", "widths": [1]},
    "no widths": {"kind": "intervals"},
    "widths that are no numbers": {"kind": "intervals", "widths": ["five"]},
    "a width of nothing": {"kind": "intervals", "widths": [0]},
    "a width below nothing": {"kind": "intervals", "widths": [-5]},
    "a width without end": {"kind": "intervals", "widths": [float("inf")]},
    "a truth for a width": {"kind": "intervals", "widths": [True]},
    "widths that do not nest": {"kind": "intervals", "widths": [5, 12]},
    "bottom above top": {"kind": "intervals", "widths": [5], "bottom": 9, "top": 9},
    "prefixes that grow": {"kind": "prefixes", "lengths": [2, 3]},
    "prefixes of nothing": {"kind": "prefixes", "lengths": [0]},
    "groups without lists": {"kind": "groups", "levels": [{"a": "b"}]},
    "groups of nothing": {"kind": "groups", "levels": [{}]},
    "in two groups": {"kind": "groups", "levels": [{"p": ["5"], "q": ["5"]}]},
    "a group that ends": {"kind": "groups", "levels": [{"p": ["5"]}, {"r": ["q"]}]},
    "an empty other": {"kind": "groups", "levels": [{"p": ["5"]}], "other": " "},
    "levels of no date": {"kind": "dates", "levels": ["week"]},
    "dates that fall": {"kind": "dates", "levels": ["year", "month"]},
}


@pytest.mark.parametrize("why", MISTAKES)
def test_a_rule_with_a_mistake_is_refused(why: str) -> None:
    with pytest.raises(Refused):
        hierarchy_from_rule("x", MISTAKES[why], ["5"])


@pytest.mark.parametrize(
    "value",
    ["nan", "inf", "1e400000000", "5 years", "", " 5", "\u0665", "1_0", "9" * 40, "0x1f", "--5"],
    ids=ascii,
)
def test_what_is_no_number_is_counted_and_not_said(value: str) -> None:
    with pytest.raises(Refused) as told:
        hierarchy_from_rule("age", AGES, [value, "5"])
    assert "1 different values" in str(told.value)


@pytest.mark.parametrize("value", ["2024-02-30", "24-01-01", "2024", "yesterday", "2024-13"])
def test_what_is_no_date_is_counted(value: str) -> None:
    with pytest.raises(Refused, match="1 different values"):
        hierarchy_from_rule("x", {"kind": "dates", "levels": ["year"]}, [value])


def test_a_column_without_any_value_has_its_levels_all_the_same() -> None:
    assert by_rule(AGES, None) == [(None, None, None, None, "*")]


def test_lower_levels_can_be_left_out() -> None:
    hierarchy = hierarchy_from_rule("age", AGES, ["23"])
    assert hierarchy.above(2).path("23") == ("20-29", "20-39", "*")
    assert hierarchy.above(4).path(None) == ("*",)
    with pytest.raises(Refused, match="levels 0 to 4"):
        hierarchy.above(5)


def test_a_column_without_a_hierarchy_is_told_or_not() -> None:
    assert flat("sex", ["f", None]).path("f") == ("f", "*")
    assert flat("sex", ["f", None]).path(None) == (None, "*")


@pytest.mark.parametrize("seed", range(50))
def test_every_rule_makes_levels_that_only_join(seed: int) -> None:
    draw = random.Random(seed)
    values = [str(draw.randint(-200, 200) / draw.choice([1, 2, 8])) for _ in range(60)]
    rule = {"kind": "intervals", "widths": [2.5, 5, 50], "bottom": -31, "top": 77}
    hierarchy = hierarchy_from_rule("x", rule, values)
    check("x", hierarchy.paths)


SHIPPED = {
    "age": ["0", "34", "90"],
    "age_band": ["under 18", "18-20", "21-24", "25-29", "45-49", "65 and over"],
    "date": ["2024-05-06"],
    "year": ["2011", "2024"],
    "zip": ["60601"],
}


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_hierarchy_covers_its_code_list(name: str) -> None:
    raw = json.loads(resource(f"hierarchies/{name}.json").read_text(encoding="utf-8"))
    assert raw["id"] == name
    assert raw["source"]
    values = SHIPPED.get(name)
    if values is None:
        codes = json.loads(resource(f"codes/{name}.json").read_text(encoding="utf-8"))
        values = [entry["code"] for entry in codes["codes"]]
        values += ["unknown", "not_asked", "not_applicable", "declined"]
    hierarchy = shipped_hierarchy(name, name, values)
    assert isinstance(hierarchy, Hierarchy)
    check(name, hierarchy.paths)
    assert len({hierarchy.path(value) for value in values}) == len(values)


def test_a_hierarchy_that_does_not_ship_is_refused_with_those_that_do() -> None:
    with pytest.raises(Refused, match="offence_category"):
        shipped_hierarchy("../codes/sex", "x", [])
