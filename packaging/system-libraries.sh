#!/bin/sh
# Says which system libraries Qt misses, with the line that installs them.
set -eu
packages="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
for_windows="libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

qt_loads() {
    QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'from PySide6 import QtWidgets, QtPrintSupport' 2>/dev/null
}

windows_open() {
    [ -n "${DISPLAY:-}" ] || return 0
    .venv/bin/python -c '
from ati_desktop.commands.window import missing_library
raise SystemExit(missing_library() is not None)'
}

if ! qt_loads; then
    missing=$packages
elif ! windows_open; then
    missing=$for_windows
else
    exit 0
fi
echo "Qt misses system libraries. On Debian or Ubuntu:" >&2
echo "    sudo apt-get install $missing" >&2
exit 1
