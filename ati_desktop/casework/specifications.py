"""Specifications of an evaluation as the window holds them: made, written as text, read back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ati_desktop.casework.writing import write_file
from ati_desktop.evaluation.catalogue import (
    BREAKDOWNS,
    MEASURES,
    RETENTION_DAYS,
    THRESHOLD,
    WINDOWS_DAYS,
)
from ati_desktop.evaluation.spec import CohortFileSpec, Join, Spec

__all__ = [
    "BREAKDOWNS",
    "MEASURES",
    "RETENTION_DAYS",
    "THRESHOLD",
    "WINDOWS_DAYS",
    "CohortFileSpec",
    "Join",
    "Spec",
    "save_spec",
    "spec_as_text",
]

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def spec_as_text(spec: Spec) -> str:
    """Return a specification as TOML; ``Spec.from_text`` reads the same one from it."""
    lines = [
        f"title = {_text(spec.title)}",
        f"measures = {_texts(spec.measures)}",
        f"by = {_texts(spec.by)}",
        "",
        "[cohort]",
        f"kind = {_text(spec.kind)}",
    ]
    lines += [f"from = {_text(spec.first)}"] if spec.first else []
    lines += [f"to = {_text(spec.last)}"] if spec.last else []
    lines += [f"programs = {_texts(spec.programs)}"] if spec.programs else []
    lines += [f"period = {_text(spec.period)}"] if spec.period else []
    lines += [
        "",
        "[follow_up]",
        f"windows_days = {list(spec.windows_days)}",
        f"retention_days = {list(spec.retention_days)}",
    ]
    if spec.completion_days is not None:
        lines.append(f"completion_days = {spec.completion_days}")
    lines += ["", "[protection]", f"threshold = {spec.threshold}"]
    lines += _cohort_file(spec.cohort_file)
    for join in spec.joins:
        lines += ["", "[[join]]", f"variable = {_text(join.variable)}"]
        lines.append(f"values = {_texts(join.values)}")
    return "\n".join(lines) + "\n"


def save_spec(spec: Spec, path: Path) -> None:
    """Write a specification to a file that can be opened again.

    Raises:
        Refused: the file cannot be written.
    """
    write_file(path, spec_as_text(spec).encode())


def _cohort_file(wanted: CohortFileSpec | None) -> list[str]:
    if wanted is None:
        return []
    lines = ["", "[cohort_file]", f"name = {_text(wanted.name)}"]
    lines += [f"time = {_text(wanted.time)}"] if wanted.time else []
    lines += [f"event = {_text(wanted.event)}"] if wanted.event else []
    lines += [f"group = {_texts(wanted.group)}"] if wanted.group else []
    lines += [f"times = {list(wanted.times)}"] if wanted.times else []
    return lines


def _text(words: str) -> str:
    escaped = "".join(_ESCAPED.get(letter, letter) for letter in words)
    return f'"{escaped}"'


def _texts(words: Iterable[str]) -> str:
    return f"[{', '.join(_text(word) for word in words)}]"
