"""What a pool says about itself where the package of one office says something else."""

from __future__ import annotations

POOL_HOW = (
    "Each office protected its own package as one system before it was pooled. A number that an"
    " office hid is hidden here, and a sum over offices is shown only where every office shows its"
    " number. Where offices have different smallest counts the strictest counts for all."
)
POOL_AUDIT = (
    "An attacker who holds the packages of all offices and this pool asked by linear programs how"
    " small and how large each number could be that an office hides. None is less open than with"
    " the packages alone. What was hidden for the strictest smallest count is as open to whoever"
    " holds the pool alone as that count asks for."
)
POOL_ATTACKS = (
    ("Sums over offices against the package of each office", "no hidden number less open"),
    ("The same cell in two tables", "one state everywhere"),
    ("The sign that stands for a hidden number", "the same for every reason"),
    ("Making the pool again", "the same bytes"),
)
POOL_NOTES = (
    "(all) under office stands for the sum over offices. A value that an office does not list has"
    " no row with that office. pool.txt says which offices these are and what differs.",
)
POOL_FILES = (("pool.txt, pool.json", "which offices, from which packages, and what differs"),)
