"""Generalisation hierarchies: what each value of a column becomes, level by level, up to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ati_desktop.errors import Refused

TOP = "*"
MOST_LEVELS = 20
MOST_VALUES = 200_000

Label = str | None
"""What a value becomes; None is a value that is not recorded, and a value of its own."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A checked table: for each value its path, from the value itself up to the one label on top.

    Made by ``hierarchy_of``. A column without any record of the value (null) needs no path: it
    stays not recorded at every level below the top.
    """

    name: str
    paths: Mapping[Label, tuple[Label, ...]]

    @property
    def height(self) -> int:
        """Return the number of the highest level; the values themselves are level 0."""
        return len(next(iter(self.paths.values()))) - 1

    @property
    def top(self) -> Label:
        """Return the one label of the highest level."""
        return next(iter(self.paths.values()))[-1]

    def path(self, value: Label) -> tuple[Label, ...] | None:
        """Return what a value becomes at each level, or None for a value that is not in it."""
        found = self.paths.get(value)
        if found is None and value is None:
            return (*(None,) * self.height, self.top)
        return found

    def paths_of(self, values: Iterable[Label]) -> list[tuple[Label, ...]]:
        """Return the path of each value.

        Raises:
            Refused: some of them are not in it; the sentence counts them and names none.
        """
        found = [self.path(value) for value in values]
        known = [path for path in found if path is not None]
        if len(known) < len(found):
            raise Refused(
                "{count} different values of the column {column} are not in its hierarchy; add"
                " them to it.",
                count=len(found) - len(known),
                column=self.name,
            )
        return known

    def above(self, lowest: int) -> Hierarchy:
        """Return the same hierarchy without the levels between the value and ``lowest``.

        Level 0 of the new one is level ``lowest`` of this one.

        Raises:
            Refused: there is no such level.
        """
        if not 0 <= lowest <= self.height:
            raise Refused(
                "The hierarchy of {column} has the levels 0 to {height}, not {level}.",
                column=self.name,
                height=self.height,
                level=lowest,
            )
        return Hierarchy(self.name, {value: path[lowest:] for value, path in self.paths.items()})


def hierarchy_of(name: str, rows: Iterable[Sequence[str]]) -> Hierarchy:
    """Return a hierarchy from a table: a row a value, a column a level, the value itself first.

    An empty first cell is the path of what is not recorded. A first row that is a header (its
    last cell is not the one label on top) is passed over.

    Raises:
        Refused: the table is no hierarchy: rows of different length, a value twice, a level that
            does not coarsen the one below, several labels on top. Values are not quoted.
    """
    table = [tuple(cell.strip() for cell in row) for row in rows]
    table = _without_header(table)
    _check_shape(name, table)
    paths: dict[Label, tuple[Label, ...]] = {}
    for row in table:
        value = row[0] or None
        if value in paths:
            raise _wrong(name, "a value stands in it twice (row {row})", row=table.index(row) + 1)
        paths[value] = tuple(cell or None for cell in row)
    check(name, paths)
    return Hierarchy(name, paths)


def flat(name: str, values: Iterable[Label]) -> Hierarchy:
    """Return the hierarchy of a column that has none: as it is, or not at all."""
    return Hierarchy(name, {value: (value, TOP) for value in values} or {None: (None, TOP)})


def check(name: str, paths: Mapping[Label, Sequence[Label]]) -> None:
    """See that each level coarsens the one below and that the top is one label.

    Raises:
        Refused: it does not; the sentence names the level.
    """
    for value, path in paths.items():
        if value is not None and None in path:
            raise _wrong(name, "a level of it is empty for a value that is not")
    for level in range(len(next(iter(paths.values()))) - 1):
        above: dict[Label, Label] = {}
        for path in paths.values():
            if above.setdefault(path[level], path[level + 1]) != path[level + 1]:
                raise _wrong(
                    name,
                    "level {level} parts what level {below} has joined",
                    level=level + 1,
                    below=level,
                )
    tops = {path[-1] for path in paths.values()}
    if len(tops) > 1:
        raise _wrong(
            name, "its last level has {count} labels; give it one, such as *", count=len(tops)
        )


def _without_header(table: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    tops = {row[-1] for row in table[1:] if row}
    if len(table) > 1 and table[0] and len(tops) == 1 and table[0][-1] not in tops:
        return table[1:]
    return table


def _check_shape(name: str, table: Sequence[Sequence[str]]) -> None:
    if not table or len(table[0]) < 2:
        raise _wrong(name, "it needs a row for each value and at least two columns")
    if len(table) > MOST_VALUES or len(table[0]) > MOST_LEVELS + 1:
        raise _wrong(
            name,
            "it has more than {values} values or {levels} levels",
            values=MOST_VALUES,
            levels=MOST_LEVELS,
        )
    for number, row in enumerate(table, start=1):
        if len(row) != len(table[0]):
            raise _wrong(name, "row {row} has not as many columns as the first", row=number)


def _wrong(name: str, what: str, **values: object) -> Refused:
    return Refused("The hierarchy of {column} cannot be used: " + what + ".", column=name, **values)
