"""Findings: what the reader, the shapes and the check queries have to say about a table, in one form."""
