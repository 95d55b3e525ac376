"""Linked data: every IRI of ours by its path, as RDF and as JSON; graphs, VoID, downloads and citations."""

from fengong.linked.door import Linked

__all__ = ["Linked"]
