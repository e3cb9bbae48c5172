"""The room Directory: the organisations the office works with."""
