"""An R file that reads a package with what R itself brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ati_desktop.disclosure.datasets import Kind
from ati_desktop.exports.described import Described

_HEAD = """# Reads every table of this package into the list `tables`. Run it from the folder of
# the package or from its folder `syntax`; it needs nothing but R itself.

root <- if (file.exists("datapackage.json")) "." else ".."
tables <- list()

read_table <- function(path, numbers, labels, titles, absent) {
  table <- read.csv(file.path(root, path), colClasses = "character", na.strings = character(0),
                    check.names = FALSE, encoding = "UTF-8")
  for (column in numbers) {
    values <- table[[column]]
    values[values %in% absent] <- NA
    table[[column]] <- as.numeric(values)
  }
  for (column in names(labels)) {
    words <- labels[[column]]
    twice <- words$label %in% words$label[duplicated(words$label)]
    shown <- ifelse(twice, paste0(words$label, " [", words$code, "]"), words$label)
    table[[column]] <- factor(table[[column]], levels = words$code, labels = shown)
  }
  for (column in names(titles)) attr(table[[column]], "label") <- titles[[column]]
  table
}"""


def r_syntax(described: Sequence[Described]) -> Iterator[str]:
    """Yield the lines of read_data.R."""
    yield from _HEAD.splitlines()
    for one in described:
        numbers = [field.name for field in one.fields if field.kind is Kind.NUMBER]
        coded = [field for field in one.fields if field.kind is Kind.CODE]
        yield ""
        yield f"tables[[{quoted(one.name)}]] <- read_table("
        yield f"  {quoted(one.path)},"
        yield f"  numbers = {_vector(numbers)},"
        yield "  labels = list("
        for at, field in enumerate(coded):
            yield f"    {quoted(field.name)} = list("
            yield f"      code = {_vector(list(field.labels))},"
            yield f"      label = {_vector(list(field.labels.values()))}"
            yield f"    ){',' if at < len(coded) - 1 else ''}"
        yield "  ),"
        titles = [f"{quoted(field.name)} = {quoted(field.title)}" for field in one.fields]
        yield f"  titles = list({', '.join(titles)}),"
        yield f"  absent = {_vector(list(one.absent))}"
        yield ")"


def quoted(text: str) -> str:
    """Return a text as R reads it, in ASCII, so that the file's encoding never matters."""
    plain = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(plain.get(char) or _escaped(char) for char in text if char != "\0") + '"'


def _escaped(char: str) -> str:
    return char if " " <= char <= "~" else f"\\U{ord(char):08x}"


def _vector(texts: Sequence[str]) -> str:
    return f"c({', '.join(map(quoted, texts))})" if texts else "character(0)"
