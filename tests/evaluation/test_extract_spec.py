"""The specification of an extract: what it defaults to, and what it refuses by name."""

from __future__ import annotations

import pytest

from ati_desktop.errors import Refused
from ati_desktop.evaluation.extract_spec import ExtractSpec

K = '[extract]\nmodel = "k-anonymity"\n'
SAFE = '[extract]\nmodel = "safe-harbor"\n'
YEARS = '[cohort]\nfrom = "2020"\nto = "2023"\n'


def read(text: str) -> ExtractSpec:
    return ExtractSpec.from_text(f'title = "T"\n{text}', "s.toml")


def test_without_more_it_is_k_11_and_l_2() -> None:
    spec = read(K)
    assert (spec.k, spec.l, spec.t, spec.suppression) == (11, 2, None, 0.1)
    assert spec.quasi == ("age_band", "sex", "ethnicity", "program", "year")
    assert spec.sensitive == (
        "offence_section", "result", "wait_band", "stay_band", "retained_90", "retained_365",
        "rearrest_182", "rearrest_365", "rearrest_730",
    )  # fmt: skip
    assert spec.columns == (*spec.quasi, *spec.sensitive)


def test_columns_follow_the_windows_and_the_way_dates_are_told() -> None:
    text = f"[follow_up]\nwindows_days = [100]\nretention_days = [30]\n{K}"
    assert {"rearrest_100", "retained_30"} <= set(read(text).columns)
    weeks = read(f'{K}dates = "weeks"')
    assert {"to_admission", "to_exit", "to_arrest"} <= set(weeks.columns)
    assert not {"stay_band", "wait_band"} & set(weeks.columns)
    assert not {"to_admission", "to_exit", "to_arrest"} & {*weeks.quasi, *weeks.sensitive}


def test_beside_shifted_days_stands_nothing_that_was_not_shifted() -> None:
    spec = read(f'{YEARS}{K}dates = "shifted"')
    assert spec.columns[-4:] == ("referred_on", "admitted_on", "exited_on", "arrested_on")
    told = set(spec.columns)
    assert not {"year", "stay_band", "wait_band"} & told
    assert not [name for name in told if name.startswith(("retained", "rearrest"))]
    for asked in ('columns = ["year", "result"]', 'columns = ["sex", "rearrest_365"]'):
        with pytest.raises(Refused, match="columns"):
            read(f'{YEARS}{K}dates = "shifted"\n{asked}')


def test_shifted_days_need_a_period() -> None:
    for text in (f'{K}dates = "shifted"', f'{YEARS}{K}dates = "shifted"\nepisodes = true'):
        with pytest.raises(Refused, match="from and to"):
            read(text)


def test_with_episodes_only_the_offence_is_held_diverse() -> None:
    spec = read(f'{K}episodes = true\nkeep = ["episodes", "sex"]')
    assert spec.sensitive == ("offence_section",)
    assert spec.keep == ("sex", "episodes")


def test_safe_harbor_tells_no_place_and_no_program() -> None:
    spec = read(SAFE)
    assert spec.quasi == ("age", "sex", "ethnicity", "year")
    assert (spec.k, spec.l, spec.dates) == (1, 1, "days")
    for asked in ('columns = ["program"]', 'dates = "shifted"', "k = 11", "episodes = true"):
        with pytest.raises(Refused):
            read(f"{SAFE}{asked}")
    with pytest.raises(Refused):
        read(f'{SAFE}[hierarchies.sex]\nkind = "plain"')


def test_further_columns_may_count_as_known_but_none_may_cease_to() -> None:
    spec = read(
        f'{K}quasi = ["age_band", "sex", "ethnicity", "program", "year", "offence_section"]'
    )
    assert "offence_section" in spec.quasi
    assert "offence_section" not in spec.sensitive
    with pytest.raises(Refused, match="program, year too"):
        read(f'{K}quasi = ["age_band", "sex", "ethnicity"]')


def test_hierarchies_are_taken_over_for_columns_that_have_one() -> None:
    spec = read(f'{K}[hierarchies.program]\nkind = "prefixes"\nlengths = [1]')
    assert spec.rules == {"program": {"kind": "prefixes", "lengths": [1]}}
    with pytest.raises(Refused, match=r"hierarchies"):
        read(f'{K}[hierarchies.result]\nkind = "plain"')
    with pytest.raises(Refused, match="part of its own"):
        read(f"{K}[hierarchies]\nsex = 1")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "model"),
        ('[extract]\nmodel = "magic"', "model"),
        (f"{K}k = 2", "k in"),
        (f"{K}k = 2000", "k in"),
        (f"{K}l = 0", "l in"),
        (f"{K}t = 1.5", "t in"),
        (f"{K}t = true", "t in"),
        (f"{K}suppression = 0.6", "suppression"),
        (f"{K}names = true", "names"),
        (f'{K}columns = ["name"]', "columns"),
        (f'{K}columns = ["result"]', "columns"),
        (f'{K}sensitive = ["sex"]', "sensitive"),
        (f"{K}episodes = 1", "episodes"),
        (f'{K}keep = ["episodes"]', "keep"),
        (f'{K}loss = "none"', "loss"),
        (f'{K}dates = "dates"', "dates"),
        ("measures = []", "measures"),
        (f'[cohort]\nfrom = "2024"\nto = "2023"\n{K}', "after"),
        (f"[cohort]\nname = 1\n{K}", "name"),
        (f"[follow_up]\ncompletion_days = 1\n{K}", "completion_days"),
        ("title", "TOML"),
    ],
)
def test_a_setting_that_is_not_right_is_refused_by_its_name(text: str, named: str) -> None:
    with pytest.raises(Refused, match=named):
        read(text)
