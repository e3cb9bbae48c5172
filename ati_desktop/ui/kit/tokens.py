"""Colours, spacing and sizes: every look in the window is made from these."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

GRID = 4
"""All distances are multiples of this, in pixels."""

CORNER = 8
ROW = 38
RAIL = 208

SIZES: dict[str, int] = {"small": 12, "body": 13, "card": 14, "title": 20, "big": 26}
"""Text sizes in pixels at 100 %."""


@dataclass(frozen=True)
class Palette:
    """One set of colours, each as ``#rrggbb``; ``*_soft`` is the ground of the word's chip."""

    window: str
    surface: str
    sunken: str
    line: str
    field_line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    on_accent_soft: str
    neutral_soft: str
    neutral: str
    good_soft: str
    good: str
    warn_soft: str
    warn: str
    bad_soft: str
    bad: str
    rail: str
    rail_text: str
    rail_muted: str
    rail_selected: str
    frame: str
    on_frame: str
    justice: str
    program: str
    program_past: str
    treatment: str
    treatment_past: str
    medication: str
    on_bar: str
    quantity: str
    dark: bool

    def pairs(self) -> list[tuple[str, str, str]]:
        """Return (what, text colour, ground colour) for all text that is ever drawn."""
        grounds = ("window", "surface", "sunken")
        texts = ("text", "muted", "accent", "bad", "warn", "good")
        wide = [(text, ground) for text in texts for ground in grounds]
        chips = [(kind, f"{kind}_soft") for kind in ("neutral", "good", "warn", "bad")]
        bars = ("justice", "program", "program_past", "treatment", "treatment_past", "medication")
        others = [
            ("on_accent", "accent"),
            ("on_accent", "accent_hover"),
            ("on_accent_soft", "accent_soft"),
            ("text", "accent_soft"),
            ("muted", "accent_soft"),
            ("text", "neutral_soft"),
            ("text", "bad_soft"),
            ("text", "warn_soft"),
            ("rail_text", "rail"),
            ("rail_text", "rail_selected"),
            ("rail_muted", "rail"),
            ("on_frame", "frame"),
            *(("on_bar", bar) for bar in bars),
        ]
        named = [*wide, *chips, *others]
        return [(f"{a} on {b}", getattr(self, a), getattr(self, b)) for a, b in named]

    def words(self) -> dict[str, str]:
        """Return name to colour, for the style sheet."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "dark"}


LIGHT = Palette(
    window="#f4f6f8",
    surface="#ffffff",
    sunken="#f8fafb",
    line="#dde3e8",
    field_line="#84919d",
    text="#17212b",
    muted="#55626f",
    accent="#0b6e6b",
    accent_hover="#095a58",
    on_accent="#ffffff",
    accent_soft="#e0f0ef",
    on_accent_soft="#0a5f5d",
    neutral_soft="#e8ecf0",
    neutral="#485560",
    good_soft="#e2f3e6",
    good="#1a6a33",
    warn_soft="#fdeed8",
    warn="#8a4b04",
    bad_soft="#fbe4e3",
    bad="#a3231f",
    rail="#12302f",
    rail_text="#e8f1f0",
    rail_muted="#a9c2bf",
    rail_selected="#1e4a48",
    frame="#12302f",
    on_frame="#e8f1f0",
    justice="#8a5557",
    program="#0b6e6b",
    program_past="#217b77",
    treatment="#52749a",
    treatment_past="#5c708a",
    medication="#7765a3",
    on_bar="#ffffff",
    quantity="#9fb4c8",
    dark=False,
)

DARK = Palette(
    window="#10181b",
    surface="#182226",
    sunken="#141d21",
    line="#2b383d",
    field_line="#71828a",
    text="#e6edef",
    muted="#a3b1b7",
    accent="#5cc5bf",
    accent_hover="#7bd4cf",
    on_accent="#05211f",
    accent_soft="#173c3c",
    on_accent_soft="#9fdeda",
    neutral_soft="#2a363b",
    neutral="#c3ced3",
    good_soft="#17382a",
    good="#86d6a0",
    warn_soft="#40300f",
    warn="#f0bd74",
    bad_soft="#45211f",
    bad="#f5a5a0",
    rail="#0b2423",
    rail_text="#e3eeec",
    rail_muted="#9bb5b2",
    rail_selected="#1a4341",
    frame="#0b2423",
    on_frame="#e3eeec",
    justice="#c99a9b",
    program="#5cc5bf",
    program_past="#45a39e",
    treatment="#9cbbe0",
    treatment_past="#8299b5",
    medication="#b9a9e3",
    on_bar="#0d1517",
    quantity="#4d6478",
    dark=True,
)


def demo(palette: Palette) -> Palette:
    """Return the palette with the rail and the frame of invented data, plum instead of green."""
    return replace(
        palette,
        rail="#471d4c" if not palette.dark else "#3a173f",
        rail_text="#f8ecf9",
        rail_muted="#dcbfe0",
        rail_selected="#67306d",
        frame="#8f2f80",
        on_frame="#ffffff",
    )


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
