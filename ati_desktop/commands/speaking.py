"""How a command asks for passwords, shows progress and speaks."""

from __future__ import annotations

import getpass
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ati_desktop.errors import Refused

LONGEST_PASSWORD_FILE = 4096
SOON_SECONDS = 2.0


def speak_plainly() -> None:
    """Let any name be written anywhere: as UTF-8 into files and pipes, escaped on old terminals."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def say(text: str = "") -> None:
    """Write one line to standard output."""
    sys.stdout.write(f"{text}\n")


def say_json(data: object) -> None:
    """Write JSON in its documented shape to standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def note(text: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(f"{text}\n")


def read_password(source: str | None, prompt: str, *, twice: bool = False) -> str:
    """Return a password from the first line of a file, of standard input, or typed unseen.

    Raises:
        Refused: it is empty, the file cannot be read, or the two entries differ.
    """
    if source == "-":
        password = sys.stdin.readline(LONGEST_PASSWORD_FILE)
    elif source is not None:
        password = _first_line(Path(source))
    else:
        password = _typed(prompt, twice=twice)
    password = password.rstrip("\r\n")
    if not password:
        raise Refused("The password is empty.")
    return password


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:  # some editors put a mark in front
            return file.readline(LONGEST_PASSWORD_FILE)
    except (OSError, UnicodeDecodeError):
        raise Refused("The password file {path} cannot be read.", path=path) from None


def _typed(prompt: str, *, twice: bool) -> str:
    if not sys.stdin.isatty():
        raise Refused("There is no terminal to ask for the password: use --password-file.")
    password = getpass.getpass(f"{prompt}: ")
    if twice and getpass.getpass(f"{prompt}, once more: ") != password:
        raise Refused("The two passwords are not the same.")
    return password


def progress_line(what: str) -> Callable[[float, str], None]:
    """Return a callable that shows progress on standard error, in place on a terminal.

    Elsewhere a line a tenth is enough, and none where the work is over soon.
    """
    shown, begun = -1, time.monotonic()

    def show(done: float, doing: str = "") -> None:
        nonlocal shown
        tenths = int(done * 10)
        if sys.stderr.isatty():
            end = "\n" if done >= 1 else ""
            sys.stderr.write(f"\r{what}: {done:4.0%} {doing:<24.24}{end}")
            sys.stderr.flush()
        elif tenths > shown and time.monotonic() - begun > SOON_SECONDS:
            note(f"{what}: {done:.0%}")
            shown = tenths

    return show
