"""What is wrong with a question as it was asked, in a reader's words, and the changes that would put it right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fengong.ask import names
from fengong.bilingual import Bilingual
from fengong.caret import printable
from fengong.errors import AmbiguousName, BadDate, FengongError, MissingParameter, NeedsTable, NotApplicable, UnknownName, UsageError
from fengong.pages.facts.choices import Choices

LONGEST = 500
"""A value of so many characters at most is looked at."""

_PARAMETERS = {
    names.BODY: "body",
    names.PLACE: "place",
    names.FUNCTION: "function",
    names.TOPIC: "topic",
    names.TABLE: "table",
    names.TASK: "task",
}
_NO_DATE = Bilingual(
    zh="“{given}”不是日期，请写成 年-月-日，例如 2026-11-23。", en="“{given}” is no date: write year-month-day, such as 2026-11-23."
)
_UNKNOWN = Bilingual(zh="没有叫“{given}”的{what}。", en="No {what} is called “{given}”.")
_AMBIGUOUS = Bilingual(zh="“{given}”可指多个{what}，请选一个：", en="“{given}” may mean more than one {what}; choose one:")
_WHICH = Bilingual(zh="有多张分工表，任务 {given} 是哪一张的？", en="There are several tables: which one has the task {given}?")
_NOT_HERE = Bilingual(zh="这个问题不按“{given}”来问。", en="This question does not take “{given}”.")
_NEAREST = Bilingual(zh="最接近的：", en="Nearest: ")
_THERE_ARE = Bilingual(zh="现有：{nearest}", en="There are: {nearest}")
_TOO_LONG = Bilingual(zh="所填内容太长：{length} 字，最多 {most} 字。", en="That is too long: {length} characters, of at most {most}.")
_NO_TERM = Bilingual(zh="“{given}”不是可用的值。", en="“{given}” cannot be used as a value.")
_BROKEN = Bilingual(
    zh="这个问题的查询写得有误，目前无法回答。请告知维护此图谱的人。",
    en="The query of this question has a mistake, so it cannot be answered. Please tell whoever keeps this graph.",
)
_CUT = 80


@dataclass(frozen=True, slots=True)
class Repair:
    """One way out: its words, and the parameter that it changes to a value (empty: that is left out)."""

    words: Bilingual
    parameter: str
    value: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, with which parameter, and the ways out; ``before`` introduces them."""

    parameter: str
    words: Bilingual
    repairs: tuple[Repair, ...] = ()
    before: Bilingual | None = None
    status: int = 400


def explained(error: FengongError, choices: Choices) -> Trouble | None:
    """The trouble that an error stands for; None for a value that is only missing."""
    if isinstance(error, MissingParameter):
        return None
    if isinstance(error, UnknownName):
        return _unknown(error, choices)
    if isinstance(error, AmbiguousName):
        parameter = _PARAMETERS.get(error.what, "")
        words = _with(_AMBIGUOUS, error.given, error.what)
        return Trouble(parameter, words, tuple(_repairs(parameter, error.candidates, choices)))
    if isinstance(error, BadDate):
        return Trouble(error.option.removeprefix("--"), _with(_NO_DATE, error.given))
    if isinstance(error, NeedsTable):
        repairs = (
            Repair(Bilingual(zh=f"{choice.group.zh}：{choice.label.zh}", en=f"{choice.group.en}: {choice.label.en}"), "task", choice.value)
            for choice in choices.known("task").values()
            if choice.value.rpartition("/")[2] == error.number
        )
        return Trouble("task", _with(_WHICH, error.number), tuple(repairs))
    if isinstance(error, NotApplicable):
        parameter = error.option.removeprefix("--").partition(" ")[0]
        return Trouble(
            parameter, _with(_NOT_HERE, error.option.removeprefix("--").replace(" ", "=")), (Repair(_without(parameter), parameter, ""),)
        )
    return Trouble("", _BROKEN, status=400 if isinstance(error, UsageError) else 500)


def too_long(parameter: str, text: str) -> Trouble:
    """A value that is longer than anything that could be meant."""
    facts = {"length": f"{len(text):,}", "most": LONGEST}
    return Trouble(parameter, _TOO_LONG.fill(**facts), (Repair(_without(parameter), parameter, ""),))


def no_value(parameter: str, text: str) -> Trouble:
    """A value that is no term of the type that the query wants."""
    return Trouble(parameter, _with(_NO_TERM, text), (Repair(_without(parameter), parameter, ""),))


def _unknown(error: UnknownName, choices: Choices) -> Trouble:
    parameter = _PARAMETERS.get(error.what, "")
    repairs = tuple(_repairs(parameter, error.nearest, choices))
    words = _with(_UNKNOWN, error.given, error.what)
    before: Bilingual | None = _NEAREST
    if error.nearest and not repairs:
        before = _THERE_ARE.fill(nearest=" · ".join(map(printable, error.nearest)))
    return Trouble(parameter, words, repairs, before if error.nearest else None)


def _repairs(parameter: str, shown: tuple[str, ...], choices: Choices) -> Iterator[Repair]:
    for each in shown:
        if choice := choices.shown(parameter, each):
            yield Repair(choice.label, parameter, choice.value)


def _without(parameter: str) -> Bilingual:
    return Bilingual(zh=f"去掉 {parameter}", en=f"leave out {parameter}")


def _with(words: Bilingual, given: str, what: Bilingual | None = None) -> Bilingual:
    """The sentence with what was given, in one line and not too long."""
    said = printable(given if len(given) <= _CUT else given[:_CUT] + "…")
    kind = what or Bilingual(zh="", en="")
    return Bilingual(zh=words.zh.format(given=said, what=kind.zh), en=words.en.format(given=said, what=kind.en))
