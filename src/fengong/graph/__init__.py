"""Triples: what a table, a body and a finding are in RDF, their closure, and files of them."""
