"""The one kind of error a person can do something about, and the sign that work was stopped."""

from __future__ import annotations


class Refused(Exception):
    """Something the program will not do, said in one sentence that tells what would help.

    The sentence is English source text with named places, so that the window can translate it
    before the values are put in. Values may be shown to the person in front of the screen; they
    are never written to a log.
    """

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return self.sentence.format(**self.values) if self.values else self.sentence


class Cancelled(Exception):
    """The person stopped long work; everything it had done so far is taken back."""
