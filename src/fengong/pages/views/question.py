"""The page of one canned question: its form, and the answer to what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from fengong.ask import answer as asking
from fengong.ask.answer import Answer
from fengong.ask.catalogue import Parameter, Question
from fengong.ask.cite import answer_iri
from fengong.bilingual import Bilingual, Lang
from fengong.errors import FengongError, MissingParameter
from fengong.iris import question as iri_of
from fengong.pages.facts import chart, question, trouble
from fengong.pages.facts import whole as wholes
from fengong.pages.facts.book import Book
from fengong.pages.facts.choices import Group
from fengong.pages.facts.trouble import Trouble
from fengong.pages.page import Crumb, Page
from fengong.web.message import Request

QUESTIONS = Crumb(Bilingual(zh="提问", en="Questions"), "/questions")
TURTLE = 20_000
"""So many characters of Turtle are shown; the whole is a download."""

LABELS = {
    "body": Bilingual(zh="单位", en="Body"),
    "place": Bilingual(zh="地方", en="Place"),
    "task": Bilingual(zh="任务", en="Task"),
    "function": Bilingual(zh="职能", en="Function"),
    "topic": Bilingual(zh="主题", en="Topic"),
    "text": Bilingual(zh="要找的文字", en="Words to look for"),
    "on": Bilingual(zh="截至哪一天", en="As of the day"),
    "before": Bilingual(zh="到哪一天为止", en="Up to the day"),
    "table": Bilingual(zh="分工表", en="Table"),
}
HINTS = {
    "on": Bilingual(zh="时限在这一天之前的", en="deadlines before this day"),
    "before": Bilingual(zh="时限在这一天或之前的", en="deadlines on this day or before it"),
}
READINGS = {
    "adopted": Bilingual(zh="采信（疑误按更正读）", en="adopted (misprints as corrected)"),
    "printed": Bilingual(zh="原文（照印）", en="as printed"),
}
SHORT = {"adopted": Bilingual(zh="采信", en="adopted"), "printed": Bilingual(zh="原文", en="as printed")}
_KINDS = {"date": "date", "integer": "number"}


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter on the form: how it is asked for, the choices where they can be listed, and what was given."""

    name: str
    label: Bilingual
    hint: Bilingual | None
    kind: str
    required: bool
    groups: tuple[Group, ...]
    given: str
    chosen: str
    example: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and what came of it: an answer, to an example where something was missing, or what is wrong."""

    given: Mapping[str, str]
    reading: str
    answer: Answer | None = None
    example: bool = False
    trouble: Trouble | None = None

    def address(self, name: str, **changed: str) -> str:
        """The path of the same question with some values changed; an empty one is left out."""
        values = dict(self.given) | ({"reading": self.reading} if self.reading != "adopted" else {}) | changed
        query = urlencode({key: value for key, value in values.items() if value}, safe="/:,")
        return f"/question/{name}" + (f"?{query}" if query else "")


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The question at ``/question/{name}`` as it is asked, answered; None where there is no such question."""
    found = book.graph.questions.get(request.path.removeprefix("/question/"))
    if found is None:
        return None
    asked = ask(book, found, request)
    values: dict[str, object] = {
        "question": found,
        "asked": asked,
        "fields": tuple(_fields(book, found, asked, lang)),
        "readings": READINGS if found.switchable and found.reads_bodies else {},
        "short": SHORT,
    }
    if asked.answer is not None:
        values |= _shown(book, asked, asked.answer, lang, request.first("page", "1"))
    status = asked.trouble.status if asked.trouble else 200
    return Page("question.html", _title(found, asked, book), values, found.answers, (QUESTIONS,), "questions", iri_of(found.name), status)


