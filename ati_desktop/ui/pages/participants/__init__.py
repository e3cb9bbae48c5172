"""The room Participants: the list, new intake, and the person beside it."""
