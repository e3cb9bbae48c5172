"""Rows of invented people, with codes on the lists that nobody has."""

from __future__ import annotations

from ati_desktop.disclosure.datasets import DataSet, Field, Kind

CANARY = "zq7-canary-zq7"

SEX = Field(
    "sex",
    "Sex",
    Kind.CODE,
    {"1": "Male", "2": "Female", "9": CANARY, "unknown": "Not known", "declined": "Declined",
     CANARY: "Nobody"},
    ("unknown", "declined", CANARY),
)  # fmt: skip
AGE = Field(
    "age group",
    "Age in Jahren, größer",
    Kind.CODE,
    {"18-24": "18 to 24", "25+": '25 or "more", $HOME `x`', CANARY: "arrested by " + CANARY},
    definition="Age at referral",
)
DAYS = Field("days", "Days in the program", Kind.NUMBER)
COST = Field("cost", "Cost in dollars", Kind.NUMBER, decimals=2)
COUNT = Field("count", "Count", Kind.NUMBER, {"hidden": "hidden"}, ("hidden",))
KEY = Field("person", "Pseudonym", Kind.PSEUDONYM)
SPELL = Field("spell", "Number of the spell", Kind.NUMBER)
END = Field("end", "How it ended", Kind.CODE, {"a": "Ended", "b": "Goes on", CANARY: CANARY})

PEOPLE = DataSet(
    "participants",
    "Participants",
    (KEY, SEX, AGE, DAYS, COST, COUNT),
    (
        ("K7F2A9", "1", "18-24", 3, 2.5, None),
        ("M2Q8ZT", "unknown", "25+", None, None, 14),
        ("P9X4WC", "2", "18-24", 17, 1234567.25, 11),
    ),
    ("person",),
)
EPISODES = DataSet(
    "episodes",
    "Episodes of treatment",
    (KEY, SPELL, END),
    (("M2Q8ZT", 1, "a"), ("K7F2A9", 1, "b"), ("M2Q8ZT", 2, "a")),
    ("person", "spell"),
)
