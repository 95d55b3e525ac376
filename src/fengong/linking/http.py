"""Asking somebody else's server politely: one request at a time, with pauses, bounded in time and bytes, and never led to another host.

urllib3 reads no proxy settings from the environment and follows nothing by itself here (docs/decisions/joining.md).
"""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from fengong import __version__
from fengong.bilingual import Bilingual
from fengong.errors import FailedService

if TYPE_CHECKING:
    import urllib3

AGENT = f"fengong/{__version__} (https://w3id.org/fengong/)"
_AGAIN = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_HOPS = 3


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask: seconds of silence, seconds for a whole answer, most bytes of it, tries, and seconds between requests.

    ``longest`` is how many seconds a server may ask us to wait before we give up instead.
    """

    timeout: float = 20.0
    whole: float = 60.0
    most: int = 10_000_000
    tries: int = 4
    pause: float = 1.0
    longest: float = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: status, address, media type, body, where a redirect leads, and the redirects that were followed."""

    status: int
    url: str
    media: str
    body: bytes
    elsewhere: str = ""
    hops: tuple[str, ...] = ()


@dataclass
class Trouble(Exception):
    """No answer: what happened, whether trying again may help, and how many seconds the server asked us to wait."""

    reason: Bilingual
    again: bool = False
    wait: float | None = None


@dataclass
class Client:
    """Sends requests one after the other; ``sleep`` and ``clock`` are those of `time` but in tests."""

    manners: Manners = field(default_factory=Manners)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: float = field(default=float("-inf"), init=False)
    _pool: urllib3.PoolManager | None = field(default=None, init=False)

    def ask(self, url: str, *, form: Mapping[str, str] | None = None, accept: str = "application/json", method: str = "") -> Answer:
        """The answer to GET, or to POST where there is a ``form``; 429, 5xx, broken connections and silence are tried again.

        Raises FailedService.
        """
        hops: list[str] = []
        while True:
            answer = self._patiently(url, form, accept, method)
            if answer.status not in _REDIRECTS or not answer.elsewhere:
                return replace(answer, hops=tuple(hops))
            target = answer.elsewhere
            if _host(target) != _host(url) or len(hops) >= _HOPS:
                return replace(answer, hops=tuple(hops))
            hops.append(target)
            url = target

    def _patiently(self, url: str, form: Mapping[str, str] | None, accept: str, method: str) -> Answer:
        for attempt in range(1, self.manners.tries + 1):
            self._rest(self.manners.pause)
            try:
                return self._once(url, form, accept, method)
            except Trouble as trouble:
                wait = self.manners.pause * 2**attempt if trouble.wait is None else trouble.wait
                if trouble.wait is not None and trouble.wait > self.manners.longest:
                    reason = Bilingual(zh=f"要求等待 {wait:.0f} 秒", en=f"it asks to wait {wait:.0f} seconds")
                    raise FailedService(url, reason) from trouble
                if not trouble.again or attempt == self.manners.tries:
                    raise FailedService(url, trouble.reason) from trouble
                self.sleep(min(wait, self.manners.longest))
        raise AssertionError("the last try returns or raises")

    def _rest(self, seconds: float) -> None:
        """Wait until ``seconds`` have passed since the last request."""
        left = self._last + seconds - self.clock()
        if left > 0:
            self.sleep(left)
        self._last = self.clock()

    def _once(self, url: str, form: Mapping[str, str] | None, accept: str, method: str) -> Answer:
        import urllib3  # noqa: PLC0415 - costs 40 ms, and only these modes need it

        if not _is_address(url):
            raise Trouble(Bilingual(zh="不是 http 或 https 地址", en="no http or https address"))
        self._pool = self._pool or urllib3.PoolManager(retries=False, cert_reqs="CERT_REQUIRED")
        timeout = urllib3.Timeout(connect=self.manners.timeout, read=self.manners.timeout)
        headers = {"User-Agent": AGENT, "Accept": accept, "Accept-Encoding": "identity"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        verb, until = method or ("POST" if form is not None else "GET"), self.clock() + self.manners.whole
        try:
            body = urlencode(form).encode() if form is not None else None
            sent = self._pool.request(
                verb, url, body=body, headers=headers, redirect=False, retries=False, timeout=timeout, preload_content=False
            )
            try:
                return self._read(sent, url, until)
            finally:
                sent.close()
        except urllib3.exceptions.NewConnectionError as error:  # a TimeoutError to urllib3, though refused at once
            raise Trouble(Bilingual(zh=f"连接失败：{_plain(error)}", en=f"the connection failed: {_plain(error)}"), again=True) from error
        except urllib3.exceptions.TimeoutError as error:
            raise Trouble(_SILENT, again=True) from error
        except urllib3.exceptions.SSLError as error:
            raise Trouble(Bilingual(zh=f"证书有误：{error}", en=f"its certificate is wrong: {error}")) from error
        except urllib3.exceptions.LocationParseError as error:
            raise Trouble(Bilingual(zh=f"地址有误：{error}", en=f"the address is wrong: {error}")) from error
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Trouble(Bilingual(zh=f"连接失败：{_plain(error)}", en=f"the connection failed: {_plain(error)}"), again=True) from error

    def _read(self, sent: urllib3.BaseHTTPResponse, url: str, until: float) -> Answer:
        if sent.status in _AGAIN:
            reason = Bilingual(zh=f"HTTP {sent.status}", en=f"HTTP {sent.status}")
            raise Trouble(reason, again=True, wait=waited(sent.headers.get("Retry-After"), dt.datetime.now(dt.UTC)))
        media = sent.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if sent.status in _REDIRECTS and (target := sent.headers.get("Location")):
            return Answer(sent.status, url, media, b"", _joined(url, target))
        if sent.headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
            raise Trouble(Bilingual(zh="答复被压缩，而我们没有要求", en="the answer is compressed, which was not asked for"))
        body = bytearray()
        while part := sent.read1(_CHUNK, decode_content=False):
            body += part
            if len(body) > self.manners.most:
                most = self.manners.most
                raise Trouble(Bilingual(zh=f"答复超过 {most:,} 字节", en=f"the answer is over {most:,} bytes"))
            if self.clock() > until:
                raise Trouble(_SLOW, again=True)
        return Answer(sent.status, url, media, bytes(body))


def as_json(answer: Answer) -> object:
    r"""The JSON that an answer is. Raises ValueError or RecursionError for what is none, or holds halves of characters.

    >>> as_json(Answer(200, "http://a.example/", "application/json", b'{"n": 1}'))
    {'n': 1}
    """
    data = json.loads(answer.body)
    json.dumps(data, ensure_ascii=False).encode()  # a lone surrogate, as in "\ud800", could never be written
    return data


def waited(header: str | None, now: dt.datetime) -> float | None:
    """The seconds that a Retry-After asks for, whether it gives seconds or a date; None where it gives neither.

    >>> waited("7", dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)), waited("soon", dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc))
    (7.0, None)
    >>> waited("Thu, 01 Jan 2026 00:00:30 GMT", dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc))
    30.0
    """
    text = (header or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - now).total_seconds())


