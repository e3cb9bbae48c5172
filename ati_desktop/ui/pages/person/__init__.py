"""The person's page: head, overview, records, papers."""
