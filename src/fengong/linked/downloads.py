"""Answers and ledgers as files to be taken away, written as `fengong ask` and `fengong ledger` write them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fengong import csvw, iris
from fengong.api import Graph
from fengong.ask import answer, columns, present
from fengong.ask.answer import Answer
from fengong.ask.stated import stated
from fengong.bilingual import Lang
from fengong.errors import EmptyLedger, MissingParameter, NotApplicable, NotInThisFormat, UsageError
from fengong.ledger import files
from fengong.linked import refusals
from fengong.web import accept
from fengong.web.message import Reply, Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": XLSX,
    "ttl": "text/turtle; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
ANSWERS = ("csv", "json", "xlsx", "ttl", "md")
LEDGERS = ("xlsx", "csv", "html", "md")
_DESCRIBED = "csv" + csvw.SUFFIX
_FORMS = {"md": "markdown"}
_APART = frozenset({"lang", "bom", "reading"})
_YES = frozenset({"1", "true", "yes"})
_LONGEST = 100


@dataclass(frozen=True)
class Downloads:
    """What one graph gives away as files."""

    graph: Graph

    def answer(self, request: Request, name: str, suffix: str) -> Reply:
        """The answer to a question; 400 in the error's words where it cannot be asked so, 404 where there is no such question or form."""
        if name not in self.graph.questions:
            near = refusals.alike(name, self.graph.questions)
            return refusals.missing(f"answer/{name}.{suffix}", (f"answer/{each}.{suffix}" for each in near))
        described = suffix == _DESCRIBED
        suffix = "csv" if described else suffix
        if suffix not in ANSWERS:
            return refusals.suffix(f"answer/{name}.{suffix}", f"answer/{name}", ANSWERS)
        try:
            found = answer.ask(self.graph.questions[name], self.graph.dataset, _given(request), reading=_reading(request))
            offered = tuple(each for each in ANSWERS if (each == "ttl") != bool(found.columns))
            if suffix not in offered:
                return refusals.suffix(f"answer/{name}.{suffix}", f"answer/{name}", offered)
            reply = self._described(request, found) if described else self._file(request, found, suffix)
        except MissingParameter as error:
            wanted = error.option.removeprefix("--")
            example = f"/answer/{name}.{suffix}?{wanted}={self.graph.questions[name].defaults.get(wanted, '…')}"
            return refusals.bad(f"问题 {name} 需要参数 {wanted}，例如：{example}", f"{name} needs {wanted}, for example: {example}")
        except NotApplicable as error:
            given, allowed = (each.replace("--", "") for each in (error.option, " · ".join(error.allowed)))
            return refusals.bad(f"{name} 不接受 {given}。可用：{allowed}", f"{name} does not take {given}. It takes: {allowed}")
        except (UsageError, NotInThisFormat) as error:
            return refusals.refused(error)
        return reply

    def _file(self, request: Request, found: Answer, suffix: str) -> Reply:
        """The answer as a file; a CSV says where its metadata are."""
        body = self._written(found, suffix, _language(request), bom=_bom(request))
        reply = _attached(body, suffix, _file_name(found), varies="lang" not in dict(request.parameters))
        if suffix != "csv":
            return reply
        where = csvw.link(f"/answer/{found.question.name}.{_DESCRIBED}{_query(request)}")
        return replace(reply, headers=(*reply.headers, where))

    def _described(self, request: Request, found: Answer) -> Reply:
        """The CSVW metadata of the answer's CSV, which lies beside it under the name that the CSV is saved as."""
        titles, lang = present.titles_from(self.graph.workspace.queries), _language(request)
        url = f"{found.question.name}.csv{_query(request)}"
        body = columns.metadata(found, url, lang, titles, licence=stated(self.graph.dataset).licence)
        varies = () if "lang" in dict(request.parameters) else (("Vary", "Accept-Language, Cookie"),)
        return Reply(body, csvw.MEDIA_TYPE, headers=varies)

    def _written(self, found: Answer, suffix: str, lang: Lang, *, bom: bool) -> bytes:
        titles = present.titles_from(self.graph.workspace.queries)
        if suffix == "xlsx":
            from fengong.linked.answer_workbook import as_xlsx  # noqa: PLC0415 - openpyxl costs 150 ms

            return as_xlsx(found, self.graph.dataset, lang, titles)
        style = present.Style(_FORMS.get(suffix, suffix), lang, bom=bom)
        return present.present(found, self.graph.dataset, style, titles).encode()

    def ledger(self, request: Request, suffix: str) -> Reply:
        """The ledger of a body; 400 in the error's words, 404 for an empty one."""
        if suffix not in LEDGERS:
            return refusals.suffix(f"ledger.{suffix}", "ledger", LEDGERS)
        given = _given(request)
        form = _FORMS.get(suffix, suffix)
        try:
            unknown = next((name for name in given if name not in {"body", "table"}), None)
            if unknown:
                raise NotApplicable("ledger", f"--{unknown}", ("--body", "--table", "--reading", "--lang", "--bom"))
            if "body" not in given:
                return refusals.bad(f"请给出单位，如：/ledger.{suffix}?body=民政厅", f"Give a body, such as /ledger.{suffix}?body=民政厅")
            made = self.graph.ledger(given["body"], table=given.get("table"), reading=_reading(request))
            body = files.written(made, form, _language(request), bom=_bom(request))
        except (UsageError, NotInThisFormat) as error:
            return refusals.refused(error)
        except EmptyLedger as error:
            return refusals.refused(error, 404)
        name = "ledger-" + made.body.iri.removeprefix(iris.BASE + "id/").removeprefix("body/")
        return _attached(body, suffix, name, varies="lang" not in dict(request.parameters))


def _given(request: Request) -> dict[str, str]:
    """What was asked with: the first value of each parameter; an empty field of a form is none."""
    given: dict[str, str] = {}
    for name, value in request.parameters:
        if value and name not in _APART:
            given.setdefault(name, value)
    return given


def _query(request: Request) -> str:
    """What was asked with, as it stands in an address."""
    return f"?{urlencode(request.parameters)}" if request.parameters else ""


def _reading(request: Request) -> str:
    return request.first("reading") or "adopted"


def _bom(request: Request) -> bool:
    return request.first("bom") in _YES


def _language(request: Request) -> Lang:
    """The one asked for, else that of the reader."""
    asked = request.first("lang")
    return "zh" if asked == "zh" else "en" if asked == "en" else accept.language(request.languages, request.remembered)


def _file_name(found: Answer) -> str:
    """The question, what it was asked with, and the reading where it is not the usual one."""
    values = (term.value.removeprefix(iris.BASE).removeprefix("id/").removeprefix("body/") for term in found.values.values())
    return "-".join([found.question.name, *values, *([found.reading] if found.reading != "adopted" else [])])


def _attached(body: bytes, suffix: str, name: str, *, varies: bool) -> Reply:
    """A file under an ASCII name."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:_LONGEST].rstrip("-")
    headers = (("Content-Disposition", f'attachment; filename="{plain}.{suffix}"'),)
    return Reply(body, TYPES[suffix], headers=(*headers, *((("Vary", "Accept-Language, Cookie"),) if varies else ())))
