"""Ratios measured in one run; nothing in the tests depends on them."""
