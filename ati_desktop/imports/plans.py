"""The plan of an import: what committing it will do, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ati_desktop.imports.mapping import FOR_INFORMATION, Mapping
from ati_desktop.imports.reading import SourceFile
from ati_desktop.imports.sifting import ChangedRow, RejectedRow, Tally

_MOST_IN_JSON = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What one file makes under one mapping, for the store as it was on ``day``.

    ``created`` counts new records by table, ``doubts`` flags by code; rows are new, present
    (imported before), changed (imported before, and saying something else now), repeated (twice
    in this file) or rejected. ``cleaned`` counts keys and codes in which something was that nobody
    sees, ``words`` those that no table of the mapping knows, by column. ``elsewhere`` are lines of
    new people, each with the reference of somebody who is known under the same number.
    """

    mapping: Mapping
    file: Path
    day: date
    sha256: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    lines: int
    rows: int
    new: int
    present: int
    repeated: int
    created: dict[str, int]
    doubts: dict[str, int]
    rejected: tuple[RejectedRow, ...]
    changed: tuple[ChangedRow, ...] = ()
    cleaned: int = 0
    words: tuple[tuple[tuple[str, str], int], ...] = ()
    elsewhere: tuple[tuple[int, str], ...] = ()

    @property
    def mostly_rejected(self) -> bool:
        """Return whether more than half of the rows could not be taken in."""
        return 2 * len(self.rejected) > self.rows

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Return how often each kind of problem stands in the file, the most frequent first."""
        found = Counter(
            f"{one.column}: {one.kind}" if one.column else one.kind
            for row in self.rejected
            for one in row.problems
        )
        return tuple(found.most_common())

    @property
    def digest(self) -> str:
        """Return the checksum of everything that committing must find again."""
        said = {
            "file": self.sha256,
            "mapping": self.mapping.sha256,
            "day": self.day.isoformat(),
            "rows": [self.rows, self.new, self.present, self.repeated],
            "created": self.created,
            "doubts": self.doubts,
            "rejected": [row.line for row in self.rejected],
            "changed": [row.line for row in self.changed],
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return the plan in the shape that docs/import.md describes; it stays stable."""
        return {
            "mapping": {"name": self.mapping.name, "version": self.mapping.version},
            "file": {
                "name": self.file.name,
                "sha256": self.sha256,
                "encoding": self.encoding,
                "delimiter": self.delimiter,
                "lines": self.lines,
            },
            "rows": {
                "total": self.rows,
                "new": self.new,
                "already_there": self.present,
                "repeated": self.repeated,
                "rejected": len(self.rejected),
                "changed": len(self.changed),
                "cleaned": self.cleaned,
            },
            "created": dict(sorted(self.created.items())),
            "doubts": dict(sorted(self.doubts.items())),
            "for_information": sorted(FOR_INFORMATION & self.doubts.keys()),
            "unknown_words": [
                {"column": column, "word": word, "count": count}
                for (column, word), count in self.words[:_MOST_IN_JSON]
            ],
            "reasons": [{"problem": text, "count": count} for text, count in self.reasons],
            "rejected": [_row_as_json(row) for row in self.rejected[:_MOST_IN_JSON]],
            "changed": [_change_as_json(row) for row in self.changed[:_MOST_IN_JSON]],
            "known_elsewhere": [
                {"line": line, "reference": reference}
                for line, reference in self.elsewhere[:_MOST_IN_JSON]
            ],
            "digest": self.digest,
        }


def make_plan(
    mapping: Mapping, source: SourceFile, day: date, tally: Tally, supplies: dict[str, int]
) -> Plan:
    """Return the plan for a file that has been sifted to its end.

    ``supplies`` counts what the new rows need and the office lacks, such as programs.
    """
    created = {table: count for table, count in tally.created.items() if count}
    if tally.new:
        created |= {table: count for table, count in supplies.items() if count}
    return Plan(
        mapping=mapping,
        file=source.path,
        day=day,
        sha256=source.sha256,
        encoding=source.encoding.removesuffix("-sig"),
        delimiter=source.dialect.delimiter,
        header=source.header,
        lines=source.lines,
        rows=tally.rows,
        new=tally.new,
        present=tally.present,
        repeated=tally.repeated,
        created=created,
        doubts=dict(tally.doubts),
        rejected=tuple(tally.rejected),
        changed=tuple(tally.changed),
        cleaned=tally.cleaned,
        words=tuple(tally.words.most_common()),
        elsewhere=tuple(tally.elsewhere),
    )


def _change_as_json(row: ChangedRow) -> dict[str, Any]:
    return {"line": row.line, "changes": [asdict(change) for change in row.changes]}


def _row_as_json(row: RejectedRow) -> dict[str, Any]:
    problems = [{"column": one.column, "problem": one.text} for one in row.problems]
    return {"line": row.line, "problems": problems}
