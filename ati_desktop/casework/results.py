"""The plain types of results, passed on to whoever shows them; nothing heavy is loaded."""

from __future__ import annotations

from ati_desktop.disclosure.proposals import Proposal, Remedy
from ati_desktop.disclosure.protect import Protected
from ati_desktop.disclosure.views import (
    ALL,
    CurveStep,
    CurveView,
    FigureView,
    Shown,
    TableView,
    TestView,
    Views,
)
from ati_desktop.evaluation.results import (
    Card,
    Curve,
    CurvePoint,
    Evaluation,
    Exclusion,
    Figure,
    GroupTest,
    Unit,
    Variable,
    Where,
)

__all__ = [
    "ALL",
    "Card",
    "Curve",
    "CurvePoint",
    "CurveStep",
    "CurveView",
    "Evaluation",
    "Exclusion",
    "Figure",
    "FigureView",
    "GroupTest",
    "Proposal",
    "Protected",
    "Remedy",
    "Shown",
    "TableView",
    "TestView",
    "Unit",
    "Variable",
    "Views",
    "Where",
]
