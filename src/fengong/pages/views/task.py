"""The page of one task."""

from __future__ import annotations

from fengong.bilingual import Bilingual, Lang
from fengong.iris import BASE
from fengong.pages.facts.book import Book
from fengong.pages.facts.marks import stretches
from fengong.pages.links import path_of
from fengong.pages.page import Crumb, Page
from fengong.web.message import Request

TITLE = Bilingual(zh="任务{number}：{title}", en="Task {number}: {title}")


def page(book: Book, request: Request, lang: Lang) -> Page | None:
    """The task at ``/id/{table}/task/{row}``, with the tasks before and after it."""
    del lang
    task = book.task(BASE + request.path.removeprefix("/"))
    table = book.table(task.table) if task else None
    if task is None or table is None:
        return None
    order = [each.iri for each in table.tasks]
    at = order.index(task.iri)
    values = {
        "task": task,
        "table": table,
        "stretches": tuple(stretches(task)),
        "before": table.tasks[at - 1] if at else None,
        "after": table.tasks[at + 1] if at + 1 < len(order) else None,
    }
    title = Bilingual(
        zh=TITLE.zh.format(number=task.row, title=table.title.zh),
        en=TITLE.en.format(number=task.row, title=table.title.en or table.title.zh),
    )
    words = Bilingual(zh=task.text, en=task.text)
    return Page("task.html", title, values, words, (Crumb(table.title, path_of(table.iri)),), "overview", task.iri)