def _is_address(url: str) -> bool:
    """Whether ``url`` is a http or https address with a host.

    >>> _is_address("http://a.example/"), _is_address("file:///etc/hosts"), _is_address("http://[a/")
    (True, False, False)
    """
    try:
        return urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _joined(url: str, target: str) -> str:
    """Where a redirect from ``url`` leads; ``target`` as it stands where that is no address.

    >>> _joined("http://a.example/x", "/y"), _joined("http://a.example/x", "http://[a/")
    ('http://a.example/y', 'http://[a/')
    """
    try:
        return urljoin(url, target)
    except ValueError:
        return target


def _host(url: str) -> tuple[str | None, int | None]:
    """Host and port; http and https of one host on their usual ports are the same place. What is no address is a place of its own.

    >>> _host("https://a.example/"), _host("http://a.example:99999/")
    (('a.example', None), ('http://a.example:99999/', None))
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url, None
    return parts.hostname, None if port in {80, 443, None} else port


def _plain(error: Exception) -> str:
    """An error without the connection, or the address of an object, in it."""
    words = str(error)
    return words.split(": ", 1)[-1] if "object at 0x" in words or words.startswith("HTTP") else words


_SILENT = Bilingual(zh="超过时限没有答复", en="no answer within the time limit")
_SLOW = Bilingual(zh="答复太慢，超过时限", en="the answer came too slowly")
