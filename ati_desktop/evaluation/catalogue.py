"""Which measures and which breakdowns there are, by name; loads nothing heavy."""

from __future__ import annotations

MEASURES = (
    "referrals",
    "admissions",
    "admission_rate",
    "completion_of_exits",
    "completion_of_admitted",
    "days_to_closing",
    "days_to_admission",
    "retention",
    "rearrest",
    "rearrest_km",
)
"""Every measure a specification may ask for, in the order in which they are shown."""

BREAKDOWNS = ("program", "sex", "ethnicity", "year")
"""Every variable by which figures may be broken down."""

RETENTION_DAYS = (90, 365)
WINDOWS_DAYS = (182, 365, 730)
THRESHOLD = 11
