"""Code lists: versioned data shipped in resources, read once and handed around."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ati_desktop.models.answers import MISSING_CODES, Missing
from ati_desktop.resources import resource

_MISSING_LABELS = {
    Missing.UNKNOWN: "Unknown",
    Missing.NOT_ASKED: "Not asked",
    Missing.NOT_APPLICABLE: "Not applicable",
    Missing.DECLINED: "Declined to say",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list with its English label; other languages stand beside it in the file."""

    code: str
    label: str
    retired: bool = False


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes, its version and where it comes from."""

    id: str
    version: int
    title: str
    source: str
    codes: tuple[Code, ...]

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {code.code: code.label for code in self.codes}

    def __contains__(self, code: object) -> bool:
        return code in self._labels or code in MISSING_CODES

    def label(self, code: str | None) -> str:
        """Return the label of a code, a missing answer's words, or an empty text for None."""
        if code is None:
            return ""
        if code in MISSING_CODES:
            return _MISSING_LABELS[Missing(code)]
        return self._labels.get(code, code)

    def choices(self, *, missing: bool = True) -> Iterator[tuple[str, str]]:
        """Yield (code, label) of every code still in use, then of the four missing answers."""
        yield from ((code.code, code.label) for code in self.codes if not code.retired)
        if missing:
            yield from ((str(answer), label) for answer, label in _MISSING_LABELS.items())


def read_code_list(name: str, language: str = "en") -> CodeList:
    """Read one list from ``resources/codes``.

    Raises:
        FileNotFoundError: there is no such list in this build.
    """
    raw = json.loads(resource(f"codes/{name}.json").read_text(encoding="utf-8"))
    entries = tuple(
        Code(
            entry["code"],
            entry["label"].get(language) or entry["label"]["en"],
            bool(entry.get("valid_to")),
        )
        for entry in raw["codes"]
    )
    return CodeList(raw["id"], raw["version"], raw["title"], raw["source"], entries)


class CodeLists:
    """All lists of the program, each read when first asked for."""

    def __init__(self, language: str = "en") -> None:
        self._language = language
        self._lists: dict[str, CodeList] = {}

    def __getitem__(self, name: str) -> CodeList:
        if name not in self._lists:
            self._lists[name] = read_code_list(name, self._language)
        return self._lists[name]

    def label(self, name: str, code: str | None) -> str:
        """Return the label of a code of a list."""
        return self[name].label(code)
