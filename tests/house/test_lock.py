"""The lock is whole on every supported Python and machine, and a gap in it does not stay unseen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = [(3, 11), (3, 14)]
SCRIPTS = ("lock_environments", "lock_files", "lock_check", "lock_describe")


@pytest.fixture(scope="module")
def lock() -> Iterator[Any]:
    """The scripts beside the lock, which are no package."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "packaging"))
        modules = {name.removeprefix("lock_"): import_module(name) for name in SCRIPTS}
        yield SimpleNamespace(**modules)
        for name in SCRIPTS:
            sys.modules.pop(name)


def wheel(name: str, tag: str = "py3-none-any") -> str:
    return f"{name}-1.0-{tag}.whl"


@pytest.fixture
def small(lock: Any) -> SimpleNamespace:
    """A whole lock by hand: the project asks for a and b[x]; b's extra asks for c on Windows."""
    requires: dict[str, tuple[str, ...]] = {
        "a": ("b>=1 ; python_version < '3.12'",),
        "b": ("c~=1.0 ; extra == 'x' and sys_platform == 'win32'", "d ; extra == 'y'"),
        "c": (),
    }
    pins = [lock.files.Pin(name, Version("1.0"), None, frozenset({name * 64})) for name in requires]
    packages = {
        (name, "1.0"): (
            lock.files.Variant(
                ">=3.11", frozenset("xy" if name == "b" else ""),
                tuple(Requirement(one) for one in lines), {wheel(name): name * 64},
            ),
        )
        for name, lines in requires.items()
    }  # fmt: skip
    roots = {"the project": [Requirement("a"), Requirement("b[x]")]}
    return SimpleNamespace(pins=pins, packages=packages, roots=roots)


def gaps(lock: Any, small: SimpleNamespace) -> list[str]:
    found, _ = lock.check.gaps_of(small.pins, small.roots, small.packages, PYTHONS)
    return list(found)


def test_a_whole_lock_has_no_gap(lock: Any, small: SimpleNamespace) -> None:
    found, answered = lock.check.gaps_of(small.pins, small.roots, small.packages, PYTHONS)
    # Twice in each of 10 environments a and b; once more b on 3.11, c on Windows.
    assert (found, answered) == ([], 2 * (10 * 2 + 5 + 2))


def test_a_line_that_is_dropped_is_a_gap_wherever_it_is_asked_for(
    lock: Any, small: SimpleNamespace
) -> None:
    small.pins = [pin for pin in small.pins if pin.name != "a"]
    assert len(gaps(lock, small)) == 10
    assert "the project asks for a, and nothing in the lock answers" in gaps(lock, small)[0]


def test_the_package_of_an_extra_that_is_dropped_is_a_gap_where_the_extra_asks(
    lock: Any, small: SimpleNamespace
) -> None:
    small.pins = [pin for pin in small.pins if pin.name != "c"]
    found = gaps(lock, small)
    assert len(found) == 2
    assert all("Windows" in one and "b[x] 1.0 asks for c~=1.0" in one for one in found)


def test_what_only_an_unasked_extra_needs_is_no_gap_and_idle_in_the_lock(
    lock: Any, small: SimpleNamespace
) -> None:
    small.pins.append(lock.files.Pin("d", Version("1.0"), None, frozenset({"d" * 64})))
    assert gaps(lock, small) == ["Nothing asks for d, which is in the lock."]


def test_a_version_out_of_its_range_is_a_gap(lock: Any, small: SimpleNamespace) -> None:
    small.pins[2] = replace(small.pins[2], version=Version("2.0"))
    found = gaps(lock, small)
    assert len(found) == 2
    assert all("b[x] 1.0 asks for c~=1.0; " in one and "the lock has c 2.0" in one for one in found)


def test_an_extra_that_there_is_not_is_a_gap(lock: Any, small: SimpleNamespace) -> None:
    small.roots["the project"][1] = Requirement("b[z]")
    assert any("no extra that is called z" in one for one in gaps(lock, small))


def test_a_marker_in_the_lock_that_is_too_narrow_is_a_gap_where_it_leaves_out(
    lock: Any, small: SimpleNamespace
) -> None:
    small.pins[0] = replace(small.pins[0], marker=Marker("python_version < '3.14'"))
    found = gaps(lock, small)
    assert len(found) == 5
    assert all("Python 3.14" in one for one in found)


