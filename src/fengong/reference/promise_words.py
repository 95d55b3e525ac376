"""The words by which promises are read, out of the ontology: strengths, deliverables, topics, units, comparators, periods, wordings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from fengong import iris
from fengong.text.acts import Acts
from fengong.text.dates import DateWords
from fengong.text.norm import key
from fengong.text.promise import PromiseWords
from fengong.text.quantities import QuantityWords
from fengong.text.targets import TargetWords
from fengong.text.words import Words

Values = Mapping[str, Mapping[str, list[str]]]
_HIDDEN = iris.PREFIXES["skos"] + "hiddenLabel"
_LABELS = (iris.PREFIXES["skos"] + "prefLabel", iris.PREFIXES["skos"] + "altLabel", _HIDDEN)


def read(values: Values, zh: Values) -> PromiseWords:
    """``values`` are the plain and ``zh`` the Chinese values of every subject, by predicate."""

    def hidden(concept: str) -> list[str]:
        return [key(word) for word in zh[concept].get(_HIDDEN, [])]

    def labels(concept: str) -> list[str]:
        return [key(word) for label in _LABELS for word in zh[concept].get(label, [])]

    def group(slug: str) -> Words:
        return Words.of(hidden(iris.wording(slug)))

    def several(slug: str) -> frozenset[str]:
        return frozenset(group(slug).meaning)

    def scheme(name: str) -> Words:
        return Words({word: slug for slug in slugs(zh, name) for word in labels(iris.concept(name, slug))})

    acts = Acts(
        verbs=scheme("strength"),
        also_nouns=several("act-also-noun"),
        not_acts=several("not-an-act"),
        adverbs=group("adverb"),
        grounds=group("ground"),
        closers=group("ground-end"),
        openers=group("lead-in-opener"),
        aims=group("lead-in-end"),
        open_ends=group("open-end"),
        modals=group("modal"),
        companions=group("companion"),
        head_nouns=group("head-noun"),
        parties=group("party"),
        achievements=group("achievement"),
        attribute_acts=group("attribute-act"),
        attribute_ends=group("attribute-end"),
        cultivating=several("cultivating-act"),
        attributive=several("attributive-act"),
        prepositions=group("preposition"),
        doers=group("doer"),
        inviting=several("inviting-act"),
        nouns=group("plain-noun"),
        holding=several("holding-opener"),
        taking=several("taking-opener"),
        using=several("using-opener"),
        rules=several("rule-opener"),
        orders=several("order"),
        things=group("thing-aim"),
        brief=several("brief-act"),
        quantities=group("quantity"),
        no_ends=group("no-time-end"),
        noun_suffixes=group("noun-suffix"),
        stating=group("stating"),
        permissions=group("permission"),
        end_points=group("end-point"),
        purposes=group("purpose"),
        providing=several("providing-act"),
        making=several("making-act"),
        carrying_out=several("carrying-out-act"),
        joints=group("object-joint"),
        deliverables=scheme("deliverable"),
    )
    behind = several("comparator-behind")
    comparators = scheme("comparator")
    quantities = QuantityWords(
        before=Words({word: slug for word, slug in comparators.meaning.items() if word not in behind and slug != "range"}),
        behind=Words({word: slug for word, slug in comparators.meaning.items() if word in behind}),
        units=scheme("unit"),
    )
    periods = slugs(zh, "period")
    return PromiseWords(
        acts=acts,
        dates=DateWords(
            group("deadline-opener"),
            group("deadline-closer"),
            group("recurring"),
            scheme("period"),
            {
                slug: (
                    values[iris.concept("period", slug)][iris.NS + "periodStart"][0],
                    values[iris.concept("period", slug)][iris.NS + "periodEnd"][0],
                )
                for slug in periods
            },
        ),
        targets=TargetWords(
            quantities,
            group("denominator"),
            group("number-not-a-target"),
            group("service-circle"),
            several("reaching-act"),
        ),
        topics=_topics(zh, labels, group("not-a-topic").meaning),
        topic_order={slug: int(values[iris.concept("topic", slug)][iris.NS + "order"][0]) for slug in slugs(zh, "topic")},
    )


def slugs(zh: Iterable[str], scheme: str) -> list[str]:
    """The slugs of a scheme's concepts."""
    base = f"{iris.BASE}{scheme}/"
    return sorted(iri.removeprefix(base) for iri in zh if iri.startswith(base))


def _topics(zh: Values, labels: Callable[[str], list[str]], none: Iterable[str]) -> Words:
    found: dict[str, list[str]] = defaultdict(list)
    for slug in slugs(zh, "topic"):
        for word in labels(iris.concept("topic", slug)):
            found[word].append(slug)
    return Words({word: " ".join(topics) for word, topics in found.items()} | dict.fromkeys(none, ""))
