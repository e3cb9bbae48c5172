"""A Python file that reads a package with pandas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ati_desktop.disclosure.datasets import Kind
from ati_desktop.exports.described import Described

_HEAD = '''"""Read every table of this package; run it, or import TABLES from it. Needs pandas."""

from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
TABLES = {}
TITLES = {}


def read(name, path, numbers, labels, titles, absent):
    """Read one table; codes become their labels, in the order of the codebook."""
    table = pd.read_csv(ROOT / path, dtype=str, keep_default_na=False, encoding="utf-8")
    for column in numbers:
        table[column] = pd.to_numeric(table[column].mask(table[column].isin(absent)))
    for column, words in labels.items():
        codes = pd.Categorical(table[column], categories=list(words), ordered=False)
        # Two codes may have the same label; then the code is said with it.
        seen = list(words.values())
        names = [f"{w} [{c}]" if seen.count(w) > 1 else w for c, w in words.items()]
        table[column] = codes.rename_categories(names)
    TABLES[name] = table
    TITLES[name] = titles
'''


def python_syntax(described: Sequence[Described]) -> Iterator[str]:
    """Yield the lines of read_data.py."""
    yield from _HEAD.splitlines()
    for one in described:
        numbers = [field.name for field in one.fields if field.kind is Kind.NUMBER]
        coded = [field for field in one.fields if field.kind is Kind.CODE]
        yield from ("", "")
        yield "read("
        yield f"    {one.name!r},"
        yield f"    {one.path!r},"
        yield f"    {numbers!r},"
        yield "    {"
        for field in coded:
            yield f"        {field.name!r}: {{"
            yield from (f"            {code!r}: {label!r}," for code, label in field.labels.items())
            yield "        },"
        yield "    },"
        yield "    {"
        yield from (f"        {field.name!r}: {field.title!r}," for field in one.fields)
        yield "    },"
        yield f"    {list(one.absent)!r},"
        yield ")"
