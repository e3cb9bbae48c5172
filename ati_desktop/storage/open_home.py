"""A home while it is open: who is signed in, the stores, the deeds on the keyring."""

from __future__ import annotations

from collections.abc import Iterable

from ati_desktop.errors import Refused
from ati_desktop.models.users import Role, Zone
from ati_desktop.storage import keyring_deeds as deeds
from ati_desktop.storage.files import OfficeLock
from ati_desktop.storage.given import Clock, Randomness
from ati_desktop.storage.keyring import Holder, KeyCost, SignedIn
from ati_desktop.storage.keyring_file import Keyring, write_keyring
from ati_desktop.storage.opened_stores import check_register, keep_pins, open_working
from ati_desktop.storage.places import Home
from ati_desktop.storage.sealing import Sealer
from ati_desktop.storage.subkeys import (
    AUDIT,
    EVALUATION_STORE,
    FIELDS,
    REGISTER,
    WORKING_STORE,
    derive,
)
from ati_desktop.storage.units import WorkingStore


class OpenHome:
    """An open home. The keys it gives out are for storage/ alone.

    ``working`` is None for who does not hold the zone of the records.
    """

    def __init__(
        self,
        home: Home,
        keyring: Keyring,
        holder: Holder,
        lock: OfficeLock,
        *,
        clock: Clock,
        minimum: KeyCost,
        randomness: Randomness,
    ) -> None:
        self.home = home
        self.keyring = keyring
        self.clock = clock
        self.randomness = randomness
        self.working: WorkingStore | None = None
        self._holder: Holder | None = holder
        self._user = holder.user
        self._lock = lock
        self._minimum = minimum
        self._open_stores()

    @property
    def user(self) -> SignedIn:
        """Return who is signed in."""
        return self._user

    @property
    def office(self) -> str:
        """Return the name of the office."""
        return self.keyring.office

    @property
    def demo(self) -> bool:
        """Tell whether the office holds invented people only."""
        return self.keyring.demo

    @property
    def holder(self) -> Holder:
        """Return the keys of who is signed in.

        Raises:
            Refused: the home is closed.
        """
        if self._holder is None:
            raise Refused("The office is closed: sign in again.")
        return self._holder

    def _key(self, zone: Zone, label: str) -> bytes | None:
        key = self.holder.zones.get(zone)
        return derive(key, label) if key is not None else None

    @property
    def working_key(self) -> bytes | None:
        """Return the key of the working store, None without its zone."""
        return self._key(Zone.RECORDS, WORKING_STORE)

    @property
    def evaluation_key(self) -> bytes | None:
        """Return the key of the evaluation store, None without its zone."""
        return self._key(Zone.EVALUATION, EVALUATION_STORE)

    @property
    def register_key(self) -> bytes | None:
        """Return the key of the release register, None without its zone."""
        return self._key(Zone.EVALUATION, REGISTER)

    @property
    def sealer(self) -> Sealer | None:
        """Return what opens names and notes, None without the identity zone."""
        key = self._key(Zone.IDENTITY, FIELDS)
        if key is None:
            return None
        generation = self.keyring.zone_generations[Zone.IDENTITY]
        return Sealer(key, generation, randomness=self.randomness)

    def _open_stores(self) -> None:
        if self.register_key is not None:
            check_register(self.home, self.register_key, self.keyring)
        audit_key = self._key(Zone.RECORDS, AUDIT)
        if self.working_key is None or audit_key is None:
            return
        engine = open_working(self.home, self.working_key, self.keyring, clock=self.clock)
        self.working = WorkingStore(
            engine,
            self.home.working,
            user=self._user.name,
            sealer=self.sealer,
            audit_key=audit_key,
            clock=self.clock,
            randomness=self.randomness,
        )

    def _keep(self, keyring: Keyring) -> None:
        # The file first: a keyring newer than its pins is right, an older one is refused.
        write_keyring(self.home.keyring, keyring)
        self.keyring = keyring
        if self.working is not None:
            keep_pins(self.working.engine, self.home.working, keyring)
        if self.register_key is not None:
            check_register(self.home, self.register_key, keyring)

    def _own_cost(self) -> KeyCost:
        slot = self.keyring.slot_of(self._user.id)
        return slot.lock.cost if slot is not None else KeyCost.floor()

    def users(self) -> list[tuple[str, str, Role]]:
        """Return who may sign in: the id of the slot, the name, the role."""
        return [(slot.id, slot.name, Role(slot.role)) for slot in self.keyring.slots]

    def add_user(
        self,
        name: str,
        role: Role,
        password: str,
        *,
        zones: Iterable[Zone] | None = None,
        cost: KeyCost | None = None,
    ) -> str:
        """Give a person a slot and return its id; refuses as ``keyring_deeds.add_user`` does."""
        keyring, user = deeds.add_user(
            self.keyring,
            self.holder,
            name=name,
            role=role,
            password=password,
            cost=cost or self._own_cost(),
            zones=zones,
            randomness=self.randomness,
        )
        self._keep(keyring)
        return user

    def change_password(self, old: str, new: str, *, cost: KeyCost | None = None) -> None:
        """Change one's own password; refuses as ``keyring_deeds.change_password`` does."""
        keyring = deeds.change_password(
            self.keyring,
            self.holder,
            old=old,
            new=new,
            cost=cost or self._own_cost(),
            minimum=self._minimum,
            randomness=self.randomness,
        )
        write_keyring(self.home.keyring, keyring)
        self.keyring = keyring

    def reset_password(self, user: str, password: str, *, cost: KeyCost | None = None) -> None:
        """Give a person a fresh slot; refuses as ``keyring_deeds.reset_password`` does."""
        self._keep(
            deeds.reset_password(
                self.keyring,
                self.holder,
                user,
                password=password,
                cost=cost or self._own_cost(),
                randomness=self.randomness,
            )
        )

    def remove_user(self, user: str) -> frozenset[Zone]:
        """Take a person's slot away and return the zones whose keys still have to be rotated."""
        keyring, zones = deeds.remove_user(self.keyring, self.holder, user)
        self._keep(keyring)
        return zones

    def change_role(self, user: str, role: Role) -> frozenset[Zone]:
        """Give a person another role and return the zones they lost, to be rotated."""
        keyring, zones = deeds.change_role(self.keyring, self.holder, user, role)
        self._keep(keyring)
        return zones

    def renew_recovery(self, *, cost: KeyCost | None = None) -> str:
        """Make another recovery code and return it; the old one opens no more."""
        keyring, code = deeds.renew_recovery(
            self.keyring,
            self.holder,
            cost=cost or self._own_cost(),
            randomness=self.randomness,
        )
        self._keep(keyring)
        return code

    def close(self) -> None:
        """Close the stores, let go of the keys and of the folder; a second call does nothing."""
        if self.working is not None:
            self.working.close()
            self.working = None
        self._holder = None
        self._lock.release()
