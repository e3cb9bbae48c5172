"""A dashboard as files: tables and figures of noisy counts, and how they were made noisy."""

from __future__ import annotations

from collections.abc import Iterator

from ati_desktop.disclosure.dashboards import SealedDashboard, require_dashboard
from ati_desktop.disclosure.noisy_views import NoisyFigure
from ati_desktop.disclosure.views import ALL, HIDDEN
from ati_desktop.exports.about import About
from ati_desktop.exports.manifest import manifest_files
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO, Value, as_csv
from ati_desktop.exports.slugs import slug

FORMAT, RECEIPT, VERSION = "ati-desktop/dashboard", "ati-desktop/dashboard-receipt", 1
_FIGURES = ("measure", "group_variable", "group_value", "unit", "value", "numerator", "denominator")
_NOBODY = About()


def dashboard_files(dashboard: SealedDashboard, about: About = _NOBODY) -> dict[str, bytes]:
    """Return every file of a dashboard by its path, manifests last.

    Raises:
        TypeError: what was handed over is not sealed; a fault.
    """
    dashboard = require_dashboard(dashboard)
    receipt = _receipt(dashboard, about)
    files = {"README.txt": _readme(dashboard), **dict(_tables(dashboard))}
    files["figures.csv"] = as_csv(_FIGURES, map(_row, dashboard.figures), demo=dashboard.demo)
    files["dashboard.json"] = as_json(_content(dashboard))
    files["codebook.csv"] = _codebook(dashboard)
    files["receipt.json"] = as_json(receipt)
    files["receipt.txt"] = _receipt_text(receipt)
    return files | manifest_files(files, demo=dashboard.demo)


def _tables(dashboard: SealedDashboard) -> Iterator[tuple[str, bytes]]:
    for number, table in enumerate(dashboard.tables, start=1):
        rows: list[tuple[Value, ...]] = [
            (*(ALL if value is None else value for value in row.key), _said(row.count))
            for row in table.rows
        ]
        header = (*table.variables, "count")
        path = f"tables/T{number:02d}_{slug(table.id)}.csv"
        yield path, as_csv(header, rows, demo=dashboard.demo)


def _said(number: float | None) -> Value:
    return HIDDEN if number is None else number


def _row(figure: NoisyFigure) -> tuple[Value, ...]:
    return (
        figure.measure,
        " and ".join(name for name, _ in figure.group) or ALL,
        " and ".join(value for _, value in figure.group) or ALL,
        figure.unit,
        _said(figure.value),
        _said(figure.numerator),
        "" if figure.unit == "count" else _said(figure.denominator),
    )


def _mark(dashboard: SealedDashboard) -> dict[str, object]:
    return {"mark": DEMO} if dashboard.demo else {}


def _content(dashboard: SealedDashboard) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        **_mark(dashboard),
        "title": dashboard.title,
        "as_of": dashboard.as_of,
        "method": dashboard.method,
        "facts": dict(dashboard.facts),
        "hidden": HIDDEN,
        "tables": [
            {
                "table": table.id,
                "title": table.title,
                "variables": list(table.variables),
                "rows": [
                    [*(ALL if value is None else value for value in row.key), _said(row.count)]
                    for row in table.rows
                ],
            }
            for table in dashboard.tables
        ],
        "figures": [dict(zip(_FIGURES, _row(each), strict=True)) for each in dashboard.figures],
        "variables": [
            {"name": each.name, "title": each.title, "labels": dict(each.labels)}
            for each in dashboard.variables
        ],
    }


def _codebook(dashboard: SealedDashboard) -> bytes:
    rows: list[tuple[Value, ...]] = [
        ("variable", each.name, each.title, value, each.labels[value])
        for each in dashboard.variables
        for value in each.values
    ]
    rows += [("measure", each.measure, each.title, "", each.definition) for each in dashboard.cards]
    return as_csv(("kind", "name", "title", "value", "words"), rows, demo=dashboard.demo)


def _receipt(dashboard: SealedDashboard, about: About) -> dict[str, object]:
    return {
        "format": RECEIPT,
        "version": VERSION,
        **_mark(dashboard),
        "title": dashboard.title,
        "counts": dashboard.rule,
        "as of": dashboard.as_of,
        "outcomes complete to": dashboard.outcome_complete_to,
        "method": dashboard.method,
        **dashboard.facts,
        "tables": len(dashboard.tables),
        "how to read": list(dashboard.notes),
        "not in it": "Days, medians, curves and tests: beside changed counts they would tell the"
        " true ones.",
        "office": about.office or None,
        "review": about.review or None,
        "program version": dashboard.version,
    }


def _receipt_text(receipt: dict[str, object]) -> bytes:
    lines: list[str] = []
    for name, value in receipt.items():
        if isinstance(value, list):
            lines += [f"{name}:", *(f"  - {line}" for line in value)]
        elif name not in ("format", "version"):
            lines.append(f"{name}: {'none' if value in (None, '') else value}")
    return ("\n".join(lines) + "\n").encode()


def _readme(dashboard: SealedDashboard) -> bytes:
    lines = [DEMO, ""] if dashboard.demo else []
    lines += [dashboard.title, "=" * len(dashboard.title), "", dashboard.rule]
    lines += [f"As of: {dashboard.as_of}", "", *dashboard.notes, ""]
    lines += [
        "tables/: counts, one file a table; (all) stands for a sum",
        "figures.csv: counts and shares by measure and group",
        "dashboard.json: all of it for a web page",
        "codebook.csv: codes and words, and what each measure counts",
        "receipt.txt, receipt.json: how the counts were changed",
        "manifest.json, manifest.sha256: size and SHA-256 of every file",
        "",
        f"Made with ATI Desktop {dashboard.version}.",
    ]
    return ("\n".join(lines) + "\n").encode()
