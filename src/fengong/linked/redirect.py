"""From an IRI to a document about it: 303 by what the client takes, and the links between thing and documents."""

from __future__ import annotations

from collections.abc import Sequence

from fengong import iris
from fengong.linked import refusals
from fengong.linked.forms import Form
from fengong.web import accept
from fengong.web.message import Reply, Request, see_other

VARY = "Accept, Accept-Language, Cookie"
_HTML = "text/html"


def see(request: Request, path: str, forms: Sequence[Form], *, page: str = "", data: str = "") -> Reply:
    """303 from the thing at ``path`` to its page or to its data; 406 where the client takes none of them.

    Clients that like several as much get the page, then the forms in their order. ``page`` is the path of the page below the
    language, and ``data`` that of the data without suffix, where they are not that of the thing.
    """
    links = (("Link", linked(path, forms, data=data)),)
    offered = [_HTML, *(form.media_type for form in forms)]
    chosen = accept.media_type(request.accept, offered)
    if chosen is None:
        return refusals.unacceptable(request.accept, offered, (("Vary", VARY), *links))
    document, hash_, fragment = path.partition("#")
    if chosen == _HTML:
        language = accept.language(request.languages, request.remembered)
        to = f"/{language}/{page or document}{hash_}{fragment}"
    else:
        form = next(form for form in forms if form.media_type == chosen)
        to = f"/{data or document}.{form.suffix}{hash_}{fragment}"
    reply = see_other(to, vary=VARY)
    return Reply(reply.body, reply.media_type, reply.status, (*reply.headers, *links))


def linked(path: str, forms: Sequence[Form], *, data: str = "", within: bool = False) -> str:
    """The value of a Link header: the thing's IRI, and the documents about it; ``within`` such a document the relation is another.

    >>> from fengong.linked.forms import TURTLE
    >>> linked("role/lead", [TURTLE])
    '<https://w3id.org/fengong/role/lead>; rel="canonical", </role/lead.ttl>; rel="alternate"; type="text/turtle"'
    """
    document = data or path.partition("#")[0]
    relation = "describes" if within else "canonical"
    links = [f'<{iris.BASE}{path}>; rel="{relation}"']
    links += [f'</{document}.{form.suffix}>; rel="alternate"; type="{form.media_type}"' for form in forms]
    return ", ".join(links)
