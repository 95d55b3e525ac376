"""The application: Starlette routes from requests to jobs and from replies to responses. It runs no query and renders no page itself."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from werkzeug.http import parse_options_header

from fengong import __version__
from fengong.bilingual import Lang
from fengong.serve import description, protocol, refusals
from fengong.serve.cache import Cache, tag
from fengong.serve.door import Door, House, household
from fengong.serve.limits import Limits
from fengong.serve.protocol import Asked
from fengong.serve.refusals import Refused, told
from fengong.serve.wire import Job
from fengong.web import accept, form
from fengong.web.message import Reply, Request, see_other
from fengong.web.squeeze import squeezed

_TOO_LARGE = 413
_TAKEN, _LISTENED = 8 << 20, 2.0
"""Bytes and seconds of a body that are taken after the refusal."""
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
        return await self._done(incoming, job, vary="Accept, Accept-Encoding")

    def _description(self, incoming: Incoming, asked: Asked) -> Response:
        if asked.accept and accept.media_type(asked.accept, (*description.OFFERED, "text/html")) == "text/html":
            lang = accept.language(incoming.headers.get("accept-language", ""), _remembered(incoming))
            return response(see_other(f"/{lang}/sparql", vary="Accept, Accept-Language, Cookie"))
        endpoint = str(incoming.base_url).rstrip("/") + "/sparql"
        reply = description.reply(endpoint, self.hands.graphs, self.hands.in_default, asked.accept)
        if accept.takes_gzip(incoming.headers.get("accept-encoding", "")):
            reply = squeezed(reply)
        etag = f'"{self.hands.mark}-{hashlib.sha256(reply.body).hexdigest()[:20]}"' if reply.status == 200 else ""  # noqa: PLR2004
        if etag and {etag, "*"} & _known(incoming):
            return _unchanged(etag, "Accept, Accept-Encoding")
        return response(reply, etag=etag, vary="Accept, Accept-Encoding")

    async def health(self, incoming: Incoming) -> Response:
        """`/healthz`: that it lives, on which graph, and how busy it is."""
        if incoming.method == "OPTIONS":
            return preflight()
        if incoming.method == "POST":
            return response(protocol.method_refused(("GET", "HEAD", "OPTIONS")))
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

    async def _done(self, incoming: Incoming, job: Job, *, vary: str) -> Response:
        gzip = accept.takes_gzip(incoming.headers.get("accept-encoding", ""))
        mark = self.hands.mark
        etag = tag(mark, job, gzip=gzip)
        known = _known(incoming)
        if etag in known:
            return _unchanged(etag, vary)
        reply = self.cache.get(etag)
        if reply is None:
            reply = await self.hands.do(job, household(incoming.client.host if incoming.client else ""), gzip=gzip)
            if self.hands.mark == mark:
                self.cache.put(etag, reply)
        lasting = reply.status == 200 and reply.kept  # noqa: PLR2004
        if lasting and "*" in known:
            return _unchanged(etag, vary)
        return response(reply, etag=etag if lasting else "", vary=vary)

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
            raise Refused(told(400, "请求没有发完，请重发。", "The request was not sent whole; send it again.")) from gone
        return bytes(data)

    async def _form(self, incoming: Incoming) -> tuple[tuple[str, str], ...]:
        body = await self._body(incoming)
        kind, _ = parse_options_header(incoming.headers.get("content-type", ""))
        if kind not in {protocol.FORM, ""}:
            raise Refused(told(415, f"请用 {protocol.FORM} 提交。", f"Send the form as {protocol.FORM}."))
        return _parsed(body)


def application(hands: Hands, limits: Limits, house: House) -> ASGIApp:
    """The whole application behind its door."""
    front = Front(hands, limits)
    methods = ["GET", "HEAD", "POST", "OPTIONS"]
    routes = [
        Route("/healthz", front.health, methods=methods),
        Route("/{path:path}", front.other, methods=methods),
    ]
    return Door(_Straight({"/sparql": front.sparql}, Starlette(routes=routes, exception_handlers={Exception: _failed})), house)


class _Straight:
    """The paths that are asked most, without the layers of Starlette, which take as long as a small query; the others go through them."""

    def __init__(self, routes: Mapping[str, Callable[[Incoming], Awaitable[Response]]], rest: ASGIApp) -> None:
        self.routes, self.rest = routes, rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        route = self.routes.get(scope["path"]) if scope["type"] == "http" else None
        if route is None:
            await self.rest(scope, receive, send)
            return
        incoming = Incoming(scope, receive)
        try:
            made = await route(incoming)
        except Exception as error:
            await _failed(incoming, error)(scope, receive, send)
            raise
        await made(scope, receive, send)


def _failed(incoming: Incoming, error: Exception) -> Response:
    """The reply where we are at fault; the door writes the fault into the log."""
    del incoming, error
    return response(refusals.broken())


def response(reply: Reply, *, etag: str = "", vary: str = "") -> Response:
    """A reply as a response, with what caches need to know."""
    made = (_Parting if reply.status == _TOO_LARGE else Response)(reply.body, reply.status, media_type=None)
    headers = [("content-type", reply.media_type), *((name.lower(), value) for name, value in reply.headers)]
    if not any(name == "cache-control" for name, _ in headers):
        headers.append(("cache-control", _REVALIDATE if etag or (reply.kept and reply.status in {200, 303}) else "no-store"))
    if etag:
        headers.append(("etag", etag))
    if vary:
        varies = ", ".join((*(value for name, value in headers if name == "vary"), vary)).split(", ")
        headers = [each for each in headers if each[0] != "vary"] + [("vary", ", ".join(dict.fromkeys(varies)))]
    made.raw_headers += [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return made


class _Parting(Response):
    """The last word to a client that goes on sending: some of the rest is taken, so that it comes to read the reply; then it is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say it, listen for a while, and close."""
        del scope
        self.headers["Connection"] = "close"
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        left = _TAKEN
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LISTENED):
                while left > 0 and (message := await receive()).get("more_body"):
                    left -= len(message["body"])
        await send({"type": "http.response.body"})


def _unchanged(etag: str, vary: str) -> Response:
    return Response(status_code=304, headers={"ETag": etag, "Cache-Control": _REVALIDATE, "Vary": vary})


def _known(incoming: Incoming) -> frozenset[str]:
    """The entity tags that a client holds, whether strong or weak; it may say ``*`` for any."""
    if incoming.method not in {"GET", "HEAD"}:
        return frozenset()
    return frozenset(each.strip().removeprefix("W/") for each in incoming.headers.get("if-none-match", "").split(",")) - {""}


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
    return _parsed(incoming.scope["query_string"])


def _parsed(text: bytes) -> tuple[tuple[str, str], ...]:
    """The parameters of an address or a form. Raises Refused."""
    try:
        return form.pairs(text)
    except UnicodeDecodeError as error:
        raise Refused(told(400, "参数不是 UTF-8 编码，请改用 UTF-8。", "The parameters are not UTF-8; send them so.")) from error
    except form.TooMany as error:
        raise Refused(told(400, f"参数超过 {form.MOST} 个的上限。", f"There are more than the {form.MOST} parameters allowed.")) from error


def _remembered(incoming: Incoming) -> Lang | None:
    chosen = incoming.cookies.get("language")
    return "zh" if chosen == "zh" else "en" if chosen == "en" else None


def _too_large(most: int) -> Reply:
    return told(
        _TOO_LARGE,
        f"请求正文超过 {most} 字节的上限，请分几次发送。",
        f"The body of the request is larger than the {most} bytes allowed; send it in parts.",
    )
