"""``python -m ati_desktop``: the window, or the command that was asked for."""

from __future__ import annotations

import sys

from ati_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
