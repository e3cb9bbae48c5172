#!/bin/sh
# Makes the lock files anew, and writes down what the locked packages require. Called by make lock;
# needs the network. Versions that are locked stay where they still fit; delete a line for a newer
# one, or all of them.
set -eu
tools=build/lock-tools/bin
python=.venv/bin/python
# uv and pip are locked themselves: what they make hangs on no day.
[ -x $tools/python ] || $python -m venv build/lock-tools
$tools/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
    --only-binary :all: -r packaging/lock-tools.txt

# One version of each package for all Pythons, so that they give the same answers.
compile() {
    $tools/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
        --no-header --quiet --python-version 3.11 --fork-strategy fewest "$@"
}

compile -o packaging/lock.txt
compile --group dev -c packaging/lock.txt -o packaging/lock-dev.txt
$tools/uv pip compile --group lock --universal --generate-hashes --no-emit-index-url --no-header \
    --quiet --python-version 3.11 -o packaging/lock-tools.txt
compile --group dev -c packaging/lock-dev.txt --format pylock.toml -o build/pylock.toml
$python packaging/lock_describe.py $tools/python build/pylock.toml
