"""SPARQL 1.1 Protocol, query operation (https://www.w3.org/TR/sparql11-protocol/): a request becomes a job, or is told what would work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.http import parse_options_header

from fengong.serve.limits import Limits
from fengong.serve.refusals import Refused, told
from fengong.serve.wire import QueryJob
from fengong.web import form
from fengong.web.message import Reply

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
SHORT = {
    "json": "application/json",
    "xml": "application/xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
"""Short names for ``format=``, a parameter that outranks the Accept header, as other endpoints have it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came over HTTP for `/sparql`: ``pairs`` are the parameters of the address, ``body`` is what was posted."""

    method: str
    pairs: tuple[tuple[str, str], ...] = ()
    content_type: str = ""
    body: bytes = b""
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """The parameters of the operation, wherever they stood."""

    queries: tuple[str, ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    wishes: tuple[str, ...] = field(default=())


def described(asked: Asked) -> bool:
    """Whether the service description is wanted: a GET without a query."""
    return asked.method in {"GET", "HEAD"} and not any(name in {"query", "update"} for name, _ in asked.pairs)


def job(asked: Asked, graphs: frozenset[str], limits: Limits) -> QueryJob:
    """The query to be run. Raises Refused."""
    operation = _operation(asked)
    if len(operation.queries) != 1:
        raise Refused(
            told(
                400,
                "请给出恰好一个 query 参数，例如 /sparql?query=ASK%7B%7D",
                "Give exactly one parameter query, for example /sparql?query=ASK%7B%7D",
            )
        )
    query = operation.queries[0]
    if len(query.encode("utf-8", "surrogatepass")) > limits.query_bytes:
        raise Refused(
            told(413, f"查询超过 {limits.query_bytes} 字节的上限。", f"The query is longer than the {limits.query_bytes} bytes allowed.")
        )
    for graph in (*operation.default_graphs, *operation.named_graphs):
        if graph not in graphs:
            raise Refused(
                told(
                    400,
                    f"没有名为 <{graph}> 的图；只能查询本站的图，服务描述（GET /sparql）列出了它们。",
                    f"There is no graph <{graph}>; the service description (GET /sparql) lists what can be queried.",
                )
            )
    accept = _wished(operation.wishes[0]) if operation.wishes else asked.accept
    return QueryJob(query, accept, operation.default_graphs, operation.named_graphs)


def _wished(name: str) -> str:
    """The media type that ``format=`` means: a short name, or the type itself, whose + stands for a blank where it was not quoted.

    >>> _wished("csv"), _wished("application/rdf xml")
    ('text/csv', 'application/rdf+xml')
    """
    return SHORT.get(name.lower(), name.replace(" ", "+"))


def _operation(asked: Asked) -> Operation:
    if asked.method not in METHODS:
        raise Refused(method_refused(METHODS))
    if asked.method != "POST":
        return _sorted(asked.pairs)
    kind, options = parse_options_header(asked.content_type)
    charset = options.get("charset", "utf-8")
    if kind == UPDATE:
        raise Refused(_read_only(415))
    if kind not in {FORM, DIRECT}:
        raise Refused(
            told(
                415,
                f"不认识内容类型“{kind or '（无）'}”。请用 {FORM} 或 {DIRECT}。",
                f"The content type “{kind or '(none)'}” is not understood. Use {FORM} or {DIRECT}.",
            )
        )
    if charset.lower().replace("_", "-") not in {"utf-8", "utf8"}:
        raise Refused(told(415, f"只接受 UTF-8 编码，不接受 {charset}。", f"Only UTF-8 is understood, not {charset}."))
    try:
        text = asked.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(told(400, "请求正文不是 UTF-8。", "The body of the request is not UTF-8.")) from error
    if kind == DIRECT:
        other = _sorted(asked.pairs)
        return Operation((text, *other.queries), other.default_graphs, other.named_graphs, other.wishes)
    try:
        posted = form.pairs(asked.body)
    except ValueError as error:
        raise Refused(told(400, "表单正文无法解析。", "The form in the body cannot be read.")) from error
    return _sorted((*asked.pairs, *posted))


def _sorted(pairs: Sequence[tuple[str, str]]) -> Operation:
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in pairs):
        raise Refused(_read_only(400))

    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    return Operation(values("query"), values("default-graph-uri"), values("named-graph-uri"), values("format"))


def method_refused(allowed: Sequence[str]) -> Reply:
    """405, with the methods that would work."""
    listed = ", ".join(allowed)
    return told(405, f"这里只接受：{listed}", f"Only these methods work here: {listed}", ("Allow", listed))


def _read_only(status: int) -> Reply:
    return told(
        status,
        "这个端点只读，不接受更新；请用 query 参数提问。",
        "This endpoint is read-only and takes no updates; ask with the parameter query.",
    )