def test_two_versions_that_count_at_once_are_a_gap(lock: Any, small: SimpleNamespace) -> None:
    small.pins.append(replace(small.pins[0], version=Version("0.9")))
    assert any("a is locked at two versions" in one for one in gaps(lock, small))


def test_a_package_for_another_python_is_a_gap(lock: Any, small: SimpleNamespace) -> None:
    (variant,) = small.packages["a", "1.0"]
    small.packages["a", "1.0"] = (replace(variant, requires_python=">=3.11,<3.14"),)
    found = gaps(lock, small)
    assert len(found) == 5
    assert all("Python 3.14" in one and "for Python >=3.11,<3.14 only" in one for one in found)


def test_a_later_release_of_a_python_is_looked_at_too(lock: Any, small: SimpleNamespace) -> None:
    (variant,) = small.packages["a", "1.0"]
    later = (Requirement("e ; python_full_version >= '3.11.4'"),)
    small.packages["a", "1.0"] = (replace(variant, requires=later),)
    assert sum("asks for e" in one for one in gaps(lock, small)) == 10


@pytest.mark.parametrize(
    ("names", "without"),
    [
        (["a-1.0-cp311-cp311-manylinux_2_28_x86_64.whl"], 9),
        (["a-1.0-cp311-abi3-manylinux_2_28_x86_64.whl"], 8),
        (["a-1.0-cp311-abi3-manylinux_2_35_x86_64.whl"], 10),
        (["a-1.0-cp314-cp314-macosx_11_0_universal2.whl", "a-1.0-py3-none-win_amd64.whl"], 6),
        (["a-1.0.tar.gz"], 10),
    ],
)
def test_a_machine_without_a_ready_file_is_a_gap(
    lock: Any, small: SimpleNamespace, names: list[str], without: int
) -> None:
    (variant,) = small.packages["a", "1.0"]
    small.packages["a", "1.0"] = (replace(variant, wheels=dict.fromkeys(names, "a" * 64)),)
    assert sum("no file of a 1.0" in one for one in gaps(lock, small)) == without


def test_a_file_whose_checksum_is_not_in_the_lock_is_none(
    lock: Any, small: SimpleNamespace
) -> None:
    small.pins[0] = replace(small.pins[0], hashes=frozenset({"9" * 64}))
    assert sum("no file of a 1.0" in one for one in gaps(lock, small)) == 10


def test_files_that_require_other_things_are_told_apart(lock: Any, small: SimpleNamespace) -> None:
    (variant,) = small.packages["a", "1.0"]
    ready = {wheel("a", "py3-none-win_amd64"): "a" * 64}
    own = replace(variant, requires=(Requirement("winonly"),), wheels=ready)
    small.packages["a", "1.0"] = lock.files.joined([variant, own, variant])
    assert len(small.packages["a", "1.0"]) == 2
    found = gaps(lock, small)
    assert len(found) == 2
    assert all("Windows" in one and "asks for winonly" in one for one in found)


def test_a_package_that_is_not_written_down_is_a_gap(lock: Any, small: SimpleNamespace) -> None:
    del small.packages["c", "1.0"]
    assert any("what c 1.0 requires is not written down" in one for one in gaps(lock, small))


def test_what_is_written_down_is_read_back(
    lock: Any, small: SimpleNamespace, tmp_path: Path
) -> None:
    lock.files.write_requirements(small.packages, tmp_path / "r.json")
    assert lock.files.read_requirements(tmp_path / "r.json") == small.packages


@pytest.mark.parametrize(
    "line", ["a>=1 --hash=sha256:" + "0" * 64, "a==1", "a==1 --hash=md5:00", "-r other.txt", "./a"]
)
def test_a_line_that_does_not_lock_is_refused(lock: Any, line: str) -> None:
    with pytest.raises(ValueError, match="not name==version with hashes"):
        lock.files.read_lock(line)


