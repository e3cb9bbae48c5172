"""What stands for chance in the tests is one source, whose draws are all different."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.randomness import counting

SOURCE = re.compile(r"\bbytes\(.*% ?256|\bshake_(128|256)\(")
"""Bytes worked out one by one, or a stream: what another source would be made of."""
ROOT = Path(__file__).resolve().parents[2]


def other_sources(folder: Path) -> list[str]:
    own = {"randomness.py", "test_randomness.py"}
    return [
        f"{path.relative_to(folder)}:{at}"
        for path in sorted(folder.rglob("*.py"))
        if path.name not in own
        for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SOURCE.search(line)
    ]


def test_ten_thousand_draws_are_all_different_and_can_be_foretold() -> None:
    draw, again = counting(), counting()
    drawn = [draw(8) for _turn in range(10_000)]
    assert len(set(drawn)) == 10_000
    assert {len(one) for one in drawn} == {8}
    assert [again(8) for _turn in range(10)] == drawn[:10]


def test_no_other_source_stands_in_the_tests() -> None:
    assert other_sources(ROOT / "tests") == []


@pytest.mark.parametrize(
    "line",
    [
        "return bytes((turn * 131 + at * 29) % 256 for at in range(size))",
        "return hashlib.shake_128(str(turn).encode()).digest(size)",
    ],
)
def test_a_planted_source_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "planted.py").write_text(f"import hashlib\n{line}\n", encoding="utf-8")
    assert other_sources(tmp_path) == ["planted.py:2"]
