from __future__ import annotations

import pytest

from ati_desktop.ui.kit.sheet import style_sheet
from ati_desktop.ui.kit.tokens import DARK, LIGHT, Palette, contrast, demo

PALETTES = {
    "light": LIGHT,
    "dark": DARK,
    "light demo": demo(LIGHT),
    "dark demo": demo(DARK),
}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
def test_every_text_can_be_read_on_its_ground(palette: Palette) -> None:
    poor = {what: contrast(a, b) for what, a, b in palette.pairs() if contrast(a, b) < 4.5}
    assert not poor


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
def test_the_border_of_a_field_can_be_seen(palette: Palette) -> None:
    assert contrast(palette.field_line, palette.surface) >= 3.0


def test_contrast_is_21_for_black_on_white_and_1_for_nothing() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


def test_invented_data_has_another_rail_and_frame() -> None:
    for palette in (LIGHT, DARK):
        assert demo(palette).rail != palette.rail
        assert demo(palette).frame != palette.frame


def test_the_sheet_grows_with_the_text_and_leaves_no_token() -> None:
    small, large = style_sheet(LIGHT, 1.0), style_sheet(LIGHT, 2.0)
    assert "font-size: 13px" in small
    assert "font-size: 26px" in large
    assert "$" not in small
    assert "@" not in small
