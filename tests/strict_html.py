"""A page of HTML, read strictly: for tests of pages."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Balanced(HTMLParser):
    """Fails where an element is not closed by its own end tag; keeps the start tags and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without contents."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """An element ends: the one that was opened last."""
        assert self.open, tag
        assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        """Text between them."""
        self.text += data

    def links(self) -> list[str]:
        """Where its links lead."""
        return [attributes.get("href") or "" for tag, attributes in self.seen if tag == "a"]


def parsed(body: bytes) -> Balanced:
    """A page whose elements are balanced, with one main heading."""
    page = Balanced()
    page.feed(body.decode())
    assert page.open == []
    assert [tag for tag, _ in page.seen].count("h1") == 1
    return page
