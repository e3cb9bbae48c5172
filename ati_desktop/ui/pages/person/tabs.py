"""The tabs of a person's page: their order, their titles, and what builds each."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.casework.desk import Desk
from ati_desktop.ui.pages.person.consents_tab import ConsentsTab
from ati_desktop.ui.pages.person.overview_tab import OverviewTab
from ati_desktop.ui.pages.person.papers_tab import PapersTab
from ati_desktop.ui.pages.person.record_tabs import IdentityTab, RecordTab
from ati_desktop.ui.pages.person.tab import Tab
from ati_desktop.ui.shell import Shell

translate = QCoreApplication.translate

_LISTS = {
    "case": ("referral", "legal_case", "offence"),
    "treatment": ("enrollment", "episode", "stay"),
    "events": ("event",),
}

TAB_OF = {
    **{noun: tab for tab, nouns in _LISTS.items() for noun in nouns},
    "consent": "consents",
    **dict.fromkeys(("participant", "person", "name", "identifier", "contact"), "identity"),
}
"""Which tab shows the records of a noun."""


def tab_titles() -> list[tuple[str, str]]:
    """Return (name, title) of every tab in its fixed order."""
    return [
        ("overview", translate("Tabs", "Overview")),
        ("case", translate("Tabs", "Referral and legal")),
        ("treatment", translate("Tabs", "Treatment")),
        ("consents", translate("Tabs", "Consents")),
        ("events", translate("Tabs", "Events")),
        ("identity", translate("Tabs", "Identity")),
        ("papers", translate("Tabs", "Papers")),
    ]


def make_tab(name: str, desk: Desk, shell: Shell, participant_id: int) -> Tab:
    """Build a tab; called when it is first shown."""
    if name in _LISTS:
        return RecordTab(_LISTS[name], desk, shell, participant_id)
    kinds = {
        "overview": OverviewTab,
        "consents": ConsentsTab,
        "identity": IdentityTab,
        "papers": PapersTab,
    }
    return kinds[name](desk, shell, participant_id)
