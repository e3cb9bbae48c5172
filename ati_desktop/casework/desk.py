"""A signed-in person's desk: the open home, the directory of people, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from ati_desktop.errors import Refused
from ati_desktop.models.code_lists import CodeLists
from ati_desktop.models.users import ROLE_RIGHTS, Right
from ati_desktop.storage.directory import Directory
from ati_desktop.storage.home import OpenHome, SignedIn
from ati_desktop.storage.units import WorkingStore

_SENTENCES = {
    Right.READ_RECORDS: "Your role does not open participants' records.",
    Right.WRITE_RECORDS: "Your role may read records but not change them. Ask a case manager.",
    Right.PRINT_PAPER: "Your role may not print papers. Ask a liaison or a case manager.",
    Right.IMPORT: "Your role may not import files. Ask a supervisor.",
    Right.REFRESH_EVALUATION: "Your role may not rebuild the figures. Ask a supervisor.",
    Right.READ_FIGURES: "Your role does not open the figures. Ask a supervisor or an evaluator.",
    Right.RELEASE_FIGURES: "Your role may not release figures. Ask a supervisor or an evaluator.",
    Right.REVIEW_RELEASES: "Your role may not decide about releases. Ask a supervisor or an "
    "evaluator.",
    Right.RULE_REVIEWS: "Your role may not say whether a second person is asked. Ask a supervisor "
    "or an administrator.",
    Right.ADMINISTER: "Only an administrator may do this.",
}


@dataclass
class Desk:
    """What every deed is given: who asks, the stores that person can open, and the time.

    ``user_id`` is the person's row among the users of the working store, 0 for an evaluator.
    """

    home: OpenHome
    clock: Callable[[], datetime]
    randomness: Callable[[int], bytes]
    user_id: int = 0
    directory: Directory | None = None
    codes: CodeLists = field(default_factory=CodeLists)

    @property
    def user(self) -> SignedIn:
        """Return the person signed in."""
        return self.home.user

    def may(self, right: Right) -> bool:
        """Return whether the role carries a right."""
        return right in ROLE_RIGHTS[self.user.role]

    def require(self, right: Right) -> None:
        """Stop a deed the role does not carry.

        Raises:
            Refused: the role does not carry the right.
        """
        if not self.may(right):
            raise Refused(_SENTENCES[right])

    @property
    def working(self) -> WorkingStore:
        """Return the working store.

        Raises:
            Refused: the role holds no key to it.
        """
        if self.home.working is None:
            raise Refused(_SENTENCES[Right.READ_RECORDS])
        return self.home.working

    @property
    def people(self) -> Directory:
        """Return the directory of people.

        Raises:
            Refused: the role holds no key to names.
        """
        if self.directory is None:
            raise Refused(_SENTENCES[Right.READ_RECORDS])
        return self.directory

    @property
    def today(self) -> date:
        """Return the office's calendar day."""
        return self.clock().astimezone().date()

    def now_text(self) -> str:
        """Return the time in UTC as ISO 8601 to the second."""
        return self.clock().isoformat(timespec="seconds")

    def close(self) -> None:
        """Close the stores and let go of the keys."""
        self.directory = None
        self.home.close()
