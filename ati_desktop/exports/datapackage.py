"""The package as a Frictionless Data Package, version 2: what a program needs to read it.

Source: datapackage.org, Data Package and Table Schema, version 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.exports.codes import hides
from ati_desktop.exports.described import Described, points_to
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO
from ati_desktop.exports.slugs import slug

PATH = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"
_DIALECT = {
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
}


def datapackage(
    title: str, described: Sequence[Described], files: Mapping[str, bytes], *, demo: bool
) -> bytes:
    """Return datapackage.json; its paths are those of the package, so it stands at its top."""
    return as_json(
        {
            "$schema": f"{_PROFILES}/datapackage.json",
            "name": slug(title),
            "title": title,
            **({"mark": DEMO} if demo else {}),
            "resources": [_resource(one, described, files[one.path]) for one in described],
        }
    )


def _resource(one: Described, described: Sequence[Described], data: bytes) -> dict[str, object]:
    return {
        "name": one.name.lower(),
        "type": "table",
        "title": one.title,
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "dialect": {"$schema": f"{_PROFILES}/tabledialect.json", **_DIALECT},
        "schema": _schema(one, described),
    }


def _schema(one: Described, described: Sequence[Described]) -> dict[str, object]:
    keys = [
        {"fields": [name], "reference": {"resource": other.name.lower(), "fields": [name]}}
        for name, other in points_to(one, described)
    ]
    return {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(field) for field in one.fields],
        "missingValues": list(one.absent),
        **({"primaryKey": list(one.key)} if one.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(field: Field) -> dict[str, object]:
    words = {"name": field.name, "title": field.title}
    if field.definition:
        words["description"] = field.definition
    if field.kind is Kind.NUMBER:
        about = {"hidden": "s"} if hides(field) else {}
        return {**words, "type": "number" if field.decimals else "integer", **about}
    if field.kind is Kind.PSEUDONYM:
        return {**words, "type": "string", "constraints": {"required": True}}
    codes = [code for code in field.labels if code]
    return {
        **words,
        "type": "string",
        "constraints": {"required": "" not in field.labels, "enum": codes},
        "categories": [{"value": code, "label": field.labels[code]} for code in codes],
        **({"unknown": list(field.missing)} if field.missing else {}),
    }
