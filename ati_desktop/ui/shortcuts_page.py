"""The manual of commands and keys, made from the one list of commands.

``python -m ati_desktop.ui.shortcuts_page docs/shortcuts.md`` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ati_desktop.ui.commands import GROUPS, WINDOW_COMMANDS, Command
from ati_desktop.ui.rooms import ROOMS
from ati_desktop.ui.shell import room_commands

_HEAD = """# Commands and keys

Every command stands in the menu (`F10`) and in the list of all commands (`Ctrl+Shift+P`), where a
part of its name finds it. A role sees only what it may use. `Tab` walks through a page in the order
of reading, `Enter` presses what is marked, `Esc` leaves the search and the list of commands.

This page is made from the program's own list by `python -m ati_desktop.ui.shortcuts_page
docs/shortcuts.md`; change the list, not the page.
"""


def every_command() -> list[Command]:
    """Return the commands of the window, of the way to each room, and of the rooms."""
    inside = [command for room in ROOMS for command in room.commands]
    return [*WINDOW_COMMANDS, *room_commands(ROOMS), *inside]


def shortcuts_page() -> str:
    """Return the page as Markdown, in English."""
    known = every_command()
    parts = [_HEAD]
    for group in GROUPS:
        lines = [_line(command) for command in known if command.group == group]
        if lines:
            table = ["| command | keys | what it does | who |", "|---|---|---|---|", *lines]
            parts.append(f"## {group}\n" + "\n".join(table) + "\n")
    return "\n".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Write the page to the file that is named, or to standard output."""
    if arguments:
        Path(arguments[0]).write_text(shortcuts_page(), encoding="utf-8")
    else:
        sys.stdout.write(shortcuts_page())
    return 0


def _line(command: Command) -> str:
    keys = f"`{command.shortcut}`" if command.shortcut else ""
    who = ", ".join(sorted(role.replace("_", " ") for role in command.roles)) or "everyone"
    return f"| {command.title} | {keys} | {command.what} | {who} |"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
