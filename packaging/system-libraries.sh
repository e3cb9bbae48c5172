#!/bin/sh
# Says which system libraries Qt misses, with the line that installs them.
set -eu
packages="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
if ! QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'from PySide6 import QtWidgets, QtPrintSupport' 2>/dev/null
then
    echo "Qt misses system libraries. On Debian or Ubuntu:" >&2
    echo "    sudo apt-get install $packages" >&2
    exit 1
fi
# What windows need beside that, the program says itself.
.venv/bin/python -c '
import sys
from ati_desktop.commands.window import check_libraries
from ati_desktop.errors import Refused
try:
    check_libraries()
except Refused as refused:
    sys.exit(str(refused))'
