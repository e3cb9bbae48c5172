from __future__ import annotations

from dataclasses import replace

import pytest

from ati_desktop.disclosure.cells import TOTAL, alone
from ati_desktop.disclosure.definitions import outcome_variables, reasons_of
from ati_desktop.disclosure.system import build_system
from ati_desktop.evaluation.results import Exclusion, Figure, Unit
from tests.disclosure.builders import (
    Person,
    evaluation_of,
    linked,
    people_of,
    share,
    shares,
    where,
)


def people() -> list[Person]:
    return people_of(
        {
            ("north", "done", "yes"): 20,
            ("north", "left", "no"): 15,
            ("north", "open", "open"): 4,
            ("south", "done", "yes"): 30,
            ("south", "left", "no"): 25,
            ("south", "open", "open"): 12,
        },
        ("place", "result", "kept"),
    )


TABLES = [("place", "result"), ("place", "kept")]


def test_a_cell_stands_once_however_many_tables_hold_it() -> None:
    system = build_system(evaluation_of(people(), TABLES))
    assert len(system.places) == len(system.values) == 1 + 2 + 3 + 3 + 6 + 6
    assert system.value(frozenset({("place", "north")})) == 39
    assert system.value(frozenset({("place", "east")})) is None
    assert system.total == 106


def test_every_equation_is_true() -> None:
    evaluation = linked(2)
    system = build_system(evaluation)
    assert system.equations
    for whole, parts in system.equations:
        assert system.values[whole] == sum(system.values[part] for part in parts)


def test_tables_that_contradict_one_another_are_a_fault() -> None:
    evaluation = evaluation_of(people(), TABLES)
    first = evaluation.tables[0]
    wrong = replace(first, cells={**first.cells, ("north", "done"): 21})
    with pytest.raises(ValueError, match="one base table"):
        build_system(replace(evaluation, tables=(wrong, evaluation.tables[1])))


def test_a_figure_brings_its_remainder() -> None:
    figures = shares(people(), ["place"], "completion", "result", ["done"], ["done", "left"])
    system = build_system(evaluation_of(people(), TABLES, figures=figures))
    rest = system.rests[1]
    assert rest is not None
    assert rest.remainder == alone(frozenset(where(place="north", result="left")))
    assert system.values[system.places[rest.denominator or frozenset()]] == 35


def test_a_remainder_of_several_cells_is_implied_and_never_printed() -> None:
    figures = shares(people(), [], "completion", "result", ["done"])
    system = build_system(evaluation_of(people(), TABLES, figures=figures))
    (rest,) = system.rests
    assert rest is not None
    assert rest.remainder is not None
    assert len(rest.remainder) == 2
    assert system.places[rest.remainder] in system.unprinted


def test_a_remainder_that_is_also_a_figures_numerator_is_printed() -> None:
    figures = (
        share(people(), (), "completion", "result", ["done"]),
        share(people(), (), "the_others", "result", ["left", "open"]),
    )
    system = build_system(evaluation_of(people(), TABLES, figures=figures))
    assert not system.unprinted


def test_a_numerator_from_another_variable_still_leaves_a_remainder() -> None:
    figure = Figure(
        "odd", (), Unit.SHARE, 50 / 55, 50, 55,
        numerator_cells=(where(kept="yes"),),
        denominator_cells=(where(place="south"),),
    )  # fmt: skip
    figure = replace(figure, denominator=67)
    system = build_system(evaluation_of(people(), TABLES, figures=(figure,)))
    (rest,) = system.rests
    assert rest is not None
    assert rest.remainder is not None
    assert system.values[system.places[rest.remainder]] == 17


def test_a_figure_that_is_all_of_its_base_by_definition_has_no_remainder() -> None:
    figures = shares(people(), [], "all", "result", ["done", "left", "open"])
    system = build_system(evaluation_of(people(), TABLES, figures=figures))
    assert system.rests[0] is not None
    assert system.rests[0].remainder is None


@pytest.mark.parametrize(
    "figure",
    [
        Figure("x", (), Unit.SHARE, 0.5, 5, 10, denominator_cells=((),)),
        Figure("x", (), Unit.SHARE, 0.5, 5, 106, numerator_cells=(where(other="y"),),
               denominator_cells=((),)),
        Figure("x", (), Unit.DAYS, 5.0, denominator=10, quantile=0.5),
        Figure("x", (), Unit.SHARE, None, not_computed="Nothing there."),
        Figure("x", (), Unit.SHARE, 0.5, 4, 106, denominator_cells=((),)),
    ],
)  # fmt: skip
def test_a_figure_that_does_not_rest_on_the_tables_has_nothing_to_rest_on(figure: Figure) -> None:
    assert build_system(evaluation_of(people(), TABLES, figures=(figure,))).rests == [None]


def test_a_bare_count_is_its_own_numerator() -> None:
    figure = Figure("referrals", where(place="north"), Unit.COUNT, 39.0)
    (rest,) = build_system(evaluation_of(people(), TABLES, figures=(figure,))).rests
    assert rest is not None
    assert rest.numerator == alone(frozenset(where(place="north")))


def test_each_group_gets_every_reason_of_its_measure() -> None:
    """A reason that one group does not name would be known to be zero there."""
    some = [each for each in people() if each != {"place": "south", "result": "open",
                                                  "kept": "open"}]  # fmt: skip
    figures = shares(some, ["place"], "completion", "result", ["done"], ["done", "left"])
    assert not figures[2].excluded
    evaluation = evaluation_of(some, TABLES, figures=figures)
    assert reasons_of(evaluation)[2] == {"open": (where(place="south", result="open"),)}
    number = build_system(evaluation).left_out[2]["open"]
    assert number == alone(frozenset(where(place="south", result="open")))


def test_a_count_left_out_that_no_table_holds_has_no_number() -> None:
    figure = share(people(), (), "completion", "result", ["done"], ["done", "left"])
    outside = replace(figure, excluded=(Exclusion("elsewhere", 12),))
    wrong = replace(figure, excluded=(Exclusion("open", 99, (where(result="open"),)),))
    for each, reason in ((outside, "elsewhere"), (wrong, "open")):
        system = build_system(evaluation_of(people(), TABLES, figures=(each,)))
        assert system.left_out == [{reason: None}]


def test_outcomes_are_what_figures_count_within_their_groups() -> None:
    figures = shares(people(), ["place"], "completion", "result", ["done"])
    evaluation = evaluation_of(people(), TABLES, figures=figures)
    assert outcome_variables(evaluation) == {"result", "kept"}
    assert outcome_variables(evaluation_of(people(), TABLES)) == {"place", "result", "kept"}
    whole = evaluation_of(people(), TABLES, figures=figures[:1])
    assert outcome_variables(whole) == {"result"}


def test_one_value_under_two_names_is_known_to_be_the_same_people() -> None:
    system = build_system(evaluation_of(people(), TABLES))
    pairs = {frozenset(pair) for pair in system.twins}

    def twins(one: dict[str, str], two: dict[str, str]) -> bool:
        places = (system.place(alone(frozenset(each.items()))) for each in (one, two))
        return frozenset(places) in pairs

    assert twins({"result": "open", "place": "north"}, {"kept": "open", "place": "north"})
    assert system.place(alone(TOTAL)) is not None
    assert not twins({"result": "done"}, {"kept": "no"})
