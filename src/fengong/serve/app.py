"""The application: Starlette routes from requests to jobs and from replies to responses. It runs no query and renders no page itself."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from werkzeug.http import parse_options_header

from fengong import __version__
from fengong.bilingual import Lang
from fengong.serve import description, protocol
from fengong.serve.cache import Cache, tag
from fengong.serve.door import Door, House
from fengong.serve.limits import Limits
from fengong.serve.protocol import Asked, Refused
from fengong.serve.wire import Job
from fengong.web import accept
from fengong.web.message import TEXT, Reply, Request, see_other, sentence

POSTED = frozenset({"/sparql", "/reconcile"})
_REVALIDATE = "public, no-cache"
"""Kept by caches, asked after each time: the entity tag changes with the graph, so nothing stale is ever shown."""


class Hands(Protocol):
    """Who does the jobs: worker processes, or this process itself."""

    @property
    def mark(self) -> str:
        """What tells the graph from another."""

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""

    @property
    def in_default(self) -> frozenset[str]:
        """The IRIs of those that the default graph is the union of."""

    async def do(self, job: Job, client: str, *, gzip: bool) -> Reply:
        """The reply to a job."""

    def state(self) -> dict[str, object]:
        """How busy the workers are."""


class Front:
    """What the routes share."""

    def __init__(self, hands: Hands, limits: Limits) -> None:
        self.hands = hands
        self.limits = limits
        self.cache = Cache(limits.cache_bytes)

    # --- routes

    async def sparql(self, incoming: Incoming) -> Response:
        """`/sparql`: the protocol to the letter."""
        if incoming.method == "OPTIONS":
            return preflight()
        try:
            body = await self._body(incoming) if incoming.method == "POST" else b""
            kind = incoming.headers.get("content-type", "")
            asked = Asked(incoming.method, _pairs(incoming), kind, body, incoming.headers.get("accept", ""))
            if protocol.described(asked):
                return self._description(incoming, asked)
            job = protocol.job(asked, self.hands.graphs, self.limits)
        except Refused as refused:
            return response(refused.reply)
        return await self._done(incoming, job, kept=not protocol.fickle(job.query), vary="Accept, Accept-Encoding")

    def _description(self, incoming: Incoming, asked: Asked) -> Response:
        if asked.accept and accept.media_type(asked.accept, (*description.OFFERED, "text/html")) == "text/html":
            lang = accept.language(incoming.headers.get("accept-language", ""), _remembered(incoming))
            return response(see_other(f"/{lang}/sparql", vary="Accept, Accept-Language, Cookie"))
        endpoint = str(incoming.base_url).rstrip("/") + "/sparql"
        return response(description.reply(endpoint, self.hands.graphs, self.hands.in_default, asked.accept), vary="Accept")

    async def health(self, incoming: Incoming) -> Response:
        """`/healthz`: that it lives, on which graph, and how busy it is."""
        del incoming
        facts = {"status": "ok", "version": __version__, "graph": self.hands.mark, "lanes": self.hands.state()}
        return JSONResponse(facts, headers={"Cache-Control": "no-store"})

    async def other(self, incoming: Incoming) -> Response:
        """Pages, data, downloads, reconciliation: whatever the path says."""
        path = incoming.scope["path"]
        posts = path in POSTED or path.startswith("/reconcile/")
        if incoming.method == "OPTIONS":
            return preflight()
        if incoming.method == "POST" and not posts:
            return response(protocol.method_refused(("GET", "HEAD", "OPTIONS")))
        try:
            pairs = _pairs(incoming) + (await self._form(incoming) if incoming.method == "POST" else ())
        except Refused as refused:
            return response(refused.reply)
        job = Request(
            path,
            pairs,
            incoming.headers.get("accept", "*/*"),
            incoming.headers.get("accept-language", ""),
            _remembered(incoming),
            str(incoming.base_url),
        )
        return await self._done(incoming, job, vary="Accept-Encoding")

    # --- jobs

    async def _done(self, incoming: Incoming, job: Job, *, kept: bool = True, vary: str) -> Response:
        gzip = accept.takes_gzip(incoming.headers.get("accept-encoding", ""))
        mark = self.hands.mark
        etag = tag(mark, job, gzip=gzip) if kept else ""
        if etag and etag in {each.strip().removeprefix("W/") for each in incoming.headers.get("if-none-match", "").split(",")}:
            return Response(status_code=304, headers={"ETag": etag, "Cache-Control": _REVALIDATE, "Vary": vary})
        reply = self.cache.get(mark, job, gzip=gzip) if kept else None
        if reply is None:
            client = incoming.client.host if incoming.client else ""
            reply = await self.hands.do(job, client, gzip=gzip)
            if kept and self.hands.mark == mark:
                self.cache.put(mark, job, reply, gzip=gzip)
        return response(reply, etag=etag if reply.status == 200 and reply.kept else "", vary=vary)  # noqa: PLR2004

    async def _body(self, incoming: Incoming) -> bytes:
        """What was posted. Raises Refused where it is more than allowed."""
        most = self.limits.body_bytes
        length = incoming.headers.get("content-length", "")
        if length.isdecimal() and int(length) > most:
            raise Refused(_too_large(most))
        data = bytearray()
        try:
            async for part in incoming.stream():
                data += part
                if len(data) > most:
                    raise Refused(_too_large(most))
        except ClientDisconnect as gone:
            raise Refused(sentence(400, "请求没有发完。", "The request was not sent whole.")) from gone
        return bytes(data)

    async def _form(self, incoming: Incoming) -> tuple[tuple[str, str], ...]:
        body = await self._body(incoming)
        kind, _ = parse_options_header(incoming.headers.get("content-type", ""))
        if kind not in {protocol.FORM, ""}:
            raise Refused(sentence(415, f"请用 {protocol.FORM} 提交。", f"Send the form as {protocol.FORM}."))
        try:
            return tuple(parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000))
        except ValueError as error:
            raise Refused(sentence(400, "表单无法解析。", "The form cannot be read.")) from error


def application(hands: Hands, limits: Limits, house: House) -> ASGIApp:
    """The whole application behind its door."""
    front = Front(hands, limits)
    methods = ["GET", "HEAD", "POST", "OPTIONS"]
    routes = [
        Route("/sparql", front.sparql, methods=methods),
        Route("/healthz", front.health, methods=["GET", "HEAD"]),
        Route("/{path:path}", front.other, methods=methods),
    ]
    return Door(Starlette(routes=routes), house)


def response(reply: Reply, *, etag: str = "", vary: str = "") -> Response:
    """A reply as a response, with what caches need to know."""
    made = Response(reply.body, reply.status, media_type=None)
    made.headers["Content-Type"] = reply.media_type
    for name, value in reply.headers:
        made.headers.append(name, value)
    made.headers.setdefault("Cache-Control", _REVALIDATE if etag or (reply.kept and reply.status in {200, 303}) else "no-store")
    if etag:
        made.headers["ETag"] = etag
    for each in vary.split(", ") if vary else ():
        made.headers.add_vary_header(each)
    if reply.status == 413:  # noqa: PLR2004 - the rest of the body is not read
        made.headers["Connection"] = "close"
    return made


def preflight() -> Response:
    """The reply to OPTIONS: any page may ask, with these methods and headers."""
    headers = {
        "Allow": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)


def _pairs(incoming: Incoming) -> tuple[tuple[str, str], ...]:
    text = incoming.scope["query_string"].decode("latin-1")
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=1000))
    except ValueError as error:
        raise Refused(sentence(400, "网址中的参数太多。", "The address has too many parameters.")) from error


def _remembered(incoming: Incoming) -> Lang | None:
    chosen = incoming.cookies.get("language")
    return "zh" if chosen == "zh" else "en" if chosen == "en" else None


def _too_large(most: int) -> Reply:
    said = sentence(413, f"请求正文超过 {most} 字节的上限。", f"The body of the request is larger than the {most} bytes allowed.")
    return Reply(said.body, TEXT, 413, kept=False)
