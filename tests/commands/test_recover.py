from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.casework.office import create_office, sign_in
from ati_desktop.cli import main
from tests.casework.offices import CHEAP

OLD, NEW = "seven quiet rivers run", "four lanterns over water"


def test_a_lost_password_is_set_anew_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, code, new = tmp_path / "office", tmp_path / "code.txt", tmp_path / "new.txt"
    made = create_office(home, administrator="ana", password=OLD, office="Pier 4", cost=CHEAP)
    code.write_text(made.lower().replace("-", " ") + "\n", encoding="utf-8")
    new.write_text(NEW + "\n", encoding="utf-8")
    asked = ["recover", "--home", str(home), "--user", "ana"]
    asked += ["--code-file", str(code), "--new-password-file", str(new)]
    assert main(asked, cost=CHEAP) == 0
    said = capsys.readouterr()
    assert said.out == "ana signs in with the new password from now on.\n"
    assert "make a new recovery sheet" in said.err
    sign_in(home, "ana", NEW, minimum=CHEAP).close()

    code.write_text("K7QM2-9XRTD-3HVBN-WJ5LC-8PFGA-4YZES\n", encoding="utf-8")
    assert main(asked, cost=CHEAP) == 1
    assert "recovery code" in capsys.readouterr().err
