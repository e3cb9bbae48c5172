"""Every word a person reads in the window goes through Qt's translation and is gathered by it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "ati_desktop"
UI = PACKAGE / "ui"
GATHER = Path(sys.executable).with_name("pyside6-lupdate")

TRANSLATES = {"tr", "translate", "QT_TRANSLATE_NOOP"}

# Calls whose first argument, or those at the places named, a person reads.
SHOWN = {
    **dict.fromkeys(
        (
            "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "Button", "Chip",
            "FilterChip", "ProgressCard", "label", "setText", "setPlainText", "setWindowTitle",
            "setTitle", "setToolTip", "setStatusTip", "setWhatsThis", "setPlaceholderText",
            "setAccessibleName", "setAccessibleDescription", "setLabelText", "setHeaderLabels",
            "setHorizontalHeaderLabels", "addItem", "addItems", "addAction", "addMenu", "addRow",
            "complain", "say", "fact",
        ),
        (0,),
    ),
    "QAction": (0, 1), "Card": (0, 1), "setTabText": (1,), "addTab": (1,), "IconButton": (1,),
    "EmptyPlace": (1, 2), "show_text": (0, 2), "show": (0, 2), "refuse": (1,), "carry_out": (2,),
    "getOpenFileName": (1, 3), "getSaveFileName": (1, 3), "getExistingDirectory": (1,),
}  # fmt: skip
SHOWN_BY_NAME = {"text", "title", "note", "tip", "placeholder", "heading", "help"}

# The program's own name, and signs that are the same in every language.
SAME_EVERYWHERE = {"ATI Desktop", "ATI Desktop · DEMO", "DejaVu Sans Mono"}
DATE_FORMAT = re.compile(r"[dMyHhms :.,/-]+")

# Files whose long texts are not read in the window.
NO_WINDOW = {"shortcuts_page.py", "places.py"}


FILES = sorted(UI.rglob("*.py"))


def called(call: ast.Call) -> str:
    made = call.func
    return made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")


def text_of(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def words_in(text: str) -> int:
    """Count the words; signs, places for values and single letters are none."""
    if text in SAME_EVERYWHERE or DATE_FORMAT.fullmatch(text):
        return 0
    return sum(sum(char.isalpha() for char in word) > 1 for word in text.split())


def bare(node: ast.AST) -> Iterator[ast.Constant]:
    """Return the texts that an expression shows as they are; those translated are passed over."""
    parts: Iterable[ast.AST] = ()
    match node:
        case ast.Constant(value=str(text)) if words_in(text):
            yield node
        case ast.Call(func=ast.Attribute(value=inside)) if called(node) not in TRANSLATES:
            parts = [inside]
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            parts = [one, other]
        case ast.BoolOp(values=found) | ast.JoinedStr(values=found):
            parts = found
        case ast.List(elts=found) | ast.Tuple(elts=found):
            parts = found
    for part in parts:
        yield from bare(part)


def shown_by(call: ast.Call) -> Iterator[ast.expr]:
    name = called(call)
    # say(...) beside notices.say(...), and codes.label(...) beside label(...), are other things.
    if isinstance(call.func, ast.Attribute) is {"say": False, "label": True}.get(name):
        return
    yield from (call.args[at] for at in SHOWN.get(name, ()) if at < len(call.args))
    if name in SHOWN:
        yield from (one.value for one in call.keywords if one.arg in SHOWN_BY_NAME)


def bare_words(source: str) -> list[str]:
    """Return each place where a text is shown untranslated, as ``line: text``."""
    found = {
        (text.lineno, str(text.value))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for argument in shown_by(node)
        for text in bare(argument)
    }
    return [f"{line}: {text}" for line, text in sorted(found)]


def bare_sentences(node: ast.AST) -> Iterator[str]:
    """Return every text of three words or more that is neither translated nor a docstring."""
    if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and text_of(node.value)):
        return
    if isinstance(node, ast.Call) and called(node) in {*TRANSLATES, "Refused"}:
        return
    if isinstance(node, ast.Constant) and words_in(text_of(node)) > 2:
        yield f"{node.lineno}: {node.value}"
    for part in ast.iter_child_nodes(node):
        yield from bare_sentences(part)


def other_names(source: str) -> list[str]:
    """Return other names given to the functions of translation, which Qt's tool does not know."""
    given = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assign)]
    return [
        f"{node.lineno}: {target.id}"
        for node in given
        if isinstance(node.value, ast.Attribute) and node.value.attr in TRANSLATES
        for target in node.targets
        if isinstance(target, ast.Name) and target.id != node.value.attr
    ]


