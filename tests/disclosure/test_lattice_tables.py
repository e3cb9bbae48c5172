"""Tables of unique tuples at any levels, against counting the rows; what is kept has a bound."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from ati_desktop.disclosure import lattice_keys, lattice_tables
from ati_desktop.disclosure.hierarchies import hierarchy_of
from ati_desktop.disclosure.lattice_checks import Checks, Judged
from ati_desktop.disclosure.lattice_keys import Ladder, Levels, ladder_of
from ati_desktop.disclosure.lattice_model import Model
from ati_desktop.disclosure.lattice_tables import Tables
from ati_desktop.disclosure.lattice_walk import Walk


def ladders_and_rows(seed: int, rows: int = 400) -> tuple[list[Ladder], list[np.ndarray]]:
    """Return ladders of three to five columns, each value joined at random level by level."""
    draw = random.Random(seed)
    ladders, columns = [], []
    for number in range(draw.randint(3, 5)):
        values = [f"v{value}" for value in range(draw.choice([2, 5, 12, 40]))]
        paths = [[value] for value in values]
        for _ in range(draw.randint(0, 2)):
            joined = {path[-1]: f"g{draw.randrange(len(values))}" for path in paths}
            for path in paths:
                path.append(joined[path[-1]])
        ladder, lowest = ladder_of(
            hierarchy_of(f"c{number}", [[*path, "*"] for path in paths]), list(values)
        )
        ladders.append(ladder)
        codes = [min(int(draw.expovariate(0.4)), len(values) - 1) for _ in range(rows)]
        columns.append(lowest[codes])
    return ladders, columns


def counted(
    ladders: list[Ladder], columns: list[np.ndarray], levels: Levels, extra: np.ndarray | None
) -> list[tuple[int, int]]:
    """Return (rows of the class, rows of the tuple) of each tuple, in the order of the codes."""
    lifted = [
        ladder.lifts[0, level][codes] if level else codes
        for ladder, codes, level in zip(ladders, columns, levels, strict=True)
    ]
    classes = list(zip(*(one.tolist() for one in lifted), strict=True))
    sizes = Counter(classes)
    if extra is None:
        return [(sizes[key], sizes[key]) for key in sorted(sizes)]
    pairs = Counter(zip(classes, extra.tolist(), strict=True))
    return [(sizes[key], pairs[key, value]) for key, value in sorted(pairs)]


@pytest.mark.parametrize("largest", [1 << 62, 3_000, 60])
@pytest.mark.parametrize("seed", range(12))
def test_a_table_at_any_levels_is_what_counting_the_rows_gives(
    seed: int, largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where so many values do not fit into one number, a tuple is several numbers.
    monkeypatch.setattr(lattice_keys, "_LARGEST_KEY", largest)
    monkeypatch.setattr(lattice_keys, "_LEAST_LOOKED_UP", 30)
    draw = random.Random(seed)
    ladders, columns = ladders_and_rows(seed)
    extra = None if seed % 3 == 0 else np.array([draw.randrange(7) for _ in columns[0]])
    tables = Tables(ladders, columns, extra)
    for _ in range(40):
        levels = tuple(draw.randint(0, ladder.height) for ladder in ladders)
        table = tables.at(levels)
        size = np.bincount(table.klass, table.counts) if extra is not None else table.counts
        own = size[table.klass] if extra is not None else size
        found = list(zip(own.tolist(), table.counts.tolist(), strict=True))
        assert found == counted(ladders, columns, levels, extra)
        assert table.classes == size.size


def test_no_more_tables_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lattice_tables, "_KEPT_BYTES", 30_000)
    monkeypatch.setattr(lattice_tables, "_KEPT_TABLES", 9)
    draw = random.Random(5)
    ladders, columns = ladders_and_rows(5)
    tables = Tables(ladders, columns)
    for _ in range(100):
        levels = tuple(draw.randint(0, ladder.height) for ladder in ladders)
        assert tables.at(levels).counts.sum() == columns[0].size
        assert tables.kept_tables <= 9
        assert tables.kept_bytes <= 30_000


class Counting(Checks):
    """Checks that write down what was asked of them, and what came out."""

    def __init__(self, *given) -> None:
        super().__init__(*given)
        self.by_loss: list[int] = []
        self.closely: list[int] = []

    def by_k(self, levels: Levels) -> Judged:
        judged = super().by_k(levels)
        if judged.holds:
            self.by_loss.append(judged.cost)
        return judged

    def by_l_and_t(self, levels: Levels, by_k: Judged) -> Judged:
        self.closely.append(by_k.cost)
        return super().by_l_and_t(levels, by_k)


@pytest.mark.parametrize("suppression", [0.0, 0.1])
def test_l_and_t_are_looked_at_only_where_k_holds_at_no_more_than_the_best_loss_so_far(
    suppression: float,
) -> None:
    ladders, columns = ladders_and_rows(3, rows=2_000)
    draw = random.Random(3)
    charges = np.array([min(int(draw.expovariate(1.0)), 4) for _ in columns[0]])
    model = Model(k=4, t=0.25, suppression=suppression)
    checks = Counting(model, ladders, columns, [charges], None, [1] * len(ladders))
    walk = Walk(checks, [ladder.height for ladder in ladders], None, None, None)
    walk.run()
    assert walk.best is not None
    nodes = walk.nodes
    assert walk.searched < nodes
    assert len(checks.closely) < len(checks.by_loss) + 1
    # Each that is looked at closely had a loss that could still be the best when it was.
    cheap = sum(cost <= walk.best[0] for cost in checks.by_loss)
    assert len(checks.closely) <= cheap + nodes // 8
