"""What the names, codes and measures in a package mean; no counts of any kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ati_desktop.disclosure.datasets import Kind
from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, HIDDEN
from ati_desktop.exports.codebook_page import Chapter, codebook_page
from ati_desktop.exports.csvw import csvw_files
from ati_desktop.exports.ddi import ddi
from ati_desktop.exports.described import Described
from ati_desktop.exports.measures import as_json
from ati_desktop.exports.rows import DEMO, Value, as_csv

FOLDER = "codebook"


def release_codebook(
    release: SealedRelease, described: Sequence[Described]
) -> Iterator[tuple[str, bytes]]:
    """Yield the codebook of a release of figures: CSV, JSON, a page, DDI and CSVW."""
    rows: list[tuple[Value, ...]] = [
        (name, title, _role(release, name), value, label)
        for name, (title, labels) in _variables(release, described).items()
        for value, label in labels.items()
    ]
    header = ("variable", "title", "role", "value", "label")
    yield f"{FOLDER}/codebook.csv", as_csv(header, rows, demo=release.demo)
    yield f"{FOLDER}/codebook.json", as_json(_content(release, described))
    chapters = [Chapter(card.title, _card(card)) for card in release.cards]
    yield (
        f"{FOLDER}/codebook.html",
        codebook_page(release.title, described, chapters, demo=release.demo),
    )
    study = {
        "universe": release.population.get("rule") or "",
        "period": _period(release),
        "kind": "aggregated tables",
        "software": f"ATI Desktop {release.version}",
    }
    yield f"{FOLDER}/codebook.xml", ddi(release.title, study, described, demo=release.demo)
    yield from csvw_files(described, FOLDER)


def rows_codebook(
    title: str, study: Mapping[str, str], described: Sequence[Described], *, demo: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield the codebook of a record-level extract: CSV, a page, DDI and CSVW."""
    header = ("file", "variable", "title", "kind", "value", "label", "missing", "definition")
    rows = [row for one in described for row in _rows(one)]
    yield f"{FOLDER}/codebook.csv", as_csv(header, rows, demo=demo)
    yield f"{FOLDER}/codebook.html", codebook_page(title, described, (), demo=demo)
    yield f"{FOLDER}/codebook.xml", ddi(title, study, described, demo=demo)
    yield from csvw_files(described, FOLDER)


def _rows(one: Described) -> Iterator[tuple[Value, ...]]:
    for field in one.fields:
        words = (one.name, field.name, field.title, field.kind.value)
        if field.kind is not Kind.CODE:
            yield (*words, "", "", "", field.definition)
        for code, label in field.labels.items() if field.kind is Kind.CODE else ():
            absent = "yes" if code in field.missing else "no"
            yield (*words, code, label, absent, field.definition)


def _variables(
    release: SealedRelease, described: Sequence[Described]
) -> dict[str, tuple[str, dict[str, str]]]:
    """Return title and labels of each variable: those values that stand in some table."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for variable in release.variables:
        used = {
            code
            for one in described
            for field in one.fields
            if field.name == variable.name and field.kind is Kind.CODE
            for code in field.labels
        }
        used |= {
            value
            for figure in release.views.figures
            for name, value in figure.group
            if name == variable.name
        }
        labels = {v: variable.labels.get(v, v) for v in variable.values if v in used}
        if labels:
            found[variable.name] = (variable.title, labels)
    return found


def _role(release: SealedRelease, name: str) -> str:
    return "outcome" if name in release.outcomes else "group"


def _period(release: SealedRelease) -> str:
    years = [release.population.get(name) for name in ("first year", "last year")]
    return " to ".join(dict.fromkeys(year for year in years if year))


def _card(card: object) -> list[tuple[str, str]]:
    names = ("definition", "population", "method", "source")
    return [(name.capitalize(), str(getattr(card, name))) for name in names]


def _content(release: SealedRelease, described: Sequence[Described]) -> dict[str, object]:
    mark: dict[str, object] = {"mark": DEMO} if release.demo else {}
    return {
        "format": "ati-desktop/codebook",
        "version": 1,
        **mark,
        "symbols": {HIDDEN: "hidden so that nobody can be found", ALL: "summed over all values"},
        "variables": [
            {
                "name": name,
                "title": title,
                "role": _role(release, name),
                "values": [{"value": value, "label": label} for value, label in labels.items()],
            }
            for name, (title, labels) in _variables(release, described).items()
        ],
        "measures": [
            {
                "measure": card.measure,
                "version": card.version,
                "title": card.title,
                "definition": card.definition,
                "population": card.population,
                "method": card.method,
                "source": card.source,
            }
            for card in release.cards
        ],
    }