def found_in(search: Callable[[str], list[str]], *, but: Iterable[str] = ()) -> dict[str, object]:
    """Return what a search finds in each file of the window that it finds something in."""
    found = {
        path.relative_to(UI).as_posix(): search(path.read_text(encoding="utf-8"))
        for path in FILES
        if path.name not in but
    }
    return {path: lines for path, lines in found.items() if lines}


def test_every_shown_word_is_translated() -> None:
    assert found_in(bare_words) == {}


def test_every_sentence_is_translated() -> None:
    def sentences(source: str) -> list[str]:
        return list(bare_sentences(ast.parse(source)))

    assert found_in(sentences, but=NO_WINDOW) == {}


def test_translation_goes_by_the_names_that_are_gathered() -> None:
    assert found_in(other_names) == {}


def declared(source: str) -> Iterator[tuple[str, str]]:
    """Return context and text of each declared text; the context of ``tr`` is left open."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in TRANSLATES:
            texts = [text_of(argument) for argument in node.args[:2]]
            if called(node) == "tr" and texts[:1] != [""]:
                yield "", texts[0]
            elif len(texts) == 2 and all(texts):
                yield texts[0], texts[1]


@pytest.mark.skipif(not GATHER.exists(), reason="Qt's tool that gathers texts is not here")
def test_every_declared_text_is_gathered_for_translators(tmp_path: Path) -> None:
    sources = sorted(PACKAGE.rglob("*.py"))
    gathered = tmp_path / "all.ts"
    command = [str(GATHER), *map(str, sources), "-ts", str(gathered)]
    subprocess.run(command, check=True, capture_output=True, env={"PATH": ""})
    known = {
        (str(context.findtext("name")), str(message.findtext("source")))
        for context in ElementTree.parse(gathered).iter("context")
        for message in context.iter("message")
    }
    known |= {("", text) for _context, text in known}
    missing = [
        f"{path.name}: {context} {text}"
        for path in sources
        for context, text in declared(path.read_text(encoding="utf-8"))
        if (context, text) not in known
    ]
    assert missing == []
    assert [context for context, _text in known if "." in context] == []


def test_the_search_finds_bare_words() -> None:
    source = """
x.setText("Save now")
Button("Save" if new else "Change", run)
label(f"{count} people")
box.setToolTip("Left: {n}".format(n=3))
notices.show(self.tr("Kept."), "warn", "Go there")
table.setHeaderLabels(["Name", self.tr("Born")])
"""
    said = [line.partition(": ")[2] for line in bare_words(source)]
    assert said == ["Save now", "Change", "Save", " people", "Left: {n}", "Go there", "Name"]


def test_the_search_finds_bare_sentences_anywhere() -> None:
    tree = ast.parse('"""A docstring is no text."""\nTEXTS = {1: "Nothing was kept here"}')
    assert list(bare_sentences(tree)) == ["2: Nothing was kept here"]


def test_the_search_finds_other_names_of_translate() -> None:
    source = "say = QCoreApplication.translate\ntranslate = QCoreApplication.translate\n"
    assert other_names(source) == ["1: say"]


def test_the_search_passes_what_is_translated_or_no_word() -> None:
    source = """
x.setText(self.tr("Save {n}").format(n="one more"))
label(translate("Rooms", room.title), "title")
label("—", "muted", wrap=True)
x.setText(f"{a} · {b}")
x.setText(names["family"])
x.setAccessibleName(f"{name}: {value}")
Command("save", QT_TRANSLATE_NOOP("Commands", "Save"))
"""
    assert bare_words(source) == []
    assert set(declared(source)) == {("", "Save {n}"), ("Commands", "Save")}
