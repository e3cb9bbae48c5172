"""The roles in plain words: what each may do, and what it cannot see."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.casework.staff import Role

translate = QCoreApplication.translate


def role_words(role: Role) -> str:
    """Return what a role may do, in one or two sentences."""
    return {
        Role.ADMINISTRATOR: translate(
            "Roles",
            "Everything: records, papers, imports, figures, settings, and who signs in.",
        ),
        Role.SUPERVISOR: translate(
            "Roles", "Records, papers, imports and figures; not the settings or who signs in."
        ),
        Role.CASE_MANAGER: translate(
            "Roles", "Reads and writes participants' records and prints papers. No figures."
        ),
        Role.LIAISON: translate(
            "Roles", "Reads participants' records and prints papers for court. Changes nothing."
        ),
        Role.EVALUATOR: translate(
            "Roles",
            "Figures and releases only. The password holds no key to names or records, so it "
            "cannot open them, whatever the program does.",
        ),
    }[role]
