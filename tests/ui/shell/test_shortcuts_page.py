from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from ati_desktop.ui.commands import GROUPS
from ati_desktop.ui.shortcuts_page import every_command, main, shortcuts_page

PAGE = Path(__file__).parents[3] / "docs" / "shortcuts.md"


def test_the_manual_is_what_the_list_says() -> None:
    # Not so? Run: python -m ati_desktop.ui.shortcuts_page docs/shortcuts.md
    assert PAGE.read_text(encoding="utf-8") == shortcuts_page()


def test_every_command_stands_in_it_once() -> None:
    page = shortcuts_page()
    for command in every_command():
        assert command.group in GROUPS
        assert page.count(f"| {command.title} | ") == 1


def test_no_two_commands_share_their_keys_or_their_name() -> None:
    keys = [command.shortcut for command in every_command() if command.shortcut]
    names = [command.name for command in every_command()]
    assert len(set(keys)) == len(keys)
    assert len(set(names)) == len(names)


def test_every_shortcut_is_one_that_qt_knows() -> None:
    for command in every_command():
        known = QKeySequence(command.shortcut, QKeySequence.SequenceFormat.PortableText)
        assert known.toString(QKeySequence.SequenceFormat.PortableText) == command.shortcut


def test_the_page_is_written_to_a_file_or_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "page.md")]) == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == shortcuts_page()
    main([])
    assert capsys.readouterr().out == shortcuts_page()
