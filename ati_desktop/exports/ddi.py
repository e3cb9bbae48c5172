"""The codebook as DDI-Codebook 2.5: study, files, variables and codes; never a frequency.

Source: DDI Alliance, DDI-Codebook 2.5. ``sumStat`` and ``catStat`` are left out on purpose: they
are outputs, and an output would have to be protected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.exports.described import Described
from ati_desktop.exports.rows import DEMO

NAMESPACE = "ddi:codebook:2_5"


def ddi(
    title: str, study: Mapping[str, str], described: Sequence[Described], *, demo: bool
) -> bytes:
    """Return codebook.xml.

    Args:
        title: the title of the study.
        study: "universe", "abstract", "period", "software" in words; what is empty is left out.
        described: the files, in the order of the package.
        demo: whether the data are invented.
    """
    root = ET.Element("codeBook", {"version": "2.5", "xmlns": NAMESPACE, "xml:lang": "en"})
    _add_study(root, f"{DEMO}: {title}" if demo else title, study)
    for number, one in enumerate(described, start=1):
        _add_file(root, number, one)
    data = ET.SubElement(root, "dataDscr")
    for number, one in enumerate(described, start=1):
        for place, field in enumerate(one.fields, start=1):
            _add_variable(data, (number, place), field, study.get("universe", ""))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, "unicode")}\n'.encode()


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, name, attributes)
    child.text = _printable(text) or None
    return child


def _printable(text: str) -> str:
    """Return a text without the characters that XML has no way to hold."""
    return "".join(char for char in text if char in "\t\n\r" or _allowed(ord(char)))


def _allowed(number: int) -> bool:
    return 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or number >= 0x10000


def _add_study(root: ET.Element, title: str, study: Mapping[str, str]) -> None:
    about = ET.SubElement(root, "stdyDscr")
    citation = ET.SubElement(about, "citation")
    _add(ET.SubElement(citation, "titlStmt"), "titl", title)
    if study.get("software"):
        _add(ET.SubElement(citation, "prodStmt"), "software", study["software"])
    info = ET.SubElement(about, "stdyInfo")
    if study.get("abstract"):
        _add(info, "abstract", study["abstract"])
    summary = ET.SubElement(info, "sumDscr")
    if study.get("period"):
        _add(summary, "timePrd", study["period"])
    if study.get("universe"):
        _add(summary, "universe", study["universe"])
    _add(summary, "dataKind", study.get("kind", ""))


def _add_file(root: ET.Element, number: int, one: Described) -> None:
    about = ET.SubElement(root, "fileDscr", {"ID": f"F{number}", "URI": one.path})
    text = ET.SubElement(about, "fileTxt")
    _add(text, "fileName", one.path)
    _add(text, "fileCont", one.title)
    size = ET.SubElement(text, "dimensns")
    _add(size, "caseQnty", str(one.rows))
    _add(size, "varQnty", str(len(one.fields)))
    _add(text, "fileType", "text/csv", charset="UTF-8")


def _add_variable(data: ET.Element, where: tuple[int, int], field: Field, universe: str) -> None:
    number, place = where
    numeric = field.kind is Kind.NUMBER
    about = ET.SubElement(
        data,
        "var",
        {
            "ID": f"F{number}V{place}",
            "name": _printable(field.name),
            "files": f"F{number}",
            "intrvl": "contin" if numeric else "discrete",
            **({"dcml": str(field.decimals)} if numeric else {}),
        },
    )
    _add(about, "labl", field.title)
    if universe:
        _add(about, "universe", universe)
    if field.definition:
        _add(about, "txt", field.definition)
    for code, label in field.labels.items():
        value = "s" if numeric else code
        mark = {"missing": "Y"} if code in field.missing else {}
        category = ET.SubElement(about, "catgry", mark)
        _add(category, "catValu", value)
        _add(category, "labl", label)
    _add(about, "varFormat", type="numeric" if numeric else "character")
