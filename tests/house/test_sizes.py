"""Files stay short, so that a place is found by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "ati_desktop").rglob("*.py"))
MOST_LINES = 350


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_packaging_is_no_package() -> None:
    # It would hide the library of that name.
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_nine_of_ten_files_have_at_most_two_hundred_lines() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES)
    assert lengths[int(len(lengths) * 0.9)] <= 200
