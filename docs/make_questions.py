"""Writes `docs/questions.md`, every canned question with its words, its parameters and its real answer, and `queries/catalogue.ttl`."""

# ruff: noqa: INP001 - a script, no package
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

PAGE = ROOT / "docs" / "questions.md"
CATALOGUE = ROOT / "queries" / "catalogue.ttl"
HEAD = """\
# 问题 · Questions

由 `queries/*.rq` 的文件头生成（`python docs/make_questions.py`），请勿手工修改。
Generated from the headers of `queries/*.rq` by `python docs/make_questions.py`; do not edit.

每个问题附有它在四川表上的实际答案，先中文后英文。
Each question stands with its real answer on the Sichuan table, first in Chinese, then in English.

“参数”一栏中方括号内的可以不写；每个问题都接受 `--format`、`--lang`、`--cite` 和 `-o`。
Parameters in brackets may be left out; every question takes `--format`, `--lang`, `--cite` and `-o`.

“读法可切换”的问题接受 `--reading printed`，按原文而不按更正回答；“读法固定”的不受其影响。
A question that “switches” takes `--reading printed`, which answers from the words as printed, without the corrections.
One that is “fixed” is not changed by it.
"""


def page() -> str:
    """The whole page."""
    questions = catalogue.load([ROOT / "queries"]).values()
    text = "\n".join([HEAD, *(f"* [{q.name}](#{q.name})：{q.summary.zh} · {q.summary.en}" for q in questions), ""])
    return blocks.filled(text + "".join("\n" + "\n".join(_section(question)) + "\n" for question in questions), "docs/questions.md")


def _section(question: Question) -> Iterator[str]:
    yield from (f"## {question.name}", "", f"**{question.answers.zh}**", f"**{question.answers.en}**", "")
    yield from (question.description.zh, question.description.en, "")
    options = " ".join(f"`--{p.name}`" if p.required else f"[`--{p.name}`]" for p in question.parameters)
    reading = "读法可切换 · switches" if question.switchable else "读法固定 · fixed"
    yield from (f"参数 · Parameters: {options}。{reading}。[查询 · query](../queries/{question.name}.rq)", "")
    command = " ".join(["fengong ask", question.name, *_example(question)])
    if not question.columns:
        yield from ("```console", f"$ {command} --format ttl | sed -n 1,24p", "```", "")
        return
    yield from ("```console", f"$ {command} --lang zh", "```", "")
    yield from ("<details><summary>English</summary>", "", "```console", f"$ {command} --lang en", "```", "", "</details>")


def _example(question: Question) -> Iterator[str]:
    for parameter in question.parameters:
        if value := question.defaults.get(parameter.name, ""):
            short = value.rpartition("/")[2] if parameter.type == "iri" else value
            yield f"--{parameter.name} {short if short.replace('-', '').isalnum() else shlex.quote(short)}"


def main() -> None:
    """Write the page and the catalogue."""
    PAGE.write_text(page(), encoding="utf-8")
    CATALOGUE.write_text(sib.turtle(catalogue.load([ROOT / "queries"]).values()), encoding="utf-8")


if __name__ == "__main__":
    main()
