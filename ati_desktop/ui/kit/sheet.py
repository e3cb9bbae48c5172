"""The style sheet of the window, made from the tokens."""

from __future__ import annotations

import re
from string import Template

from ati_desktop.resources import resource
from ati_desktop.ui.kit.tokens import SIZES, Palette

_SCALED = re.compile(r"@(\w+)")


def style_sheet(palette: Palette, scale: float) -> str:
    """Return the sheet for a palette and a text scale of 1.0 to 2.0.

    In the source ``$name`` is a colour and ``@name`` or ``@12`` a length that grows with the text.
    """
    names = palette.words() | {"icons": resource("icons").as_posix()}
    names["shade"] = "dark" if palette.dark else "light"
    source = resource("style/window.qss").read_text(encoding="utf-8")

    def length(found: re.Match[str]) -> str:
        word = found[1]
        return f"{round((SIZES[word] if word in SIZES else int(word)) * scale)}px"

    return _SCALED.sub(length, Template(source).substitute(names))
