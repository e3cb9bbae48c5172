"""What a package says about where it comes from: never a person, a day or a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """The office's random code and whether a second person agreed.

    ``office`` is made once and kept in the register, so that pooling can tell two offices apart
    without naming either. ``review`` is a whole phrase, such as "approved by a second person".
    ``not_compared`` is how many earlier releases could not be compared with this one.
    """

    office: str = ""
    review: str = ""
    not_compared: int = 0
