"""The room Administration: the office, who signs in, imports, checks, and what is inside."""
