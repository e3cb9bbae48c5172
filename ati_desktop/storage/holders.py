"""Who is signed in, and the keys that their slot opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ati_desktop.models.users import Role, Zone


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in; ``id`` is the random id of their slot."""

    id: str
    name: str
    role: Role
    zones: frozenset[Zone]


@dataclass(frozen=True)
class Holder:
    """A person signed in, with the keys that their slot opened."""

    user: SignedIn
    zones: dict[Zone, bytes] = field(repr=False)
    signing: Ed25519PrivateKey | None = field(repr=False)
