"""The register beside the evaluation store: releases, requests, cohort files, audit lines.

It is never rebuilt. Each deed on it is one transaction with one audit line.
"""

from __future__ import annotations

from ati_desktop.storage.register_cohorts import CohortCard, Cohorts, KeptCohort, Value
from ati_desktop.storage.register_file import RegisterFile
from ati_desktop.storage.register_ledger import Ledger
from ati_desktop.storage.register_pseudonyms import Pseudonyms, RecordKeys
from ati_desktop.storage.register_releases import Release, Releases
from ati_desktop.storage.register_requests import Requests
from ati_desktop.storage.register_settings import RegisterSettings

__all__ = ["CohortCard", "KeptCohort", "Register", "Release", "Value"]


class Register(RegisterFile):
    """An open register with everything it keeps, each under its noun."""

    @property
    def requests(self) -> Requests:
        """The packages that wait for a second person."""
        return Requests(self)

    @property
    def kept_releases(self) -> Releases:
        """The packages that left."""
        return Releases(self)

    @property
    def settings(self) -> RegisterSettings:
        """The settings of releases."""
        return RegisterSettings(self)

    @property
    def pseudonyms(self) -> Pseudonyms:
        """Under which names people stand for recipients."""
        return Pseudonyms(self)

    @property
    def record_keys(self) -> RecordKeys:
        """The keys of people for perturbed counts."""
        return RecordKeys(self)

    @property
    def ledger(self) -> Ledger:
        """What was spent of the privacy budget."""
        return Ledger(self)

    def keep_cohort(self, cohort: KeptCohort, *, replace: bool = False) -> None:
        """Keep a cohort file; refuses as ``Cohorts.keep`` does."""
        Cohorts(self).keep(cohort, replace=replace)

    def remove_cohort(self, name: str) -> None:
        """Take a cohort file away; refuses as ``Cohorts.remove`` does."""
        Cohorts(self).remove(name)

    def cohorts(self) -> list[CohortCard]:
        """Return the cohort files there are, by name, without their rows."""
        return Cohorts(self).cards()

    def read_cohort(self, name: str) -> KeptCohort:
        """Return a cohort file with its rows; refuses as ``Cohorts.read`` does."""
        return Cohorts(self).read(name)

    def keep_release(self, release: Release) -> Release:
        """Write down a release; refuses as ``Releases.keep`` does."""
        return self.kept_releases.keep(release)

    def releases(self) -> list[Release]:
        """Return the releases, the newest first, without what they printed."""
        return self.kept_releases.all()
