"""What stands beside the tables of a pool: where its numbers come from, for people and machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ati_desktop.disclosure.pooling import OFFICE, Pooled
from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO
from ati_desktop.imports.packages import Package

FORMAT, VERSION = "ati-desktop/pool", 1
Offices = Sequence[tuple[str, str, Package]]
_HOW = (
    "Each table has one dimension more, office. (all) in it stands for the sum over offices.",
    "A sum over offices is shown where every office shows its own number; else it is hidden.",
    "A value that an office does not list has no row with that office. Nobody was counted under"
    " it there; whether the office asks for it is not known. The sum over offices counts it as"
    " nobody.",
    "Only counts are pooled. Shares, days, curves, sums of amounts and files that stand beside are"
    " in the packages of the offices.",
)


def pool_papers(
    release: SealedRelease, offices: Offices, pooled: Pooled, notes: Sequence[str]
) -> dict[str, bytes]:
    """Return pool.json and pool.txt."""
    not_listed = list(_not_listed(offices, pooled))
    mark: dict[str, object] = {"mark": DEMO} if release.demo else {}
    content: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        **mark,
        "title": release.title,
        "offices": [
            {"label": label, "name": name, **_about(package)} for label, name, package in offices
        ],
        "smallest count shown by rule": release.threshold,
        "notes": list(notes),
        "tables left out": [{"table": title, "why": why} for title, why in pooled.left_out],
        "not listed": [
            {"office": label, "variable": variable, "values": list(values)}
            for label, variable, values in not_listed
        ],
        "audit": {"holds": True, "method": release.method},
    }
    lines = [DEMO, ""] if release.demo else []
    lines += [release.title, "=" * len(release.title), "", *_HOW, *notes, ""]
    for label, name, package in offices:
        lines += [f"{label}: {name}"]
        lines += [f"  {what}: {said}" for what, said in _about(package).items()]
    lines += ["", "Not listed", "----------"] if not_listed else []
    lines += [f"{label}: {variable}: {', '.join(v)}" for label, variable, v in not_listed]
    return {"pool.json": as_json(content), "pool.txt": ("\n".join(lines) + "\n").encode()}


def _about(package: Package) -> dict[str, object]:
    return {
        "office code": package.office,
        "package (SHA-256 of manifest.sha256)": package.manifest_sha256,
        "title": package.title,
        "counts": package.rule,
        "as of": package.as_of,
        "outcomes complete to": package.outcome_complete_to or None,
        "smallest count shown": package.threshold,
        "review": package.review or None,
    }


def _not_listed(offices: Offices, pooled: Pooled) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield label, variable and values that other offices list and this one does not."""
    for label, _, package in offices:
        own = {variable.name: variable.labels for variable in package.variables}
        for variable in pooled.variables:
            if variable.name == OFFICE:
                continue
            gone = tuple(v for v in variable.values if v not in own.get(variable.name, {}))
            if gone:
                yield label, variable.name, gone