def test_the_lock_of_this_program_has_no_gap(
    lock: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    code = lock.check.main()
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert re.fullmatch(
        r"The lock answers all \d{4,} requirements in 20 environments\.\n", said.out
    )


@pytest.fixture(scope="module")
def real(lock: Any) -> SimpleNamespace:
    """The lock of this program, and who asks first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return SimpleNamespace(
        pins=lock.files.read_lock((ROOT / "packaging/lock-dev.txt").read_text(encoding="utf-8")),
        packages=lock.files.read_requirements(lock.files.REQUIREMENTS),
        project=project,
        roots=lock.check.development_roots(project),
    )


def walked(lock: Any, real: SimpleNamespace, pins: list[Any], roots: dict[str, Any]) -> list[str]:
    """Return the gaps in one environment."""
    environment = lock.environments.Environment((3, 11), "Windows AMD64")
    walk = lock.check.Walk(environment, environment.markers(0), real.packages)
    walk.take_pins(pins)
    for asking, requirements in roots.items():
        walk.follow(asking, requirements)
    return list(walk.gaps)


def name_asked_for(gap: str) -> str:
    (found,) = re.findall(r"asks for ([\w.-]+)", gap)
    return canonicalize_name(found)


def test_any_line_that_is_dropped_from_the_real_lock_is_a_gap(
    lock: Any, real: SimpleNamespace
) -> None:
    environment = lock.environments.Environment((3, 11), "Windows AMD64")
    counting = [pin for pin in real.pins if pin.holds_in(environment.markers(0))]
    assert len(counting) > 90
    unseen = [
        one.name
        for one in counting
        if not any(
            "nothing in the lock" in gap and one.name == name_asked_for(gap)
            for gap in walked(lock, real, [pin for pin in counting if pin != one], real.roots)
        )
    ]
    assert unseen == []


def test_any_checksum_that_is_dropped_or_changed_is_a_gap(lock: Any, real: SimpleNamespace) -> None:
    seen = {
        (name, version): {one for variant in variants for one in variant.wheels.values()}
        for (name, version), variants in real.packages.items()
    }
    tried = 0
    for pin in real.pins:
        for checksum in sorted(pin.hashes & seen[pin.name, str(pin.version)]):
            changed = f"{'0' * 8}{checksum[8:]}"
            for hashes in (pin.hashes - {checksum}, pin.hashes - {checksum} | {changed}):
                found = list(
                    lock.check.unlocked_files([replace(pin, hashes=hashes)], real.packages)
                )
                assert len(found) == 1, pin.name
                assert pin.name.replace("-", "_") in found[0].lower().replace("-", "_")
                tried += 1
    assert tried > 400
    assert list(lock.check.unlocked_files(real.pins, real.packages)) == []


def test_a_requirement_that_is_added_to_the_project_without_a_new_lock_is_a_gap(
    lock: Any, real: SimpleNamespace
) -> None:
    for line in ("numpy>=99", "requests-toolbelt", "coverage[nothing]"):
        roots = {**real.roots, "a change": [Requirement(line)]}
        assert len(walked(lock, real, real.pins, roots)) == 1, line


def test_every_python_has_the_same_version_of_a_package(real: SimpleNamespace) -> None:
    # Checks and figures are the same on all of them. Macs with Intel processors have an older
    # cryptography: there is none ready for them since 49.
    names = Counter(pin.name for pin in real.pins)
    assert [name for name, count in names.items() if count > 1] == ["cryptography"]


def test_both_lock_files_say_the_same(lock: Any, real: SimpleNamespace) -> None:
    runs = lock.files.read_lock((ROOT / "packaging/lock.txt").read_text(encoding="utf-8"))
    assert list(lock.check.differences(runs, real.pins)) == []
    older = [replace(runs[0], version=Version("0.1")), *runs[1:]]
    assert len(list(lock.check.differences(older, real.pins))) == 1


def drop_line(lock_file: Path, name: str) -> None:
    text = lock_file.read_text(encoding="utf-8")
    shorter = re.sub(rf"^{name}==(?:.*\\\n)+.*\n", "", text, flags=re.MULTILINE)
    assert len(shorter) < len(text)
    lock_file.write_text(shorter, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [("lock-dev.txt", "pytest 9"), ("lock.txt", "alembic 1")],
)
def test_the_check_fails_on_a_gap_in_either_file(tmp_path: Path, name: str, said: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "packaging", tmp_path / "packaging")
    drop_line(tmp_path / "packaging" / name, {"lock-dev.txt": "pluggy", "lock.txt": "mako"}[name])
    done = subprocess.run(
        [sys.executable, "packaging/lock_check.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count(f"packaging/{name}: Python 3.") >= 20
    assert said in done.stderr
    assert "nothing in the lock answers" in done.stderr


def test_the_check_fails_on_a_line_without_a_checksum(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "packaging", tmp_path / "packaging")
    with (tmp_path / "packaging/lock.txt").open("a", encoding="utf-8") as file:
        file.write("six==1.0\n")
    done = subprocess.run(
        [sys.executable, "packaging/lock_check.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "This line of the lock is not name==version with hashes: six==1.0\n"


def joined_lines(path: Path) -> list[str]:
    text = re.sub(r"[\\\\`]\r?\n", " ", path.read_text(encoding="utf-8"))
    return [line for line in text.splitlines() if not line.lstrip().startswith(("#", "echo"))]


PLACES = [
    ROOT / name
    for name in ("README.md", "CONTRIBUTING.md", "Makefile", ".ci/run", "packaging/set-up.sh",
                 "packaging/lock.sh")
]  # fmt: skip


@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.name)
def test_no_line_that_installs_resolves_or_builds_what_is_not_locked(path: Path) -> None:
    for line in joined_lines(path):
        if re.search(r"\bpip\S*\s+(install|wheel|download)\b", line):
            assert "--no-deps" in line, line
            assert ("--require-hashes" in line) == ("-r " in line), line
            assert ("--only-binary :all:" in line) == ("-r " in line), line
            if re.search(r"\s\.(\s|$)", line):
                assert "--no-build-isolation" in line, line


def test_what_makes_the_lock_is_locked_itself(lock: Any, real: SimpleNamespace) -> None:
    pins = lock.files.read_lock((ROOT / "packaging/lock-tools.txt").read_text(encoding="utf-8"))
    wanted = [Requirement(one) for one in real.project["dependency-groups"]["lock"]]
    assert {pin.name for pin in pins} == {one.name for one in wanted}
    assert all(one.specifier.contains(pin.version) for pin in pins for one in wanted
               if one.name == pin.name)  # fmt: skip


def pretending(folder: Path, name: str, minor: int) -> Path:
    """Make a Python that says it is another one and can do nothing but read a program."""
    python = folder / name
    python.write_text(
        "#!/bin/sh\n"
        f'[ "$1" = - ] || {{ echo "{name} $*"; exit 1; }}\n'
        f"exec {sys.executable} -c 'import sys\n"
        f'sys.version_info = (3, {minor}, 0, "final", 0)\nexec(sys.stdin.read())\'\n',
        encoding="utf-8",
    )
    python.chmod(0o755)
    return python


def set_up(folder: Path, named: str = "", path: str = "") -> subprocess.CompletedProcess[str]:
    """Run set-up in a folder that has nothing but what it reads first."""
    (folder / "packaging").mkdir()
    for name in ("pyproject.toml", "packaging/set-up.sh"):
        shutil.copy(ROOT / name, folder / name)
    return subprocess.run(
        ["sh", "packaging/set-up.sh"], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHON": named, "PATH": path or os.environ["PATH"]},
    )  # fmt: skip


no_shell = pytest.mark.skipif(sys.platform == "win32", reason="make and sh are not there")


@no_shell
@pytest.mark.parametrize("minor", [10, 15])
def test_set_up_refuses_a_named_python_that_the_lock_is_not_proven_for(
    tmp_path: Path, minor: int
) -> None:
    done = set_up(tmp_path, str(pretending(tmp_path, "python", minor)))
    assert done.returncode == 1
    assert f"Python 3.11 to 3.14 is needed; this is 3.{minor}." in done.stderr
    assert not (tmp_path / ".venv").exists()


@no_shell
def test_set_up_takes_another_python_where_the_usual_one_is_too_new(tmp_path: Path) -> None:
    place = tmp_path / "bin"
    place.mkdir()
    for name, minor in (("python3", 15), ("python3.14", 15), ("python3.13", 13)):
        pretending(place, name, minor)
    done = set_up(tmp_path, path=f"{place}:/usr/bin:/bin")
    assert "is needed" not in done.stderr
    # The one that was taken is asked first whether it can make environments; this one cannot.
    assert "cannot make virtual environments" in done.stderr


@no_shell
def test_set_up_says_what_is_needed_where_there_is_none(tmp_path: Path) -> None:
    place = tmp_path / "bin"
    place.mkdir()
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        pretending(place, name, 15)
    done = set_up(tmp_path, path=f"{place}:/usr/bin:/bin")
    assert done.returncode == 1
    assert "Python 3.11 to 3.14 is needed; this is 3.15." in done.stderr


def test_set_up_looks_for_every_python_that_the_lock_is_proven_for(lock: Any) -> None:
    script = (ROOT / "packaging/set-up.sh").read_text(encoding="utf-8")
    (names,) = re.findall(r'^others="(.*)"$', script, re.MULTILINE)
    known = lock.environments.supported_pythons()
    assert names.split() == [f"python3.{minor}" for _, minor in reversed(known)]
