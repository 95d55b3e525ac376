"""The graph in other people's formats: RDF, tables, networks, databases; each read back before it counts."""
