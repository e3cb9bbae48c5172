"""The best levels of a large file, found before by trying all 12,960 nodes (large_file.py)."""

from __future__ import annotations

import pytest

from ati_desktop.disclosure.anonymity import measure
from ati_desktop.disclosure.hierarchies import Hierarchy
from ati_desktop.disclosure.hierarchy_rules import hierarchy_from_rule
from ati_desktop.disclosure.lattice import Found, Model, search
from tests.disclosure.large_file import QUESTIONS, RULES, exhaustive, large_file

# question: levels of age, court, marital, race, school, sex, work, zip; loss; rows left out; how
# many of the 12,960 nodes hold. Printed by ``python -m tests.disclosure.large_file``.
DOCUMENTED = {
    (5, 1, None, 0.04): ((0, 2, 2, 1, 1, 0, 2, 2), 1351652, 856, 4013),
    (5, 1, None, 0.0): ((4, 0, 2, 1, 1, 1, 2, 2), 10712810, 0, 343),
    (10, 1, None, 0.02): ((0, 2, 2, 1, 3, 1, 1, 2), 3480268, 467, 2023),
    (100, 1, None, 0.04): ((4, 0, 2, 1, 2, 1, 2, 2), 21142478, 667, 591),
    (5, 1, 0.2, 0.04): ((4, 0, 2, 1, 1, 1, 1, 2), 4570588, 1156, 1943),
    (5, 1, 0.2, 0.0): ((4, 0, 2, 1, 3, 0, 2, 2), 21271794, 0, 186),
    (5, 3, None, 0.04): ((0, 2, 2, 1, 1, 0, 2, 2), 1351652, 1107, 3765),
}  # fmt: skip


def hierarchies_of(frame, names=tuple(RULES)) -> dict[str, Hierarchy]:
    return {
        name: hierarchy_from_rule(name, RULES[name], frame[name].unique().to_list())
        for name in names
    }


def asked(frame, hierarchies, question) -> Found:
    k, l, t, share = question  # noqa: E741
    return search(frame, hierarchies, ["offence"], Model(k=k, l=l, t=t, suppression=share))


@pytest.mark.slow
@pytest.mark.parametrize("question", DOCUMENTED, ids=str)
def test_the_best_of_a_large_file_is_found(question) -> None:
    levels, loss, left_out, _ = DOCUMENTED[question]
    frame = large_file(30_000)
    found = asked(frame, hierarchies_of(frame), question)
    assert found.nodes_in_lattice == 12_960
    assert found.nodes_searched < found.nodes_in_lattice / 2
    assert (tuple(found.levels.values()), found.loss, found.suppressed) == (levels, loss, left_out)
    told = measure(found.frame, list(RULES), ["offence"])
    k, l, t, _ = question  # noqa: E741
    assert told.k >= k
    assert told.l_of["offence"] >= l
    assert t is None or told.t_of["offence"] <= t


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_part_of_it_is_searched_as_by_trying_every_node(question) -> None:
    names = ("age", "race", "school", "sex", "zip")  # 480 nodes
    frame = large_file(1_500, seed=7)
    hierarchies = hierarchies_of(frame, names)
    paths = {
        name: {value: one.path(value) or () for value in frame[name].unique().to_list()}
        for name, one in hierarchies.items()
    }
    found = asked(frame, hierarchies, question)
    best, loss, left_out, _ = exhaustive(frame, paths, "offence", question)
    assert (tuple(found.levels.values()), found.loss, found.suppressed) == (best, loss, left_out)
