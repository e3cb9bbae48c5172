"""The cells of one row by the names of their columns, without what nobody sees in them."""

from __future__ import annotations

from dataclasses import dataclass

from ati_desktop.errors import Refused
from ati_desktop.imports.fields import Kind
from ati_desktop.imports.mapping import Mapping
from ati_desktop.imports.reading import SourceRow
from ati_desktop.models.plain_text import compared, tidy

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the columns of a mapping stand in a file, and which words say nothing there."""

    places: dict[str, int]
    empty: frozenset[str]
    compared_columns: tuple[str, ...]

    @classmethod
    def of(cls, mapping: Mapping, header: tuple[str, ...]) -> Cells:
        """Find the mapping's columns in the header.

        Raises:
            Refused: columns are missing.
        """
        places = {name: place for place, name in enumerate(header)}
        missing = [name for name in mapping.columns if name not in places]
        if missing:
            raise Refused(
                "The file lacks the columns {missing} that the mapping {mapping} needs; it has "
                "{found}.",
                missing=", ".join(missing),
                mapping=mapping.name,
                found=cut(", ".join(header), 400),
            )
        empty = frozenset(compared(word) for word in mapping.file.empty)
        return cls(places, empty, _compared_columns(mapping))

    def text(self, row: SourceRow, column: str) -> str:
        """Return a cell as keys and codes are compared, nothing where it says nothing."""
        text = compared(row.cells[self.places[column]])
        return "" if text in self.empty else text

    def words(self, row: SourceRow, column: str) -> str:
        """Return a cell as it was written, but for what surrounds it."""
        return tidy(row.cells[self.places[column]]) if self.text(row, column) else ""

    def cleaned(self, row: SourceRow) -> int:
        """Return in how many keys and codes something was that nobody sees."""
        cells = (row.cells[self.places[column]] for column in self.compared_columns)
        return sum(not cell.isascii() and compared(cell) != cell.strip(" ") for cell in cells)


def _compared_columns(mapping: Mapping) -> tuple[str, ...]:
    found = list(mapping.row_key)
    for record in mapping.records:
        found += record.key
        found += [one.column for one in record.fillings if one.column and _is_code(one.field.kind)]
    return tuple(dict.fromkeys(found))


def _is_code(kind: Kind) -> bool:
    return kind in (Kind.CODE, Kind.PROGRAM)


def cut(value: object, most: int = _SHOWN) -> str:
    """Return a value as a sentence about it may hold it."""
    text = str(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"
