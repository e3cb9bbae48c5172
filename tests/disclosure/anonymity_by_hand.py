"""k, l, t and the best levels again, in plain Python: slow, and written apart from the program."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

Row = Mapping[str, str | None]
NEAR = 1e-9


def classes_of(
    rows: Sequence[Row], quasi: Sequence[str]
) -> dict[tuple[str | None, ...], list[Row]]:
    found: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in quasi)].append(row)
    return found


def k_of(rows: Sequence[Row], quasi: Sequence[str], group: str | None = None) -> int:
    sizes = [
        len({row[group] for row in members}) if group else len(members)
        for members in classes_of(rows, quasi).values()
    ]
    return min(sizes, default=0)


def l_of(rows: Sequence[Row], quasi: Sequence[str], sensitive: str) -> int:
    return min(len({row[sensitive] for row in m}) for m in classes_of(rows, quasi).values())


def shares(rows: Sequence[Row], column: str) -> dict[str | None, float]:
    return {value: n / len(rows) for value, n in Counter(row[column] for row in rows).items()}


def distance(
    members: Sequence[Row],
    overall: Mapping[str | None, float],
    column: str,
    order: Sequence[str | None] = (),
) -> float:
    own = shares(members, column)
    if not order:
        return sum(abs(own.get(v, 0) - overall.get(v, 0)) for v in {*own, *overall}) / 2
    total = carried = 0.0
    for value in order:
        carried += own.get(value, 0) - overall.get(value, 0)
        total += abs(carried)
    return total / (len(order) - 1) if len(order) > 1 else 0.0


def t_of(rows: Sequence[Row], quasi: Sequence[str], sensitive: str) -> float:
    overall = shares(rows, sensitive)
    return max(distance(m, overall, sensitive) for m in classes_of(rows, quasi).values())


@dataclass(frozen=True)
class Wanted:
    k: int
    l: int = 1  # noqa: E741
    t: float | None = None
    suppression: float = 0.0
    loss: str = "dm"
    group: str | None = None
    order: tuple[str | None, ...] = ()


def kept(
    rows: Sequence[Row], quasi: Sequence[str], sensitive: Sequence[str], want: Wanted
) -> list[Row]:
    """Return the rows that stay; classes that are too small, alike or far away go, repeatedly."""
    everybody = [{name: shares(rows, name) for name in sensitive}]
    left = classes_of(rows, quasi)
    while left:
        gone = {
            key
            for key, members in left.items()
            if _fails(members, sensitive, want)
            or any(
                want.t is not None
                and distance(members, those[name], name, want.order) > want.t + NEAR
                for name in sensitive
                for those in everybody
            )
        }
        if not gone:
            break
        left = {key: members for key, members in left.items() if key not in gone}
        rest = [row for members in left.values() for row in members]
        everybody = [everybody[0], *([{n: shares(rest, n) for n in sensitive}] if rest else [])]
    return [row for members in left.values() for row in members]


def _fails(members: Sequence[Row], sensitive: Sequence[str], want: Wanted) -> bool:
    units = len({row[want.group] for row in members}) if want.group else len(members)
    return units < want.k or any(len({row[n] for row in members}) < want.l for n in sensitive)


def best(
    rows: Sequence[Row],
    paths: Mapping[str, Mapping[str | None, Sequence[str | None]]],
    sensitive: Sequence[str],
    want: Wanted,
) -> tuple[dict[str, int], float, int, int] | None:
    """Return levels, loss, rows left out and how many nodes hold, by trying every node."""
    names = sorted(paths)
    heights = {name: len(next(iter(paths[name].values()))) - 1 for name in names}
    found = []
    for levels in product(*(range(heights[name] + 1) for name in names)):
        lifted = [
            {**row, **{n: paths[n][row[n]][at] for n, at in zip(names, levels, strict=True)}}
            for row in rows
        ]
        stay = kept(lifted, names, sensitive, want)
        if not stay or len(rows) - len(stay) > Fraction(str(want.suppression)) * len(rows):
            continue
        sizes = [len(members) for members in classes_of(lifted, names).values()]
        loss: Fraction = {
            "dm": Fraction(sum(size * size for size in sizes)),
            "classes": Fraction(len(rows), len(sizes)),
            "precision": sum(
                (Fraction(at, heights[n]) for n, at in zip(names, levels, strict=True)), Fraction(0)
            )
            / len(names),
        }[want.loss]
        found.append((loss, sum(levels), levels, len(rows) - len(stay)))
    if not found:
        return None
    loss, _, levels, gone = min(found)
    return dict(zip(names, levels, strict=True)), float(loss), gone, len(found)
