"""``python -m benchmarks [NAME ...]``; without a name, every part is measured."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import anonymity, disclosure, figures, large, papers, sizes, starting, stores
from benchmarks.timing import tell


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ati-desktop-bench-") as name:
        folder = Path(name)
        parts = {
            "start": starting.measure,
            "stores": lambda: stores.measure(folder),
            "papers": papers.measure,
            "sizes": lambda: sizes.measure(folder),
            "figures": lambda: figures.measure(folder),
            "anonymity": anonymity.measure,
            "disclosure": disclosure.measure,
            "large": large.measure,
        }
        wanted = sys.argv[1:] or list(parts)
        unknown = set(wanted) - set(parts)
        if unknown:
            tell(f"Choose out of: {', '.join(parts)}")
            return 2
        over = 0
        for part in wanted:
            for measured in parts[part]():
                tell(measured.line)
                over += measured.bound is not None and measured.ratio > measured.bound
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
