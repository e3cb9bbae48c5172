"""Tests of one room of the record."""
