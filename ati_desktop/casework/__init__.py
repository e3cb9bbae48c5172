"""What staff do: one function, one deed, one transaction, one audit line."""
