"""Files stay short, so that a place is found by its name."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "ati_desktop").rglob("*.py"))
MOST_LINES = 350


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_long() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): length(path) for path in FILES}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_packaging_is_no_package() -> None:
    # It would hide the library of that name.
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_nine_of_ten_files_have_at_most_two_hundred_lines() -> None:
    lengths = sorted(length(path) for path in FILES)
    assert lengths[int(len(lengths) * 0.9)] <= 200
