"""The rooms of the record, on a real encrypted office."""
