"""The ledgers of all bodies, made in one go: a server makes each when it is asked for."""

from __future__ import annotations

from functools import cached_property

from fengong import iris
from fengong.api import Graph
from fengong.ask.stated import stated
from fengong.bilingual import Lang
from fengong.errors import EmptyLedger
from fengong.ledger import described, files
from fengong.ledger.division import open_division
from fengong.ledger.entry import Ledger
from fengong.web.message import Reply, Request

_FORMS = {"md": "markdown"}


class Ledgers:
    """Answers for the ledgers of one graph, in the adopted reading over all tables."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def _every(self) -> dict[str, Ledger]:
        """The ledgers by the IRI of the body and by what its links call it: its id, or the name that no reviewed table lists."""
        found: dict[str, Ledger] = {}
        try:
            for ledger in open_division(self.graph.dataset).every():
                iri = ledger.body.iri
                found[iri] = ledger
                found[ledger.body.name.zh if iri.endswith("/unlisted") else iri.removeprefix(iris.BASE + "id/body/")] = ledger
        except EmptyLedger:
            return {}
        return found

    def reply(self, request: Request) -> Reply | None:
        """The ledger at ``/ledger.{form}?body=…``; None for any other path, and for what is asked in another way."""
        given = dict(request.parameters)
        suffix = request.path.removeprefix("/ledger.")
        form = _FORMS.get(suffix, suffix)
        if suffix == request.path or form not in files.FORMATS or not given.keys() <= {"body", "lang", "bom"}:
            return None
        ledger = self._every.get(given.get("body", ""))
        if ledger is None:
            return None
        return Reply(files.written(ledger, form, "zh" if given.get("lang") == "zh" else "en", bom=bool(given.get("bom"))))

    def described(self, request: Request, file: str) -> bytes | None:
        """The CSVW metadata of the CSV at ``/ledger.csv?body=…``, which is written into ``file``; None for any other path."""
        if request.path != "/ledger.csv":
            return None
        body = request.first("body")
        ledger = self._every.get(body) or open_division(self.graph.dataset).ledger(body)  # a collective is not among the bodies
        lang: Lang = "zh" if request.first("lang") == "zh" else "en"
        return described.metadata(ledger, file, lang, licence=stated(self.graph.dataset).licence)
