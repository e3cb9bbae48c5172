"""A specification for a plain file: what it says, and what it is refused for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.errors import Refused
from ati_desktop.evaluation.plain_spec import ColumnSpec, PlainSpec, SumSpec, TableSpec

SMALLEST = 'title = "Counts"\n[[tables]]\ndimensions = ["site"]\n'
SMALLEST_PART = '[[tables]]\ndimensions = ["RESULT"]\n'
LARGE = """
title = " Costs of 2023 "
as_of = "2023-12"
[protection]
threshold = 5
outcomes = ["result"]
weights = "cells"
work = 5000
[file]
encoding = "cp1252"
delimiter = ";"
empty = ["NA", "."]
[columns.site]
title = "Site"
labels = { n = "North", s = "South" }
order = ["s", "n"]
missing = "No site"
[[tables]]
dimensions = ["site", "result"]
[[tables]]
name = "money"
dimensions = "site"
sum = "cost"
[sums.cost]
title = "Cost in dollars"
p_percent = 15
dominance = [1, 75]
contributor = "person"
decimals = 0
empty = "zero"
"""


def read(text: str) -> PlainSpec:
    return PlainSpec.from_text(text, "s.toml")


def test_little_is_enough() -> None:
    spec = read(SMALLEST)
    assert (spec.threshold, spec.weights, spec.outcomes, spec.work) == (11, "readers", (), 0)
    assert spec.tables == (TableSpec("site", ("site",)),)
    assert spec.needed == ("site",)


def test_all_that_can_be_said_is_read() -> None:
    spec = read(LARGE)
    assert spec.title == "Costs of 2023"
    assert (spec.threshold, spec.weights, spec.work) == (5, "cells", 5000)
    assert spec.columns["site"] == ColumnSpec(
        "Site", {"n": "North", "s": "South"}, ("s", "n"), "No site"
    )
    assert spec.tables[0].name == "site_by_result"
    assert spec.tables[1] == TableSpec("money", ("site",), "cost")
    assert spec.sums["cost"] == SumSpec("Cost in dollars", 15, (1, 75), "person", 0, "zero")
    assert spec.needed == ("site", "result", "cost", "person")
    assert (spec.encoding, spec.delimiter, spec.empty) == ("cp1252", ";", ("NA", "."))


def test_sums_have_rules_though_nothing_is_said_of_them() -> None:
    spec = read('title = "T"\n[[tables]]\ndimensions = ["site"]\nsum = "cost"\n')
    assert spec.sums == {"cost": SumSpec("", 10, (2, 90), None, None, "refused")}
    assert spec.tables[0].name == "cost_by_site"


def test_what_the_documentation_shows_is_taken() -> None:
    page = (Path(__file__).parents[2] / "docs" / "elsewhere.md").read_text(encoding="utf-8")
    shown = [part.partition("```")[0] for part in page.split("```toml\n")[1:]]
    small, whole = (read(text) for text in shown)
    assert len(small.tables) == 1
    assert whole.sums["COST"].contributor == "PERSON"
    assert whole.sums["COST"].quantiles == (0.25, 0.5, 0.75)
    assert read(shown[1].replace("# count", "count").partition("[[tables]]")[0] + SMALLEST_PART)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ", "not valid TOML"),
        ("", "title is missing"),
        ('title = "T"\n', "no table is asked for"),
        (SMALLEST + "colour = 1\n", "no setting colour in [tables 1]. Allowed here: name, dim"),
        ("sheet = 1\n" + SMALLEST, "no setting sheet. Allowed here: title, as_of, count, file"),
        (SMALLEST + "[protection]\nk = 5\n", "k in [protection]. Allowed here: threshold, out"),
        (SMALLEST + "[protection]\nthreshold = 2\n", "a whole number from 3 to 20"),
        (SMALLEST + "[protection]\nthreshold = true\n", "a whole number from 3 to 20"),
        (SMALLEST + '[protection]\nweights = "all"\n', "readers, cells, counts"),
        (SMALLEST + '[protection]\noutcomes = ["x"]\n', "outcomes names x"),
        (SMALLEST + "[columns.x]\n", "columns names x"),
        (SMALLEST + "[columns]\nsite = 1\n", "[columns.NAME]"),
        (SMALLEST + "[columns.site]\ncolor = 1\n", "color in [columns.site]"),
        (SMALLEST + "[columns.site]\nlabels = { a = 1 }\n", "texts by name"),
        (SMALLEST + '[columns.site]\norder = ["a", "a"]\n', "nothing stands twice"),
        (SMALLEST + '[[tables]]\ndimensions = ["site"]\n', "stands there twice"),
        ('title = "T"\ntables = 3\n', "[[tables]]"),
        ('title = "T"\n[tables]\ndimensions = ["a"]\n', "[[tables]]"),
        ('title = "T"\n[[tables]]\ndimensions = []\n', "a list of 1 to 4 columns"),
        ('title = "T"\n[[tables]]\n', "dimensions in [tables 1] is missing"),
        ('title = "T"\n[[tables]]\ndimensions = ["a", "b", "c", "d", "e"]\n', "1 to 4 columns"),
        ('title = "T"\n[[tables]]\ndimensions = ["a", "a"]\n', "nothing stands twice"),
        (SMALLEST + "[sums.cost]\n", "no table asks for the sum cost"),
        (SMALLEST + 'sum = "cost"\n[sums.cost]\ndominance = [3, 90]\n', "[n, k]"),
        (SMALLEST + 'sum = "cost"\n[sums.cost]\ndominance = 90\n', "[n, k]"),
        (SMALLEST + 'sum = "cost"\n[sums.cost]\ndominance = [2.0, 90]\n', "[n, k]"),
        (SMALLEST + 'sum = "cost"\n[sums.cost]\ndominance = [2, 20]\n', "[n, k]"),
        (SMALLEST + 'sum = "cost"\n[sums.cost]\np_percent = 0\n', "from 1 to 100"),
        (SMALLEST + 'sum = "cost"\n[sums.cost]\nempty = "drop"\n', "refused, zero, left_out"),
        (SMALLEST + 'sum = "site"\n', "site is a dimension and an amount at once"),
        ('count = "n"\n' + SMALLEST + 'sum = "cost"\n', "no sums can be protected"),
        ('count = "site"\n' + SMALLEST, "site is a dimension and an amount at once"),
        (SMALLEST + "[file]\ndelimiter = 'x'\n", "delimiter in [file]"),
    ],
)
def test_a_mistake_is_refused_with_what_is_allowed(text: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(text)
    assert told in str(refusal.value)
    assert "s.toml" in str(refusal.value)
