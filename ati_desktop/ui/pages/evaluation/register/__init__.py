"""The register in the window: requests, their review, and what was written."""