def whole(book: Book, name: str, lang: Lang) -> Page:
    """The question answered for everything, in both readings, for a folder of files; ``name`` is one of the catalogue.

    The rows carry ``data-in`` and one ``data-`` attribute for each parameter; the page's script shows those that fit what is picked
    in its ``data-filter`` controls. Without a script, the answer of the adopted reading over all tables is there.
    """
    found = book.graph.questions[name]
    all_of_it = wholes.whole(found, book)
    asked = Asked({}, "adopted", all_of_it.answer)
    sheet = question.sheet(all_of_it.answer, book, lang)
    first = f"adopted {wholes.ANY}"
    shown = [place for place, places in enumerate(all_of_it.places) if first in places]
    adopted = question.Sheet(sheet.columns, tuple(sheet.rows[place] for place in shown))
    values = _shown(book, asked, replace(all_of_it.answer, terms=tuple(all_of_it.answer.terms[place] for place in shown)), lang, "1")
    values |= {
        "question": found,
        "asked": asked,
        "fields": (),
        "readings": READINGS if len(wholes.readings_of(found)) > 1 else {},
        "short": SHORT,
        "filters": tuple(each for each in _fields(book, found, asked, lang)),
        "sheet": question.Sheet(sheet.columns, sheet.rows, room=None),
        "rows": sheet.rows,
        "total": len(shown),
        "start": 0,
        "chart": chart.chart(adopted, book.names.roles),
        "marks": all_of_it.marks,
        "places": all_of_it.places,
        "first": first,
        "quote": sheet.column("quote"),
    }
    return Page("question.html", found.summary, values, found.answers, (QUESTIONS,), "questions", iri_of(found.name))


def ask(book: Book, found: Question, request: Request) -> Asked:
    """Ask a question with the values of a request. Nothing that it may hold raises."""
    known = {parameter.name for every in book.graph.questions.values() for parameter in every.parameters}
    names = dict.fromkeys(name for name, _ in request.parameters if name in known)
    given = {name: text for name in names if (text := request.first(name).strip())}
    reading = request.first("reading") or "adopted"
    for name, text in (*given.items(), ("reading", reading)):
        if len(text) > trouble.LONGEST:
            return Asked({**given, name: ""}, "adopted", trouble=trouble.too_long(name, text))
    asked = Asked(given, reading)
    try:
        return replace(asked, answer=asking.ask(found, book.graph.dataset, given, reading=reading))
    except MissingParameter:
        return _example(book, found, asked)
    except FengongError as error:
        reading = reading if reading in READINGS else "adopted"
        return replace(asked, reading=reading, trouble=trouble.explained(error, book.choices))
    except ValueError:  # an IRI or a number that is none, for a parameter that this program has no list for
        name = next((each.name for each in found.parameters if each.type in {"iri", "integer"} and each.name in given), "")
        return replace(asked, trouble=trouble.no_value(name, given.get(name, "")))


def _example(book: Book, found: Question, asked: Asked) -> Asked:
    """What was asked, with what was missing taken from the question's example, or from the first choice that has an answer."""
    examples = [found.defaults]
    if first := _first(book, found):
        examples.append(first)
    for example in examples:
        given = _readable(book, {**example, **asked.given})
        try:
            return Asked(given, asked.reading, asking.ask(found, book.graph.dataset, given, reading=asked.reading), example=True)
        except FengongError as error:
            wrong = trouble.explained(error, book.choices)
            if wrong and (wrong.parameter in asked.given or wrong.parameter == "reading"):
                return replace(asked, reading=asked.reading if asked.reading in READINGS else "adopted", trouble=wrong)
        except ValueError:
            continue
    return asked


def _first(book: Book, found: Question) -> dict[str, str]:
    """The first choice that has an answer for each parameter that must be given."""
    values = {}
    for parameter in found.parameters:
        if parameter.required and (groups := book.choices.groups(found, parameter.name, "zh")):
            values[parameter.name] = groups[0].choices[0].value
    return values


def _readable(book: Book, given: Mapping[str, str]) -> dict[str, str]:
    """The same values, IRIs as the form would send them."""
    return {name: choice.value if (choice := book.choices.known(name).get(text)) else text for name, text in given.items()}


