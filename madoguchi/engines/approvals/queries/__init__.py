"""Reads of the approvals. Each is a fixed number of queries, however many drafts there are."""
