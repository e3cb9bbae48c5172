"""The colours of paper; all but the pale ones stay readable on a black and white printer."""

from __future__ import annotations

TEXT = "#172327"
QUIET = "#55646a"
ACCENT = "#0b5f60"
RULE = "#c9d3d6"
HOLE = "#8a2f0b"
HOLE_SHADE = "#fdeedd"
DEMO = "#a3195b"
