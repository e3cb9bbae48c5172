"""In which of its declared forms a column writes its dates, told from the whole column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ati_desktop.imports.cells import Cells
from ati_desktop.imports.dates import DateReader
from ati_desktop.imports.fields import Kind
from ati_desktop.imports.mapping import Filling
from ati_desktop.imports.mapping import Mapping as FileMapping
from ati_desktop.imports.reading import SourceRow

DATES = frozenset({Kind.DATE, Kind.DATE_TEXT, Kind.DAY})
Forms = Mapping[str, tuple[str, ...]]


def date_reader(filling: Filling, today: date, told: Forms) -> DateReader:
    """Return what reads the dates of a field; ``told`` are the forms that a file told itself."""
    forms = told.get(filling.column, filling.formats)
    make = DateReader.of_births if filling.field.of_birth else DateReader.of_records
    return make(forms, today, filling.language)


def doubtful_columns(mapping: FileMapping, today: date) -> dict[str, DateReader]:
    """Return the columns of which a text might be read in two ways, with their readers."""
    readers = {
        filling.column: date_reader(filling, today, {})
        for record in mapping.records
        for filling in record.fillings
        if filling.column and filling.field.kind in DATES
    }
    return {column: reader for column, reader in readers.items() if reader.rivals}


def tell_forms(
    cells: Cells, readers: Mapping[str, DateReader], rows: Iterable[SourceRow]
) -> dict[str, tuple[str, ...]]:
    """Return the forms of each doubtful column that are left after all its texts.

    Of forms that might read one text differently only those stay that read all such texts. Where
    none reads all of them, they all stay, and each text that two read differently is doubtful.
    """
    columns = {column: _Column(reader) for column, reader in readers.items()}
    for row in rows:
        if not row.problem:
            for column, seen in columns.items():
                seen.take(cells.text(row, column))
    return {column: seen.forms() for column, seen in columns.items()}


class _Column:
    def __init__(self, reader: DateReader) -> None:
        self._reader = reader
        self._left = [(rivals, set(rivals)) for rivals in reader.rivals]
        self._seen: set[str] = set()

    def take(self, text: str) -> None:
        if not text or text in self._seen:
            return
        self._seen.add(text)
        fits = self._reader.readings(text).keys()
        for rivals, left in self._left:
            if fits & rivals:
                left.intersection_update(fits)

    def forms(self) -> tuple[str, ...]:
        gone = {form for rivals, left in self._left if left for form in rivals - left}
        return tuple(form for form in self._reader.forms if form not in gone)
