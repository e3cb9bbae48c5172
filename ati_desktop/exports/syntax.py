"""Files that read a package into R, Python, SPSS or Stata, labels and all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ati_desktop.exports.described import Described
from ati_desktop.exports.rows import DEMO
from ati_desktop.exports.syntax_python import python_syntax
from ati_desktop.exports.syntax_r import r_syntax
from ati_desktop.exports.syntax_spss import spss_syntax
from ati_desktop.exports.syntax_stata import stata_syntax

_LANGUAGES: tuple[tuple[str, str, Callable[[Sequence[Described]], Iterator[str]]], ...] = (
    ("py", "# {}", python_syntax),
    ("R", "# {}", r_syntax),
    ("sps", "* {}.", spss_syntax),
    ("do", "* {}", stata_syntax),
)


def syntax_files(described: Sequence[Described], *, demo: bool) -> Iterator[tuple[str, bytes]]:
    """Yield syntax/read_data.py, .R, .sps and .do."""
    for ending, comment, write in _LANGUAGES:
        lines = [comment.format(DEMO)] if demo else []
        lines += write(described)
        yield f"syntax/read_data.{ending}", ("\n".join(lines) + "\n").encode()
