"""The reviewed tables: places, bodies, collectives, with their evidence; and the words of the ontology as a lexicon."""
