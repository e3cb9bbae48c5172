"""The codebook as one page for a browser: no script, no picture, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.exports.described import Described
from ati_desktop.exports.rows import DEMO

_STYLE = """
:root { color-scheme: light dark; --text: #172327; --quiet: #55646a; --accent: #0b5f60;
  --rule: #d5dddf; --paper: #ffffff; --shade: #f3f6f6; --demo: #a3195b; }
@media (prefers-color-scheme: dark) { :root { --text: #e6ecee; --quiet: #a3b1b6;
  --accent: #6fc7c2; --rule: #37474d; --paper: #12191c; --shade: #1a2428; --demo: #f07ab0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .25rem; padding-top: 1.25rem;
  border-top: 2px solid var(--accent); }
h3 { font-size: 1rem; margin: 1.5rem 0 .35rem; }
p, dd { margin: 0 0 .5rem; max-width: 44rem; } .quiet, dt { color: var(--quiet); }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: .15rem 1rem; margin: .5rem 0 1rem; }
dd { margin: 0; }
code { font: .88em/1.5 ui-monospace, "Cascadia Mono", Consolas, monospace;
  background: var(--shade); padding: .1em .35em; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th { text-align: left; font-weight: 600; color: var(--quiet); }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--rule);
  vertical-align: top; overflow-wrap: anywhere; }
td:first-child { width: 34%; }
nav ol { columns: 20rem; padding-left: 1.4rem; } nav li { break-inside: avoid; }
a { color: var(--accent); }
.demo { background: var(--demo); color: var(--paper); padding: .4rem 1.5rem; font-weight: 600; }
@media print { body { font-size: 10pt; } h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something explained beside the files, such as a measure: terms and what they mean."""

    title: str
    terms: Sequence[tuple[str, str]]


def codebook_page(
    title: str, described: Sequence[Described], chapters: Sequence[Chapter], *, demo: bool
) -> bytes:
    """Return codebook.html."""
    return ("\n".join(_page(title, described, chapters, demo=demo)) + "\n").encode()


def _page(
    title: str, described: Sequence[Described], chapters: Sequence[Chapter], *, demo: bool
) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Codebook: {escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    if demo:
        yield f'<div class="demo">{escape(DEMO)}</div>'
    yield f'<main>\n<h1>{escape(title)}</h1>\n<p class="quiet">Codebook. It says what every'
    yield "column and code means, and holds no counts.</p>\n<nav><h3>Files</h3><ol>"
    for one in described:
        yield f"<li>{escape(one.title)}<br><code>{escape(one.path)}</code></li>"
    yield "</ol></nav>\n<section><h2>Columns</h2>"
    for field, names in _columns(described):
        yield from _field(field, names)
    yield "</section>"
    if chapters:
        yield "<section><h2>Measures</h2>"
        for chapter in chapters:
            yield from _chapter(chapter)
        yield "</section>"
    yield "</main>\n</body>\n</html>"


def _columns(described: Sequence[Described]) -> list[tuple[Field, list[str]]]:
    """Return each column once, with the files it stands in: the same name, words and codes."""
    found: list[tuple[Field, list[str]]] = []
    for one in described:
        for field in one.fields:
            names = next((names for known, names in found if known == field), None)
            if names is None:
                found.append((field, [one.name]))
            else:
                names.append(one.name)
    return found


def _field(field: Field, names: Sequence[str]) -> Iterator[str]:
    yield f"<h3>{escape(field.title)} <code>{escape(field.name)}</code></h3>"
    yield f'<p class="quiet">In {escape(", ".join(names))}.</p>'
    if field.definition:
        yield f"<p>{escape(field.definition)}</p>"
    if field.kind is Kind.PSEUDONYM:
        yield '<p class="quiet">A random name, drawn for this package.</p>'
    elif field.kind is Kind.NUMBER:
        places = f"{field.decimals} decimals" if field.decimals else "whole numbers"
        hidden = "; <code>s</code> where it is hidden" if field.missing else ""
        yield f'<p class="quiet">A number, {places}{hidden}.</p>'
    else:
        yield '<table><thead><tr><th scope="col">Code</th><th scope="col">Meaning</th></tr></thead>'
        yield "<tbody>"
        for code, label in field.labels.items():
            note = ' <span class="quiet">(not known)</span>' if code in field.missing else ""
            shown = f"<code>{escape(code)}</code>" if code else '<span class="quiet">empty</span>'
            yield f"<tr><td>{shown}</td><td>{escape(label)}{note}</td></tr>"
        yield "</tbody></table>"


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"<h3>{escape(chapter.title)}</h3><dl>"
    for term, meaning in chapter.terms:
        if meaning:
            yield f"<dt>{escape(term)}</dt><dd>{escape(meaning)}</dd>"
    yield "</dl>"
