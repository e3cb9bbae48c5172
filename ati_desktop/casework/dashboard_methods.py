"""By which method a dashboard was made noisy, as its specification says it in the register."""

from __future__ import annotations

CELL_KEY, PRIVATE = "cell-key", "dp"
METHODS = (CELL_KEY, PRIVATE)
MARK = "# dashboard: "


def marked(spec_text: str, said: str) -> str:
    """Return the text of a specification with the method behind it."""
    return f"{spec_text.rstrip()}\n{MARK}{said}\n"


def is_private(spec_text: str) -> bool:
    """Tell whether a dashboard is differentially private."""
    return f"{MARK}{PRIVATE}" in spec_text
