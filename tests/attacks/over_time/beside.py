"""What the receipt says beside the tables: people, doubtful records, and what is left over.

Whoever has the number of referrals and of people knows how many referrals are somebody's second or
later one; whoever has the number of doubtful records knows how many are not.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations

from tests.attacks.over_time.columns import Axes, State
from tests.attacks.over_time.packages import Package

WHOLE = frozenset[tuple[str, str]]()


def printed_beside(package: Package) -> dict[str, int]:
    """Return every count that can be read or worked out from the receipt of a package."""
    found: dict[str, int] = {}
    whole = package.shown.get(WHOLE)
    if package.people is not None:
        found["people"] = package.people
    for code, count in package.doubts.items():
        if count is not None:
            found[f"doubt {code}"] = count
    if whole is not None:
        others = {f"not {name}": whole - count for name, count in found.items()}
        found |= others
    return found


def counted_beside(axes: Axes, package: Package, state: State) -> Mapping[str, set[Hashable]]:
    """Return who truly is behind each of these counts: people, or rows."""
    rows = [
        row
        for row, fact in sorted(state.items())
        if axes.place(package, axes.record(fact)) is not None
    ]
    first = {person: (person, number) for person, number in reversed(rows)}
    found: dict[str, set[Hashable]] = {
        "people": set(first),
        "not people": set(rows) - set(first.values()),
    }
    for code in package.doubts:
        doubtful = {row for row in rows if code in state[row].get("doubts", "").split(",")}
        found |= {f"doubt {code}": doubtful, f"not doubt {code}": set(rows) - doubtful}
    return found


def narrowed_beside(packages: Sequence[Package], states: Sequence[State]) -> Iterator[str]:
    """Yield every small count, or small change of one, that the receipts give away.

    A count that is larger in the later package tells that somebody came, and how many at least; a
    smaller one that somebody left.
    """
    axes = Axes(tuple(packages))
    said = [printed_beside(package) for package in packages]
    truth = [counted_beside(axes, package, states[package.state]) for package in packages]
    for package, counts in zip(packages, said, strict=True):
        few = package.question.threshold
        yield from (f"{name}: {count}" for name, count in counts.items() if 0 < count < few)
    for one, other in combinations(range(len(packages)), 2):
        few = max(packages[at].question.threshold for at in (one, other))
        for name in said[one].keys() & said[other].keys():
            risen = said[other][name] - said[one][name]
            came, left = (
                truth[other][name] - truth[one][name],
                truth[one][name] - truth[other][name],
            )
            if (risen > 0 and 0 < len(came) < few) or (risen < 0 and 0 < len(left) < few):
                yield f"{one}-{other} {name}: {len(came)} came, {len(left)} left, {risen:+}"
