"""Widgets, colours and spacing that know nothing of records."""
