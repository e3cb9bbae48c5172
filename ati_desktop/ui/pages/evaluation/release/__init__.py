"""The release wizard: from a question to a package, step by step."""
