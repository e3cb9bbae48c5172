"""What writing a release would put into its folder, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

from ati_desktop.casework.figures import Prepared, package_files


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One file of a package: where it stands in it and how many bytes it has."""

    path: str
    size: int


def planned_files(prepared: Prepared) -> tuple[PlannedFile, ...]:
    """Return every file of the package, exactly as it would be written.

    Raises:
        Refused: the audit does not hold, so nothing may be written.
    """
    files = package_files(prepared)
    return tuple(PlannedFile(path, len(content)) for path, content in files.items())
