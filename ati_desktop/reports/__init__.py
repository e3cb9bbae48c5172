"""Plain facts in, PDF out."""
