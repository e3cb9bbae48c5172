#!/bin/sh
# Says which system libraries Qt misses, with the line that installs them; --install does it.
set -eu
packages="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
if QT_QPA_PLATFORM=offscreen .venv/bin/python -c 'from PySide6 import QtWidgets, QtPrintSupport' 2>/dev/null
then
    exit 0
fi
if [ "${1:-}" = "--install" ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086 # the list is meant to be split
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null
    exit 0
fi
echo "Qt misses system libraries. On Debian or Ubuntu:" >&2
echo "    sudo apt-get install $packages" >&2
exit 1
