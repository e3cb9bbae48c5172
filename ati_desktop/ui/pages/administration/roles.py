"""The roles in plain words: what each may do, and what it cannot see."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ati_desktop.casework.staff import Role

say = QCoreApplication.translate


def role_title(role: Role) -> str:
    """Return the name of a role."""
    return {
        Role.ADMINISTRATOR: say("Roles", "Administrator"),
        Role.SUPERVISOR: say("Roles", "Supervisor"),
        Role.CASE_MANAGER: say("Roles", "Case manager"),
        Role.LIAISON: say("Roles", "Court liaison"),
        Role.EVALUATOR: say("Roles", "Evaluator"),
    }[role]


def role_words(role: Role) -> str:
    """Return what a role may do, in one or two sentences."""
    return {
        Role.ADMINISTRATOR: say(
            "Roles",
            "Everything: records, papers, imports, figures, settings, and who signs in.",
        ),
        Role.SUPERVISOR: say(
            "Roles", "Records, papers, imports and figures; not the settings or who signs in."
        ),
        Role.CASE_MANAGER: say(
            "Roles", "Reads and writes participants' records and prints papers. No figures."
        ),
        Role.LIAISON: say(
            "Roles", "Reads participants' records and prints papers for court. Changes nothing."
        ),
        Role.EVALUATOR: say(
            "Roles",
            "Figures and releases only. The password holds no key to names or records, so it "
            "cannot open them, whatever the program does.",
        ),
    }[role]
