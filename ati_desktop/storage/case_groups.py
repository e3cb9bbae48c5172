"""Who shares a case: people whose cases have the same docket number, by its keyed hash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select

from ati_desktop.models import LegalCase
from ati_desktop.storage.readings import Reading

_MOST_SHARING = 20
"""A number that more people share is a word such as unknown, typed where a number should be."""


def shared_dockets(reading: Reading) -> dict[bytes, set[int]]:
    """Return who shares a docket number, by its keyed hash: no number is opened for it."""
    found: defaultdict[bytes, set[int]] = defaultdict(set)
    query = select(LegalCase.docket_index, LegalCase.participant_id)
    for index, participant_id in reading.rows(query.where(LegalCase.docket_index.is_not(None))):
        found[index].add(participant_id)
    return {index: people for index, people in found.items() if 1 < len(people) <= _MOST_SHARING}


def case_groups(
    dockets: Mapping[bytes, set[int]], research_ids: Mapping[int, str]
) -> dict[int, str]:
    """Return the case group of each person: all who are connected by docket numbers they share."""
    groups = {person: {person} for person in research_ids}
    for sharing in dockets.values():
        joined = set().union(*(groups[person] for person in sharing if person in groups))
        for person in joined:
            groups[person] = joined
    return {person: min(research_ids[other] for other in group) for person, group in groups.items()}
