"""Records in, measures out; reads the evaluation store only."""
