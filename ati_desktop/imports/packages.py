"""A released package read back: what it counts, by which definitions, and its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ati_desktop.errors import Refused
from ati_desktop.imports.package_files import ProvedFiles, prove
from ati_desktop.imports.package_tables import ALL, PackageTable, read_tables

__all__ = ["Package", "PackageTable", "PackageVariable", "read_package"]

OFFICE = "office"
_CODEBOOKS = ("codebook.json", "codebook/codebook.json")
_CODEBOOK = {"ati-desktop/codebook": 1}
_RECEIPT = {"ati-desktop/release-receipt": 1}
_SMALLEST, _LARGEST = 3, 20
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_OFFICE_CODE = re.compile(r"[A-Za-z0-9-]{4,64}")
_MOST_VALUES = 2_000
_LONGEST_TEXT = 500
_ROLES = ("group", "outcome")


@dataclass(frozen=True, slots=True)
class PackageVariable:
    """A variable of a codebook; ``labels`` is its closed list in the order shown."""

    name: str
    title: str
    role: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Package:
    """One office's package; ``name`` is its folder, ``office`` the random code of the office.

    ``measures`` are the versions of the definitions behind the figures; ``review`` says whether a
    second person agreed; ``manifest_sha256`` stands for every byte of the package.
    """

    name: str
    manifest_sha256: str
    office: str
    review: str
    demo: bool
    title: str
    rule: str
    as_of: str
    outcome_complete_to: str
    threshold: int
    variables: tuple[PackageVariable, ...]
    tables: tuple[PackageTable, ...]
    measures: Mapping[str, int]


def read_package(folder: Path) -> Package:
    """Prove a package against its manifest and read its tables.

    Raises:
        Refused: it is locked, changed, incomplete, made by another version, already pooled,
            without an office's code, or not as this program writes packages.
    """
    files = prove(folder)
    receipt = files.json("receipt.json", _RECEIPT)
    codebook = files.json(
        next((p for p in _CODEBOOKS if p in files.files), "codebook.json"), _CODEBOOK
    )
    variables = tuple(_variables(files, codebook))
    if any(variable.name == OFFICE for variable in variables):
        raise Refused(
            "{package} is pooled already. Pool the packages of the offices themselves.",
            package=files.name,
        )
    threshold = receipt.get("smallest count shown by rule")
    if type(threshold) is not int or not _SMALLEST <= threshold <= _LARGEST:
        raise _wrong(files, "receipt.json")
    demo = {files.demo, "mark" in receipt, "mark" in codebook}
    if len(demo) > 1:
        raise _wrong(files, "receipt.json")
    population = receipt.get("population")
    spans = {variable.name: tuple(variable.labels) for variable in variables}
    return Package(
        name=files.name,
        manifest_sha256=files.manifest_sha256,
        office=_office(files, receipt),
        review=_text(files, receipt.get("review") or ""),
        demo=files.demo,
        title=_text(files, receipt.get("title")),
        rule=_text(files, population.get("rule") if isinstance(population, dict) else None),
        as_of=_text(files, receipt.get("as of")),
        outcome_complete_to=_text(files, receipt.get("outcomes complete to") or ""),
        threshold=threshold,
        variables=variables,
        tables=read_tables(files, spans, threshold),
        measures=dict(_measures(files, codebook)),
    )


def _office(files: ProvedFiles, receipt: Mapping[str, object]) -> str:
    code = receipt.get("office")
    if code in (None, ""):
        raise Refused(
            "{package} does not say which office it comes from, so it cannot be told whether the"
            " same people are in another one. Only releases of an office can be pooled, not"
            " packages that protect made of a file.",
            package=files.name,
        )
    if not isinstance(code, str) or not _OFFICE_CODE.fullmatch(code):
        raise _wrong(files, "receipt.json")
    return code


def _variables(files: ProvedFiles, codebook: Mapping[str, object]) -> Iterator[PackageVariable]:
    wrong = _wrong(files, "codebook.json")
    seen: set[str] = set()
    for each in _dicts(codebook.get("variables"), wrong):
        name, role = each.get("name"), each.get("role")
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in seen:
            raise wrong
        if role not in _ROLES:
            raise wrong
        seen.add(name)
        labels: dict[str, str] = {}
        for value in _dicts(each.get("values"), wrong):
            code = _text(files, value.get("value"))
            if code in labels or code == ALL or not code:
                raise wrong
            labels[code] = _text(files, value.get("label"))
        yield PackageVariable(name, _text(files, each.get("title")), str(role), labels)


def _measures(files: ProvedFiles, codebook: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    wrong = _wrong(files, "codebook.json")
    for each in _dicts(codebook.get("measures"), wrong):
        version = each.get("version")
        if type(version) is not int:
            raise wrong
        yield _text(files, each.get("measure")), version


def _dicts(content: object, wrong: Refused) -> list[dict[str, object]]:
    if not isinstance(content, list) or len(content) > _MOST_VALUES:
        raise wrong
    found = [each for each in content if isinstance(each, dict)]
    if len(found) != len(content):
        raise wrong
    return found


def _text(files: ProvedFiles, content: object) -> str:
    """Return a short text that can be shown and printed anywhere."""
    if not isinstance(content, str) or len(content) > _LONGEST_TEXT or not content.isprintable():
        raise _wrong(files, "receipt.json or the codebook")
    return content


def _wrong(files: ProvedFiles, path: str) -> Refused:
    return Refused(
        "{package}: {path} is not as this program writes it.", package=files.name, path=path
    )
