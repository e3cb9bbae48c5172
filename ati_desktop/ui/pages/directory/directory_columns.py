"""The columns of the directory's lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from ati_desktop.casework.records import Filled
from ati_desktop.ui.kit.paged import Column
from ati_desktop.ui.pages.person.columns import Columns, with_quiet_holes

translate = QCoreApplication.translate


def directory_columns(noun: str, made: Columns) -> Sequence[Column]:
    """Return the columns of the organisations or of the programs."""
    return with_quiet_holes(_programs(made) if noun == "program" else _organisations(made))


def _organisations(made: Columns) -> list[Column]:
    return [
        Column(translate("Directory", "Organisation"), made.words("name")),
        Column(translate("Directory", "Kind"), made.code("kind", "provider_kind"), 160),
        Column(
            translate("Directory", "Services"),
            made.code("services", "treatment_setting"),
            quiet=True,
        ),
        Column(translate("Directory", "Phone"), made.words("phone"), 130, quiet=True),
        _state(translate("Directory", "Active"), translate("Directory", "No longer")),
    ]


def _programs(made: Columns) -> list[Column]:
    return [
        Column(translate("Directory", "Program"), made.words("name")),
        Column(translate("Directory", "Code"), made.words("code"), 130),
        Column(translate("Directory", "Kind"), made.code("kind", "program_kind"), 200),
        Column(translate("Directory", "Run by"), made.named("provider_id", "provider"), quiet=True),
        _state(translate("Directory", "Takes people"), translate("Directory", "Closed")),
    ]


def _state(yes: str, no: str) -> Column:
    def active(row: Filled) -> bool:
        return row.values.get("active") == "yes"

    return Column(
        translate("Directory", "State"),
        lambda row: yes if active(row) else no,
        116,
        kind=lambda row: "good" if active(row) else "neutral",
    )
