"""A survival curve as a picture of points, drawn from the steps of the coarse grid alone.

A picture of points holds no exact numbers, unlike a drawing of lines. This module loads Pillow:
import it only where a picture is drawn.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from ati_desktop.disclosure.views import CurveStep
from ati_desktop.exports.rows import DEMO
from ati_desktop.resources import resource

_SIZE = (1280, 800)
_FINER = 2  # drawn larger and made smaller, so that slanted lines have no stairs
_LEFT, _RIGHT, _TOP, _BOTTOM = 112, 56, 132, 228
_TEXT, _QUIET, _RULE, _ACCENT, _PALE = "#172327", "#55646a", "#dde4e6", "#0b5f60", "#86bab8"
_DEMO = "#a3195b"


@dataclass(frozen=True, slots=True)
class Chart:
    """What a picture shows: whose curve, in which unit of time, on which steps."""

    title: str
    group: str
    time_unit: str
    steps: Sequence[CurveStep]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture under way; lengths are in points of the finished picture."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    last: float
    faces: dict[tuple[str, int], ImageFont.FreeTypeFont] = field(default_factory=dict)

    def x(self, time: float) -> float:
        return _LEFT + (_SIZE[0] - _LEFT - _RIGHT) * time / self.last

    @staticmethod
    def y(share: float) -> float:
        return _TOP + (_SIZE[1] - _TOP - _BOTTOM) * (1 - share)

    def line(self, places: Sequence[tuple[float, float]], colour: str, wide: int) -> None:
        scaled = [(a * _FINER, b * _FINER) for a, b in places]
        self.pen.line(scaled, fill=colour, width=wide * _FINER, joint="curve")

    def area(self, places: Sequence[tuple[float, float]], colour: str) -> None:
        self.pen.polygon([(a * _FINER, b * _FINER) for a, b in places], fill=colour)

    def dot(self, x: float, y: float) -> None:
        x, y, r = x * _FINER, y * _FINER, 5 * _FINER
        self.pen.ellipse((x - r, y - r, x + r, y + r), fill=_ACCENT)

    def words(
        self, text: str, x: float, y: float, *, size: int = 19, colour: str = _TEXT,
        anchor: str = "ls", bold: bool = False, room: float = _SIZE[0],
    ) -> None:  # fmt: skip
        face = self._face("NotoSans-Bold" if bold else "NotoSans-Regular", size)
        while len(text) > 1 and face.getlength(text) > room * _FINER:
            text = f"{text[:-2].rstrip()}…"
        self.pen.text((x * _FINER, y * _FINER), text, fill=colour, font=face, anchor=anchor)

    def _face(self, name: str, size: int) -> ImageFont.FreeTypeFont:
        known = self.faces.get((name, size))
        if known is None:
            known = ImageFont.truetype(
                str(resource(f"fonts/{name}.ttf")),
                size * _FINER,
                layout_engine=ImageFont.Layout.BASIC,
            )
            self.faces[name, size] = known
        return known


def draw(chart: Chart, *, demo: bool) -> bytes:
    """Return a PNG without any words about itself; the same steps give the same bytes."""
    image = Image.new("RGB", (_SIZE[0] * _FINER, _SIZE[1] * _FINER), "white")
    sheet = _Sheet(image, ImageDraw.Draw(image), max(step.end for step in chart.steps))
    sheet.words(chart.title, 40, 52, size=26, bold=True, room=_SIZE[0] - 80)
    sheet.words(chart.group, 40, 88, size=20, colour=_QUIET, room=_SIZE[0] - 80)
    _draw_frame(sheet)
    _draw_interval(sheet, chart.steps)
    _draw_curve(sheet, chart.steps)
    _draw_risk(sheet, chart)
    if demo:
        sheet.area([(0, 0), (_SIZE[0], 0), (_SIZE[0], 22), (0, 22)], _DEMO)
        sheet.words(DEMO, _SIZE[0] / 2, 17, size=15, colour="#ffffff", anchor="ms", bold=True)
    smaller = image.resize(_SIZE, Image.Resampling.LANCZOS)
    content = io.BytesIO()
    smaller.quantize(64, dither=Image.Dither.NONE).save(content, "PNG", compress_level=9)
    return content.getvalue()


def _draw_frame(sheet: _Sheet) -> None:
    for percent in (0, 25, 50, 75, 100):
        y = sheet.y(percent / 100)
        sheet.line([(_LEFT, y), (_SIZE[0] - _RIGHT, y)], _RULE if percent else _QUIET, 1)
        sheet.words(f"{percent} %", _LEFT - 16, y, size=18, colour=_QUIET, anchor="rm")


def _draw_interval(sheet: _Sheet, steps: Sequence[CurveStep]) -> None:
    """Draw a bar for the 95 % interval at each point."""
    for step in steps:
        if step.low is None or step.high is None:
            continue
        x, low, high = sheet.x(step.end), sheet.y(step.low), sheet.y(step.high)
        sheet.line([(x, low), (x, high)], _PALE, 4)
        for y in (low, high):
            sheet.line([(x - 7, y), (x + 7, y)], _PALE, 3)


def _draw_curve(sheet: _Sheet, steps: Sequence[CurveStep]) -> None:
    """Join the points by straight lines: between them nothing is known of the course."""
    places = [(0.0, 1.0), *((step.end, step.survival) for step in steps)]
    sheet.line([(sheet.x(time), sheet.y(share)) for time, share in places], _ACCENT, 2)
    for step in steps:
        sheet.dot(sheet.x(step.end), sheet.y(step.survival))


def _draw_risk(sheet: _Sheet, chart: Chart) -> None:
    """Write times, shares and people at risk below the picture, where there is room for them."""
    foot = sheet.y(0)
    rows = ("Survival", "At risk", "Events")
    for at, name in enumerate(rows):
        sheet.words(name, 40, foot + 96 + 30 * at, size=16, colour=_QUIET)
    sheet.words("0", sheet.x(0), foot + 28, size=17, colour=_QUIET, anchor="ms")
    middle = (_LEFT + _SIZE[0] - _RIGHT) / 2
    sheet.words(
        f"Time in {chart.time_unit}", middle, foot + 56, size=17, colour=_QUIET, anchor="ms"
    )
    note = "Known at the points only; the bars are 95 % intervals."
    sheet.words(note, 40, foot + 196, size=15, colour=_QUIET)
    taken = 0.0
    for step in chart.steps:
        x = sheet.x(step.end)
        if x - taken < 66:
            continue
        taken = x
        sheet.line([(x, foot), (x, foot + 7)], _QUIET, 1)
        sheet.words(f"{step.end:g}", x, foot + 28, size=17, colour=_QUIET, anchor="ms")
        numbers = (f"{step.survival:.3f}", f"{step.at_risk:,}", f"{step.events:,}")
        for at, text in enumerate(numbers):
            sheet.words(text, x, foot + 96 + 30 * at, size=16, anchor="ms")
