"""Reading: source bytes → text → cells → rows → clause trees, and back to text. Knows nothing of RDF."""
