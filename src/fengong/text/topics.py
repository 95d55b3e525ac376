"""What a task is about: the topics whose words it prints in their plain sense."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from fengong.text.norm import Matching
from fengong.text.span import Span
from fengong.text.tree import TopicMention
from fengong.text.words import Words


def read(text: str, form: Matching, words: Words, order: Mapping[str, int], *, offset: int = 0) -> tuple[TopicMention, ...]:
    """The topics of a text, in the order of the scheme, each with the words that earned it.

    ``words`` maps a word to the slugs of its topics, separated by spaces; a word without topics hides those inside it.
    """
    spans: dict[str, list[Span]] = defaultdict(list)
    said: dict[str, list[str]] = defaultdict(list)
    for at, word in words.each(form.text):
        span = form.span(at, at + len(word))
        for topic in words.meaning[word].split():
            spans[topic].append(span.moved(offset))
            said[topic].append(span.of(text))
    return tuple(TopicMention(topic, tuple(said[topic]), tuple(spans[topic])) for topic in sorted(spans, key=lambda t: (order[t], t)))
