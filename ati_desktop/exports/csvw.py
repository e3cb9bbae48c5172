"""Metadata beside each CSV file, as "CSV on the Web" wants it.

Source: W3C, Metadata Vocabulary for Tabular Data, 2015.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.exports.codes import fit_names
from ati_desktop.exports.described import Described
from ati_desktop.exports.measures import as_json

_DIALECT = {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True}


def csvw_files(described: Sequence[Described], folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield <folder>/<name>-metadata.json for each file."""
    for one in described:
        yield f"{folder}/{one.name}-metadata.json", as_json(_metadata(one, folder))


def _metadata(one: Described, folder: str) -> dict[str, object]:
    names = dict(zip((field.name for field in one.fields), fit_names(one.fields), strict=True))
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": posixpath.relpath(one.path, folder),
        "dc:title": one.title,
        "dialect": _DIALECT,
        "tableSchema": {
            "columns": [_column(field, names[field.name], one) for field in one.fields],
            **({"primaryKey": [names[name] for name in one.key]} if one.key else {}),
        },
    }


def _column(field: Field, name: str, one: Described) -> dict[str, object]:
    words: dict[str, object] = {"name": name, "titles": field.name, "dc:title": field.title}
    if field.definition:
        words["dc:description"] = field.definition
    if field.kind is Kind.NUMBER:
        kind = "decimal" if field.decimals else "integer"
        return {**words, "datatype": kind, "null": list(one.absent)}
    if field.kind is Kind.PSEUDONYM:
        return {**words, "datatype": "string", "required": True}
    codes = "|".join(re.escape(code) for code in field.labels if code)
    datatype = {"base": "string", "format": f"^({codes})$"} if codes else "string"
    return {**words, "datatype": datatype, **({} if "" in field.labels else {"required": True})}