def _fields(book: Book, found: Question, asked: Asked, lang: Lang) -> Iterator[Field]:
    chosen = {name: term.value for name, term in asked.answer.values.items()} if asked.answer is not None else {}
    for parameter in sorted(found.parameters, key=lambda each: (not each.required, each.name == "table")):
        if parameter.name == "table" and len(book.table_ids) == 1 and "table" not in asked.given:
            continue
        yield _field(book, found, parameter, asked, chosen.get(parameter.name, ""), lang)


def _field(book: Book, found: Question, parameter: Parameter, asked: Asked, chosen: str, lang: Lang) -> Field:
    name = parameter.name
    listed = book.choices.has(name)
    groups = book.choices.groups(found, name, lang) if listed else ()
    known = book.choices.known(name)
    if chosen and chosen not in known and chosen.endswith("/unlisted"):  # one of several mentions of a name
        chosen = next((choice.iri for choice in known.values() if choice.value == book.names.body(chosen).name.zh), "")
    label = LABELS.get(name, Bilingual(zh=name, en=name))
    kind = "list" if listed else _KINDS.get(parameter.type, "text")
    given, example = asked.given.get(name, ""), found.defaults.get(name, "")
    return Field(name, label, HINTS.get(name), kind, parameter.required, groups, given, chosen, example)


def _shown(book: Book, asked: Asked, answer: Answer, lang: Lang, number: str) -> dict[str, object]:
    """The answer as the template wants it."""
    name = answer.question.name
    sheet = question.sheet(answer, book, lang)
    at = min(int(number), len(sheet.pages)) if number.isascii() and number.isdecimal() and len(number) < 7 and int(number) else 1  # noqa: PLR2004
    start, end = sheet.pages[at - 1]
    reading = {"reading": answer.reading} if answer.reading != "adopted" else {}
    query = urlencode({**asked.given, **reading, "lang": lang}, safe="/:,")
    sparql = "\n".join(line for line in answer.query.splitlines() if not line.startswith("#+")).strip() + "\n"
    return {
        "sheet": sheet,
        "total": len(sheet.rows),
        "rows": sheet.rows[start:end],
        "start": start,
        "at": at,
        "counts": tuple(question.counts(answer, book)),
        "chart": chart.chart(sheet, book.names.roles),
        "starts": chart.starts,
        "made": question.turtle(answer, TURTLE) if not answer.columns else None,
        "said_values": tuple(_said(book, answer, asked)),
        "download": f"/answer/{name}.{{}}?{query}",
        "sparql": sparql,
        "editor": f"/sparql?query={quote(sparql, safe='')}",
        "cite_iri": answer_iri(name, answer.values, answer.reading),
    }


def _said(book: Book, answer: Answer, asked: Asked) -> Iterator[tuple[Bilingual, Bilingual, str]]:
    """What was asked with: the parameter, its value in words, and the IRI of a value that is a thing."""
    for name, term in answer.values.items():
        choice = book.choices.known(name).get(term.value)
        text = choice.label if choice else Bilingual(zh=asked.given.get(name, term.value), en=asked.given.get(name, term.value))
        if name == "body" and isinstance(term, ox.NamedNode):
            text = Bilingual(zh=book.names.body(term.value).said("zh"), en=book.names.body(term.value).said("en"))
        yield LABELS.get(name, Bilingual(zh=name, en=name)), text, term.value if isinstance(term, ox.NamedNode) else ""


def _title(found: Question, asked: Asked, book: Book) -> Bilingual:
    """The question's title, with what it was asked about."""
    if asked.answer is None or not asked.answer.values:
        return found.summary
    about = [text for _, text, _ in _said(book, asked.answer, asked)]
    return Bilingual(zh=f"{found.summary.zh}：{'，'.join(a.zh for a in about)}", en=f"{found.summary.en}: {', '.join(a.en for a in about)}")
