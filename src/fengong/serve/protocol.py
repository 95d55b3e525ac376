"""SPARQL 1.1 Protocol, query operation (https://www.w3.org/TR/sparql11-protocol/): a request becomes a job, or is told what would work."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from fengong.errors import RefusedQuery
from fengong.serve.limits import Limits
from fengong.serve.results import ALIASES, CSV, GRAPHS, ROWS, TSV
from fengong.serve.wire import QueryJob
from fengong.sparql import guard
from fengong.sparql.tokens import tokens
from fengong.web.accept import media_type
from fengong.web.message import Reply, sentence

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_NESTING = 200
_FICKLE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_OFFERED_ROWS = (*ROWS, *ALIASES)
_OFFERED_GRAPHS = (*GRAPHS, *ALIASES)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came over HTTP for `/sparql`: ``pairs`` are the parameters of the address, ``body`` is what was posted."""

    method: str
    pairs: tuple[tuple[str, str], ...] = ()
    content_type: str = ""
    body: bytes = b""
    accept: str = ""


class Refused(Exception):
    """The request cannot be answered; ``reply`` says what would work."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


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
            _told(
                400,
                "请给出恰好一个 query 参数，例如 /sparql?query=ASK%7B%7D",
                "Give exactly one parameter query, for example /sparql?query=ASK%7B%7D",
            )
        )
    query = operation.queries[0]
    if len(query.encode("utf-8", "surrogatepass")) > limits.query_bytes:
        raise Refused(
            _told(413, f"查询超过 {limits.query_bytes} 字节的上限。", f"The query is longer than the {limits.query_bytes} bytes allowed.")
        )
    _check(query, graphs)
    for graph in (*operation.default_graphs, *operation.named_graphs):
        if graph not in graphs:
            raise Refused(
                _told(
                    400,
                    f"没有名为 <{graph}> 的图；只能查询本站的图，服务描述（GET /sparql）列出了它们。",
                    f"There is no graph <{graph}>; the service description (GET /sparql) lists what can be queried.",
                )
            )
    accept = operation.wishes[0] if operation.wishes else asked.accept
    return QueryJob(query, _form(query, accept), operation.default_graphs, operation.named_graphs)


def fickle(query: str) -> bool:
    """Whether the answer may differ from one time to the next, so that it must not be kept."""
    return any(token.kind == "word" and token.text.upper() in _FICKLE for token in tokens(query))


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
            _told(
                415,
                f"不认识内容类型“{kind or '（无）'}”。请用 {FORM} 或 {DIRECT}。",
                f"The content type “{kind or '(none)'}” is not understood. Use {FORM} or {DIRECT}.",
            )
        )
    if codecs.lookup(charset).name != "utf-8" if _known(charset) else True:
        raise Refused(_told(415, f"只接受 UTF-8 编码，不接受 {charset}。", f"Only UTF-8 is understood, not {charset}."))
    try:
        text = asked.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(_told(400, "请求正文不是 UTF-8。", "The body of the request is not UTF-8.")) from error
    if kind == DIRECT:
        other = _sorted(asked.pairs)
        return Operation((text, *other.queries), other.default_graphs, other.named_graphs, other.wishes)
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (ValueError, UnicodeDecodeError) as error:
        raise Refused(_told(400, "表单正文无法解析。", "The form in the body cannot be read.")) from error
    return _sorted((*asked.pairs, *pairs))


def _known(charset: str) -> bool:
    try:
        codecs.lookup(charset)
    except LookupError:
        return False
    return True


def _sorted(pairs: Sequence[tuple[str, str]]) -> Operation:
    if any(name in {"update", "using-graph-uri", "using-named-graph-uri"} for name, _ in pairs):
        raise Refused(_read_only(400))

    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    return Operation(values("query"), values("default-graph-uri"), values("named-graph-uri"), values("format"))


def _check(query: str, graphs: frozenset[str]) -> None:
    if depth(query) > _NESTING:
        raise Refused(_told(400, f"查询的括号嵌套超过 {_NESTING} 层。", f"The query nests brackets deeper than {_NESTING}."))
    if "\0" in query or any("\ud800" <= char <= "\udfff" for char in query):
        raise Refused(_told(400, "查询含有不允许的字符。", "The query holds characters that no query may hold."))
    try:
        guard.check(query, graphs=graphs)
    except RefusedQuery as error:
        raise Refused(
            _told(
                400,
                f"不执行 {error.construct}：只能查询本站的图，不能更新，也不能访问别处。",
                f"{error.construct} is not run: this server changes nothing and fetches nothing from elsewhere.",
            )
        ) from error


def depth(query: str) -> int:
    """How deep brackets of any kind are nested, outside strings, IRIs and comments.

    >>> depth("SELECT * { { ?s ?p '((((' } }")
    2
    """
    deepest = now = 0
    for token in tokens(query):
        if token.kind == "other":
            now += (token.text in "([{") - (token.text in ")]}") if token.text.strip() else 0
            deepest = max(deepest, now)
    return deepest


def form_of(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty where there is none of them.

    >>> form_of("PREFIX select: <http://example.org/> ask { ?s ?p ?o }")
    'ASK'
    """
    forms = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
    return next((token.text.upper() for token in tokens(query) if token.kind == "word" and token.text.upper() in forms), "")


def _form(query: str, accept: str) -> str:
    form = form_of(query)
    graph = form in {"CONSTRUCT", "DESCRIBE"}
    offered = _OFFERED_GRAPHS if graph else _OFFERED_ROWS
    if form == "ASK":  # CSV and TSV have no boolean
        offered = tuple(each for each in offered if each not in {CSV, TSV, "text/plain"})
    found = media_type(accept, offered)
    if found is None:
        have = " · ".join(each for each in offered if each not in ALIASES)
        raise Refused(
            _told(
                406,
                f"没有所要的结果格式；本查询可给出：{have}",
                f"None of the formats asked for can be given; for this query there are: {have}",
            )
        )
    return found


def method_refused(allowed: Sequence[str]) -> Reply:
    """405, with the methods that would work."""
    listed = ", ".join(allowed)
    said = sentence(405, f"这里只接受：{listed}", f"Only these methods work here: {listed}")
    return Reply(said.body, said.media_type, 405, (("Allow", listed),), kept=False)


def _read_only(status: int) -> Reply:
    return _told(
        status,
        "这个端点只读，不接受更新；请用 query 参数提问。",
        "This endpoint is read-only and takes no updates; ask with the parameter query.",
    )


def _told(status: int, zh: str, en: str) -> Reply:
    said = sentence(status, zh, en)
    return Reply(said.body, said.media_type, status, kept=False)
