"""All rooms of the window, in the order of the rail; a room's page is loaded when first shown."""

from __future__ import annotations

from ati_desktop.ui.pages.administration.room import ADMINISTRATION
from ati_desktop.ui.pages.directory.room import DIRECTORY
from ati_desktop.ui.pages.evaluation.room import EVALUATION
from ati_desktop.ui.pages.participants.room import PARTICIPANTS
from ati_desktop.ui.shell import Room

ROOMS: tuple[Room, ...] = (PARTICIPANTS, DIRECTORY, EVALUATION, ADMINISTRATION)
