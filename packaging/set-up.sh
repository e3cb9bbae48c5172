#!/bin/sh
# Makes .venv with exactly the locked packages. Called by make; safe to call again.
set -eu
# The Python that was named, or the first one that the lock is proven for (pyproject.toml lists them).
named=${PYTHON:-}
others="python3.14 python3.13 python3.12 python3.11"

proven() {
    "$1" - <<'EOF'
import re
import sys

with open("pyproject.toml", encoding="utf-8") as file:
    known = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', file.read())
here = "%d.%d" % sys.version_info[:2]
if here not in known:
    sys.exit(
        "Python %s to %s is needed; this is %s. Name one like this: make PYTHON=python%s"
        % (known[0], known[-1], here, known[-1])
    )
EOF
}

python=${named:-python3}
if [ -z "$named" ] && ! proven "$python" 2>/dev/null; then
    for other in $others; do
        if command -v "$other" >/dev/null && proven "$other" 2>/dev/null; then
            python=$other
            break
        fi
    done
fi
proven "$python" || exit 1
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "This Python cannot make virtual environments. On Debian or Ubuntu:" >&2
    echo "    sudo apt-get install python3-venv" >&2
    exit 1
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
# Nothing is resolved and nothing is built, so that what happens hangs on no day: the lock is
# whole (make check proves it) and has a ready file for each Python and machine.
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
    --no-deps --only-binary :all: -r packaging/lock-dev.txt
then
    echo "The lock has ready files for Linux (glibc 2.34, on ARM 2.39), macOS 13 and Windows, or" >&2
    echo "newer. Where pip finds no matching distribution, this machine is another one." >&2
    exit 1
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    --no-build-isolation -e .
if ! problems=$(.venv/bin/python -m pip check --disable-pip-version-check); then
    echo "$problems" >&2
    echo "If .venv is older than the lock, make it anew: make clean, then once more." >&2
    exit 1
fi
touch .venv/ready
