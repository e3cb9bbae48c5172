"""What the roles are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def role_in_words(role: str) -> str:
    """Return what a person's role is called."""
    translate = QCoreApplication.translate
    return {
        "administrator": translate("Roles", "Administrator"),
        "supervisor": translate("Roles", "Supervisor"),
        "case_manager": translate("Roles", "Case manager"),
        "liaison": translate("Roles", "Court liaison"),
        "evaluator": translate("Roles", "Evaluator"),
    }[role]
