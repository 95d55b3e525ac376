"""The reading half: starts from `graph/built/` and knows nothing of how it was made. It must not import rdflib, pySHACL or owlrl."""
