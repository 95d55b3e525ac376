"""Writes `docs/questions.md` and `docs/questions.zh.md`, every canned question with its real answer, and `queries/catalogue.ttl`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "docs")]

import blocks  # noqa: E402 - its folder is put on the path above, or by the test
from fengong.ask import catalogue, sib  # noqa: E402 - the same
from fengong.ask.catalogue import Question  # noqa: E402 - the same
from fengong.bilingual import Bilingual, Lang  # noqa: E402 - the same

PAGES: dict[Lang, Path] = {"en": ROOT / "docs" / "questions.md", "zh": ROOT / "docs" / "questions.zh.md"}
CATALOGUE = ROOT / "queries" / "catalogue.ttl"
HEAD = Bilingual(
    en="""\
# Questions

[中文](questions.zh.md)

Generated from the headers of `queries/*.rq` by `python docs/make_questions.py`; do not edit.

Each question stands with its real answer on the Sichuan table.

Parameters in brackets may be left out; every question takes `--format`, `--lang`, `--cite` and `-o`.

A question that “switches” takes `--reading printed`, which answers from the words as printed, without the corrections.
One that is “fixed” is not changed by it.
""",
    zh="""\
# 问题

[English](questions.md)

由 `queries/*.rq` 的文件头生成（`python docs/make_questions.py`），请勿手工修改。

每个问题附有它在四川表上的实际答案。

方括号内的参数可以不写；每个问题都接受 `--format`、`--lang`、`--cite` 和 `-o`。

“读法可切换”的问题接受 `--reading printed`，按原文而不按更正回答；“读法固定”的不受其影响。
""",
)
SWITCHES = {True: Bilingual(zh="读法可切换", en="The reading switches"), False: Bilingual(zh="读法固定", en="The reading is fixed")}
PARAMETERS = Bilingual(
    zh="参数：{options}。{reading}。[查询](../queries/{name}.rq)", en="Parameters: {options}. {reading}. [Query](../queries/{name}.rq)"
)
LISTED = Bilingual(zh="* [{name}](#{name})：{summary}", en="* [{name}](#{name}): {summary}")


def page(lang: Lang) -> str:
    """The whole page in one language."""
    questions = catalogue.load([ROOT / "queries"]).values()
    listed = (LISTED.fill(name=q.name, summary=q.summary.said(lang)).said(lang) for q in questions)
    text = "\n".join([HEAD.said(lang), *listed, ""])
    sections = "".join("\n" + "\n".join(_section(question, lang)) + "\n" for question in questions)
    return blocks.filled(text + sections, PAGES[lang].relative_to(ROOT).as_posix())


def _section(question: Question, lang: Lang) -> Iterator[str]:
    yield from (f"## {question.name}", "", f"**{question.answers.said(lang)}**", "", question.description.said(lang), "")
    options = " ".join(f"`--{p.name}`" if p.required else f"[`--{p.name}`]" for p in question.parameters)
    reading = SWITCHES[question.switchable].said(lang)
    yield from (PARAMETERS.fill(options=options, reading=reading, name=question.name).said(lang), "")
    command = " ".join(["fengong ask", question.name, *_example(question)])
    shortened = "" if question.columns else " --format ttl | sed -n 1,24p"
    yield from ("```console", f"$ {command}{shortened}", "```")


def _example(question: Question) -> Iterator[str]:
    for parameter in question.parameters:
        if value := question.defaults.get(parameter.name, ""):
            short = value.rpartition("/")[2] if parameter.type == "iri" else value
            yield f"--{parameter.name} {short if short.replace('-', '').isalnum() else shlex.quote(short)}"


def main() -> None:
    """Write the pages and the catalogue."""
    for lang, path in PAGES.items():
        path.write_text(page(lang), encoding="utf-8")
    CATALOGUE.write_text(sib.turtle(catalogue.load([ROOT / "queries"]).values()), encoding="utf-8")


if __name__ == "__main__":
    main()
