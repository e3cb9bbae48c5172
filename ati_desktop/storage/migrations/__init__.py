"""The working store's tables, step by step, and how an older store is brought up to now."""

from ati_desktop.storage.migrations.older import bring_up_to_date
from ati_desktop.storage.migrations.steps import migrate, newest, revision_of

__all__ = ["bring_up_to_date", "migrate", "newest", "revision_of"]
