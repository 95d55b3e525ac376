"""A comparison for people, as text in Chinese or English, and for programs, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from fengong import iris
from fengong.bilingual import Bilingual, Lang
from fengong.caret import printable
from fengong.compare.duties import Detail, Party
from fengong.compare.result import Change, Comparison
from fengong.compare.side import Entry, Side
from fengong.compare.wording import Piece, Wording
from fengong.graph.terms import SKOS
from fengong.reference.vocabulary import Vocabulary
from fengong.text.norm import key

HEAD = Bilingual(zh="{title}（{given}，{tasks} 项任务）", en="{title} ({given}, {tasks:task|tasks})")
SAME = Bilingual(zh="未变 {same}（其中编号不同 {renumbered}）", en="unchanged {same} ({renumbered} of them renumbered)")
NOTHING = Bilingual(zh="没有差异。", en="There is no difference.")
NOBODY = Bilingual(zh="未列名单位", en="unnamed bodies")
FACETS = {
    "comparator": Bilingual(zh="比较方式", en="comparator"),
    "minimum": Bilingual(zh="下限", en="minimum"),
    "maximum": Bilingual(zh="上限", en="maximum"),
    "unit": Bilingual(zh="单位", en="unit"),
    "unitText": Bilingual(zh="单位用语", en="unit as printed"),
    "perQuantity": Bilingual(zh="每多少", en="per how many"),
    "perUnit": Bilingual(zh="每何单位", en="per what"),
    "appliesTo": Bilingual(zh="适用对象", en="applies to"),
    "base": Bilingual(zh="基数", en="base"),
    "deadline": Bilingual(zh="时限", en="deadline"),
}
_SIGNS = {"-": "［－{}］", "+": "［＋{}］"}
_BRACKETS: dict[Lang, tuple[str, str]] = {"zh": ("（", "）"), "en": (" (", ")")}
_AROUND = 12


@dataclass(frozen=True, slots=True)
class Words:
    """What kinds of change and roles are called."""

    kinds: Mapping[str, Bilingual]
    roles: Mapping[str, Bilingual]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Words:
        """The labels of ``ontology/changes.ttl`` and ``ontology/roles.ttl``."""
        roles = {slug: Bilingual(zh=role.name_zh, en=role.name_en) for slug, role in vocabulary.roles.items()}
        labels: dict[str, dict[str | None, str]] = {}
        for subject, predicate, label in vocabulary.triples:
            if predicate == SKOS.prefLabel and isinstance(subject, ox.NamedNode) and isinstance(label, ox.Literal):
                labels.setdefault(subject.value, {})[label.language] = label.value
        base = iris.change_kind("")
        kinds = {iri.removeprefix(base): Bilingual(zh=each["zh"], en=each["en"]) for iri, each in labels.items() if iri.startswith(base)}
        return cls(kinds, roles)

    def kinds_said(self, kinds: Iterable[str], lang: Lang) -> str:
        """Several kinds in one line."""
        return ("、" if lang == "zh" else ", ").join(self.kinds[kind].said(lang) for kind in kinds)

    def roles_said(self, roles: Iterable[str], lang: Lang) -> str:
        """Several roles in one line."""
        return ("、" if lang == "zh" else ", ").join(self.roles[role].said(lang) for role in roles)


def text(comparison: Comparison, words: Words, lang: Lang) -> str:
    """The summary, then each change in the order of the later table."""
    sides = " → ".join(_head(side, lang) for side in (comparison.earlier, comparison.later))
    counts = [f"{words.kinds[kind].said(lang)} {count}" for kind, count in comparison.counts.items() if count or kind != "not-compared"]
    same = SAME.fill(same=comparison.same, renumbered=len(comparison.renumbered)).said(lang)
    lines = [sides, " · ".join(counts) + ("；" if lang == "zh" else "; ") + same]
    for change in comparison.changes:
        lines += ["", *_change(change, words, lang)]
    if not comparison.changes:
        lines += ["", NOTHING.said(lang)]
    return "\n".join(lines) + "\n"


def _head(side: Side, lang: Lang) -> str:
    return HEAD.fill(title=printable(side.title), given=printable(side.given), tasks=len(side.entries)).said(lang)


def rows(entries: tuple[Entry, ...], lang: Lang) -> str:
    """What a person calls these rows."""
    if lang == "zh":
        return "、".join(entry.label for entry in entries)
    ids = [entry.id for entry in entries]
    return ("row " if len(ids) == 1 else "rows ") + ", ".join(ids)


def heading(change: Change, words: Words, lang: Lang) -> str:
    """One line: the rows before and after, and what became of them."""
    there = " → ".join(rows(entries, lang) for entries in (change.earlier, change.later) if entries)
    return f"{there}{'：' if lang == 'zh' else ': '}{words.kinds_said(change.kinds, lang)}"


def _change(change: Change, words: Words, lang: Lang) -> Iterator[str]:
    sign = "～" if change.earlier and change.later else "＋" if change.later else "－"
    left, right = _BRACKETS[lang]
    alike = f"{left}{change.similarity:.0%}{right}" if change.similarity is not None and "reworded" in change.kinds else ""
    yield f"{sign} {heading(change, words, lang)}{alike}"
    if change.difference:
        yield f"    {_shown(change.difference)}"
    elif change.by == "parts":
        for mark, entries in (("－", change.earlier), ("＋", change.later)):
            for entry in entries:
                yield f"    {mark} {rows((entry,), lang)}  {printable(entry.words)}  {printable(entry.cell)}"
    else:
        entry = (change.later or change.earlier)[0]
        yield f"    {printable(entry.words)}"
        if not (change.earlier and change.later):
            yield f"    {printable(entry.cell)}"
    for detail in change.details:
        yield f"    {_detail(detail, words, lang)}"


def _shown(pieces: tuple[Piece, ...]) -> str:
    """The words with what was taken away and put in; of long unchanged stretches only the ends that touch a change."""
    shown = []
    for at, (sign, words) in enumerate(pieces):
        if sign != "=":
            shown.append(_SIGNS[sign].format(printable(words)))
            continue
        head = words if at == 0 and len(words) <= _AROUND else words[:_AROUND] if at else ""
        tail = words[-_AROUND:] if at < len(pieces) - 1 else ""
        short = (len(words) <= 2 * _AROUND and 0 < at < len(pieces) - 1) or len(words) <= _AROUND
        shown.append(printable(words if short else f"{head}…{tail}"))
    return "".join(shown)


def _detail(detail: Detail, words: Words, lang: Lang) -> str:
    """One line that begins with ＋, － or ±."""
    kind = words.kinds[detail.kind].said(lang)
    before, after = printable(detail.earlier), printable(detail.later)
    was, now = words.roles_said(detail.earlier_roles, lang), words.roles_said(detail.later_roles, lang)
    left, right = _BRACKETS[lang]
    colon = "：" if lang == "zh" else ": "
    if detail.party:
        body = _body(detail.party, detail.later or detail.earlier, lang)
        if detail.kind == "body-gained":
            return f"＋ {body}{left}{now}{right}"
        if detail.kind == "body-lost":
            return f"－ {body}{left}{was}{right}"
        if detail.kind == "role-changed":
            return f"± {body}{colon}{was} → {now}"
        return f"± {body}{left}{now}{right}{colon}{before} → {after}"
    if detail.kind in {"opened", "target-gained"}:
        return f"＋ {kind}{colon}{after}" + (f"{left}{now}{right}" if now else "")
    if detail.kind in {"closed", "target-lost"}:
        return f"－ {kind}{colon}{before}" + (f"{left}{was}{right}" if was else "")
    about = FACETS[detail.facet].said(lang) if detail.facet else now
    return f"± {kind}{f'{left}{about}{right}' if about else ''}{colon}{before or '—'} → {after or '—'}"


def _body(party: Party, printed: str, lang: Lang) -> str:
    """The printed name in Chinese, with the full one where it is no short form of it; the English name with the printed one."""
    if not party.listed:
        return printable(party.zh) + " ?"
    if lang == "en" and party.en:
        return f"{printable(party.en)} ({printable(printed)})"
    full, short = Wording(key(party.zh)), Wording(key(printed))
    return printable(printed) if full.common(short) == len(short.text) else f"{printable(printed)}＝{printable(party.zh)}"


def described(comparison: Comparison) -> dict[str, object]:
    """The comparison as plain values for JSON."""
    return {
        "earlier": _side(comparison.earlier),
        "later": _side(comparison.later),
        "reading": comparison.reading,
        "complete": comparison.complete,
        "counts": dict(comparison.counts),
        "same": comparison.same,
        "renumbered": [list(pair) for pair in comparison.renumbered],
        "changes": [_described(change) for change in comparison.changes],
    }


def _side(side: Side) -> dict[str, object]:
    return {
        "given": side.given,
        "iri": iris.table(side.coordinate),
        "title": side.title,
        "sha256": side.sha256,
        "jurisdiction": side.jurisdiction or None,
        "tasks": len(side.entries),
        "unread": list(side.unread),
    }


def _described(change: Change) -> dict[str, object]:
    return {
        "kinds": list(change.kinds),
        "matchedBy": change.by,
        "similarity": None if change.similarity is None else round(change.similarity, 2),
        "earlier": [_entry(entry) for entry in change.earlier],
        "later": [_entry(entry) for entry in change.later],
        "difference": [list(piece) for piece in change.difference],
        "details": [_detail_described(detail) for detail in change.details],
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "iri": entry.iri,
        "row": entry.id,
        "number": entry.number,
        "line": entry.line,
        "task": entry.words,
        "responsibility": entry.cell,
    }


def _detail_described(detail: Detail) -> dict[str, object]:
    party = detail.party
    return {
        "kind": detail.kind,
        "body": {"iri": party.iri, "zh": party.zh, "en": party.en or None, "listed": party.listed} if party else None,
        "earlierRoles": list(detail.earlier_roles),
        "laterRoles": list(detail.later_roles),
        "earlier": detail.earlier or None,
        "later": detail.later or None,
        "facet": detail.facet or None,
    }
