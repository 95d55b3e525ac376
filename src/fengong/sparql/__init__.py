"""SPARQL as text: its tokens, values put into it, and what it may not do. Knows no store."""
