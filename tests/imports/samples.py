"""Small mappings and files written for one test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ati_desktop.imports.checking import CheckedRow, RowChecker
from ati_desktop.imports.mapping import Mapping
from ati_desktop.imports.mapping_file import read_mapping
from ati_desktop.imports.reading import FileFormat, SourceFile, SourceRow
from ati_desktop.models.code_lists import CodeLists

TODAY = date(2026, 3, 11)
CODES = CodeLists()

SMALL = """\
name = "small"
version = 1

[file]
row_key = ["ROW"]
dates = ["%d/%m/%Y", "%m/%Y", "%Y"]

[participant]
key = "PERSON"
sex = { column = "SEX", codes = "sex" }

[person]
birth_date = { column = "BORN" }

[person_name]
kind = "legal"
family = { column = "FAMILY" }
given = { column = "GIVEN" }

[legal_case]
key = "CASE"
only_if = "CASE"
docket = { column = "CASE" }
received_on = { column = "RECEIVED", impossible = "doubt" }

[offence]
category = "theft"
charge = { column = "CHARGE" }

[referral]
source = "court"
program = { column = "PROGRAM" }
referred_on = { column = "REFERRED", required = true }
ordinal = { column = "COUNT" }

[enrollment]
only_if = "CLOSED"
program = { column = "PROGRAM" }
exited_on = { column = "CLOSED" }

[[program]]
code = "A"
name = "Alpha"

[[program]]
code = "B"
name = "Beta"

[codes.sex]
default = "doubt"
[codes.sex.values]
m = "1"
f = "2"
"not said" = "declined"
"""

GOOD = {
    "ROW": "1",
    "PERSON": "p1",
    "SEX": "m",
    "BORN": "1980",
    "FAMILY": "Okonkwo",
    "GIVEN": "Ngozi",
    "CASE": "D-1",
    "RECEIVED": "01/02/2024",
    "CHARGE": 'Theft, "small"',
    "PROGRAM": "A",
    "REFERRED": "05/02/2024",
    "COUNT": "1",
    "CLOSED": "",
}
HEADER = list(GOOD)


def write_mapping(folder: Path, text: str = SMALL, name: str = "small.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def small(folder: Path, text: str = SMALL) -> Mapping:
    return read_mapping(write_mapping(folder, text), CODES)


def cells(**changes: str) -> tuple[str, ...]:
    row = GOOD | changes
    return tuple(row[name] for name in HEADER)


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    """Return the rows under the header as CSV with every value quoted."""
    lines = [HEADER, *rows]
    return "".join(delimiter.join(_quoted(cell) for cell in row) + "\r\n" for row in lines)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def write_table(folder: Path, *rows: tuple[str, ...], name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_bytes(table(*rows).encode())
    return path


def knows(code_list: str, code: str) -> bool:
    return code in ("A", "B") if code_list == "programs" else code in CODES[code_list]


def check(mapping: Mapping, **changes: str) -> CheckedRow:
    checker = RowChecker(mapping, tuple(HEADER), today=TODAY, codes=knows)
    return checker.check(SourceRow(2, cells(**changes)))


def read_bytes(folder: Path, data: bytes, form: FileFormat | None = None) -> list[SourceRow]:
    path = folder / "file.csv"
    path.write_bytes(data)
    return list(SourceFile(path, form or FileFormat()).rows())
