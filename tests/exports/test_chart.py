"""Pictures of curves: drawn from the steps and from nothing else."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image, ImageChops

from ati_desktop.disclosure.views import CurveStep
from ati_desktop.exports.chart import Chart, draw
from tests.exports.opening import png_chunks

STEPS = (
    CurveStep(0, 90, 260, 35, 0.8634, 0.81, 0.91),
    CurveStep(90, 180, 214, 16, 0.7969, 0.74, 0.85),
    CurveStep(180, 365, 186, 38, 0.63, None, None),
)
CHART = Chart("New arrest over time", "Sex: Female", "days", STEPS)


def picture(chart: Chart, *, demo: bool = False) -> Image.Image:
    return Image.open(io.BytesIO(draw(chart, demo=demo))).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


def test_the_same_steps_give_the_same_bytes_without_a_word_about_itself() -> None:
    data = draw(CHART, demo=False)
    assert draw(CHART, demo=False) == data
    assert {kind for kind, _ in png_chunks(data)} == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert picture(CHART).size == (1280, 800)
    assert len(data) < 40_000


def test_another_number_is_another_picture() -> None:
    lower = (*STEPS[:2], replace(STEPS[2], survival=0.5))
    assert differ(picture(CHART), picture(replace(CHART, steps=lower)))
    wider = (replace(STEPS[0], low=0.7), *STEPS[1:])
    assert differ(picture(CHART), picture(replace(CHART, steps=wider)))


def test_demo_data_are_marked_at_the_top() -> None:
    plain, demo = picture(CHART), picture(CHART, demo=True)
    assert {plain.getpixel((x, 10)) for x in (3, 1270)} == {(255, 255, 255)}
    assert len({demo.getpixel((x, 10)) for x in (3, 1270)} - {(255, 255, 255)}) == 1


def test_a_long_title_is_shortened_and_stays_inside() -> None:
    long = picture(replace(CHART, title="A very long title of a measure " * 6))
    right = long.crop((1240, 0, 1280, 100))
    assert differ(right, Image.new("RGB", right.size, "white")) is None


def test_steps_that_are_close_together_do_not_write_over_one_another() -> None:
    near = [CurveStep(at, at + 1, 500 - at, 12, 1 - at / 200, None, None) for at in range(100)]
    assert picture(replace(CHART, steps=near)).size == (1280, 800)


def test_one_step_is_a_picture_too() -> None:
    assert picture(replace(CHART, steps=STEPS[:1])).size == (1280, 800)
