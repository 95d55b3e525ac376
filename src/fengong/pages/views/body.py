"""The page of one body: what it must do, with whom, through whom, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable

from fengong.bilingual import Bilingual, Lang
from fengong.iris import BASE
from fengong.pages.facts import body as bodies
from fengong.pages.facts import network
from fengong.pages.facts.body import Profile
from fengong.pages.facts.book import Book
from fengong.pages.facts.charges import Portfolio
from fengong.pages.facts.names import Body
from fengong.pages.links import path_of
from fengong.pages.page import Crumb, Page
from fengong.web.message import Request

INDEX = Crumb(Bilingual(zh="单位与地方", en="Bodies and places"), "/bodies")
ABOUT = Bilingual(
    zh="{name}：{tasks} 项任务（全部分工表共 {of} 项），原文、合作单位与时限。",
    en="{name}: {tasks} of {of} tasks, with the printed words, partners and deadlines.",
)


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The body, collective or unlisted body at a path."""
    iri = BASE + request.path.removeprefix("/")
    if not bodies.exists(book.store, iri):
        return None
    profile = bodies.read(book.store, book.names, iri)
    portfolio = book.charges.of(profile.body)
    called = caller(book, lang)
    shown = [(called(partner.body), partner.shared) for partner in portfolio.partners[: network.MOST]]
    values = {
        "profile": profile,
        "portfolio": portfolio,
        "called": called,
        "ledger": ledger_of(profile),
        "pictures": (("wide", network.wide(called(profile.body), shown)), ("narrow", network.narrow(called(profile.body), shown))),
        "member_duties": tuple((membership, book.charges.of(membership.other)) for membership in profile.member_of),
    }
    name = Bilingual(zh=profile.body.said("zh"), en=profile.body.said("en"))
    return Page("body.html", name, values, _about(name, portfolio), _crumbs(profile), "bodies", iri)


def caller(book: Book, lang: Lang) -> Callable[[Body], str]:
    """What a body is called where there is little room: in Chinese as it is printed most often, in English by its name."""

    def called(body: Body) -> str:
        if lang == "en":
            return body.said("en")
        return next((words for words, _, misprint in book.charges.of(body).forms if not misprint), body.name.zh)

    return called


def ledger_of(profile: Profile) -> str:
    """What a body is called in the address of its ledger: its identifier, or the IRI where it has none."""
    return profile.identifier or profile.body.iri


def _about(name: Bilingual, portfolio: Portfolio) -> Bilingual:
    tasks, of = len(portfolio.tasks), portfolio.of_tasks
    return Bilingual(zh=ABOUT.zh.format(name=name.zh, tasks=tasks, of=of), en=ABOUT.en.format(name=name.en, tasks=tasks, of=of))


def _crumbs(profile: Profile) -> tuple[Crumb, ...]:
    return (INDEX, Crumb(profile.place.label, path_of(profile.place.iri))) if profile.place else (INDEX,)
