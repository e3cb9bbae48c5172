"""The room Evaluation: figures for the office, and what of them may leave."""
