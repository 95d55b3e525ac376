"""The building half: sources, ontology and reference tables → `graph/built/`."""
