"""`link`: links with what others publish, one mode at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from fengong.bilingual import Bilingual, Lang
from fengong.cli.settings import settings, settings_options
from fengong.errors import BadDate
from fengong.reference.progress import is_date
from fengong.workspace import Workspace

if TYPE_CHECKING:
    from fengong.linking.http import Client

_ASKING = frozenset({"pause", "timeout", "output"})
MODES: dict[str, frozenset[str]] = {
    "check": frozenset({"form"}),
    "online": frozenset({"service_base", "set_name", "date"}) | _ASKING,
    "with": frozenset({"on", "dimension", "measure", "words", "fold_numbers", "name", "title", "unmatched", "form", "output"}),
    "propose": frozenset({"service", "subject", "type", "limit", "batch"}) | _ASKING,
    "accept": frozenset({"reviewer", "set_name", "date"}),
}
"""Each mode, and the options that it has."""
REQUIRED: dict[str, tuple[str, ...]] = {"with": ("on",), "propose": ("service", "output"), "accept": ("reviewer",), "online": ("output",)}
_SHARED = frozenset({"workspace", "lang"})
_ONE = Bilingual(zh="请给出且只给出其中一个：{modes}", en="give exactly one of: {modes}")
_NOT_HERE = Bilingual(zh="{mode} 没有选项 {option}", en="{mode} has no option {option}")
_FORMAT = Bilingual(zh="{mode} 的 --format 可为：{formats}", en="{mode} has --format {formats}")
_NEEDS = Bilingual(zh="{mode} 需要 {option}", en="{mode} needs {option}")


_FORMATS = {"check": ("table", "json", "csv"), "with": ("trig", "nquads", "turtle")}
_FILE = click.Path(path_type=Path)


@click.command()
@click.option("--check", is_flag=True, help="Check the link sets of graph/reference/links, offline. 校验链接集，不联网。")
@click.option("--online", is_flag=True, help="Re-check the links against live services. 在线复核链接。")
@click.option("--service-base", multiple=True, metavar="SET=URL", help="Check a set at another address. 集合的服务地址。")
@click.option("--propose", is_flag=True, help="Ask a reconciliation service for candidates. 向对照服务查候选。")
@click.option("--service", metavar="URL", help="Address of the service. 服务地址。")
@click.option("--subject", multiple=True, metavar="WHAT", help="bodies, places, functions …, or one name. 查哪些主体。")
@click.option("--type", metavar="ID", help="A type of the service, to narrow. 服务的类型。")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Candidates for each. 每个的候选数。")
@click.option("--batch", type=click.IntRange(1, 200), default=20, show_default=True, help="Most subjects in a request. 每批主体数。")
@click.option("--pause", type=click.FloatRange(0, 3600), default=1.0, show_default=True, help="Seconds between requests. 间隔秒数。")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=20.0, show_default=True, help="Seconds of silence. 超时秒数。")
@click.option("--accept", metavar="FILE", type=_FILE, help="Accept what a person decided in FILE. 接受已审核的候选。")
@click.option("--reviewer", metavar="NAME", help="Who decided. 审核人。")
@click.option("--set", "set_name", metavar="NAME", help="The link set; else told from the objects. 链接集合。")
@click.option("--date", metavar="DAY", help="Day of the review or check; else today. 日期。")
@click.option("--with", "with_", metavar="FILE", type=_FILE, help="Join a .csv, .tsv, .ttl or .nt file. 连接其他数据。")
@click.option("--on", metavar="KEY", help="Column or property with the keys; “subject” in RDF. 键所在的列或属性。")
@click.option("--dimension", multiple=True, metavar="COLUMN", help="Tells rows of one place apart. 区分同一地方各行的列。")
@click.option("--measure", multiple=True, metavar="COLUMN", help="A column that must be of numbers. 必须是数的列。")
@click.option("--words", multiple=True, metavar="COLUMN", help="A column of words, even where they are digits. 当作文字的列。")
@click.option("--fold-numbers", is_flag=True, help="Read 1,050 as 1050, １２ as 12, 12% as 0.12. 换算这类写法。")
@click.option("--name", metavar="NAME", help="What the joined set is called; else after the file. 数据集名。")
@click.option("--title", metavar="WORDS", help="Its title; else the file's name. 标题。")
@click.option("--unmatched", metavar="FILE", help="Write the rows without a place to FILE. 未匹配的行写入文件。")
@click.option("--format", "form", type=click.Choice([*_FORMATS["check"], *_FORMATS["with"]]), help="Of --check, or of --with. 格式。")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE. 写入文件。")
@settings_options
def link(**given: Any) -> None:  # noqa: ANN401 - click gives each option by its name
    """Link the graph with what others publish. One mode at a time.

    与他人发布的数据相连。每次一种方式。

    \b
    fengong link --check                                            do the link sets keep their rules?
    fengong link --with beds.csv --on code -o beds.trig             join a table by GB/T 2260 code
    fengong link --propose --service URL -o review.tsv              candidates, for a person to review
    fengong link --accept review.tsv --reviewer NAME                what that person decided
    fengong link --online -o report.md                              are the links still right?
    """  # noqa: D301
    where, said = settings(given["workspace"], given["lang"])
    context = click.get_current_context()
    context.exit(_RUN[_mode(context, said)](where, said, given))


def _check(where: Workspace, lang: Lang, given: dict[str, Any]) -> int:
    from fengong.cli import link_check  # noqa: PLC0415 - each mode by itself

    return link_check.run(where, lang, given["form"] or "table")


def _with(where: Workspace, lang: Lang, given: dict[str, Any]) -> int:
    from fengong.cli import link_with  # noqa: PLC0415 - each mode by itself
    from fengong.linking.columns import Wanted  # noqa: PLC0415 - the same

    wanted = Wanted(given["on"], given["dimension"], given["measure"], given["words"], given["fold_numbers"])
    named = link_with.Named(given["name"], given["title"], given["form"])
    return link_with.run(where, lang, given["with_"], wanted, named, output=given["output"], unmatched=given["unmatched"])


def _propose(where: Workspace, lang: Lang, given: dict[str, Any]) -> int:
    from fengong.cli import link_propose  # noqa: PLC0415 - each mode by itself
    from fengong.linking.propose import Wanted  # noqa: PLC0415 - the same

    wanted = Wanted(given["service"], given["type"] or "", given["limit"], given["batch"])
    return link_propose.run(where, lang, wanted, given["subject"], _client(given), Path(given["output"]))


def _accept(where: Workspace, lang: Lang, given: dict[str, Any]) -> int:
    from fengong.cli import link_accept  # noqa: PLC0415 - each mode by itself

    return link_accept.run(where, lang, given["accept"], given["reviewer"], given["set_name"], _day(given["date"]))


def _online(where: Workspace, lang: Lang, given: dict[str, Any]) -> int:
    from fengong.cli import link_online  # noqa: PLC0415 - each mode by itself

    day = _day(given["date"])
    return link_online.run(where, lang, _client(given), given["service_base"], given["set_name"], Path(given["output"]), day)


def _client(given: dict[str, Any]) -> Client:
    from fengong.linking.http import Client, Manners  # noqa: PLC0415 - only where a service is asked

    return Client(Manners(timeout=given["timeout"], whole=3 * given["timeout"], pause=given["pause"]))


def _day(given: str | None) -> dt.date:
    """The day that is given, else today: a review happens on a day. Raises BadDate."""
    if given is not None and not is_date(given):
        raise BadDate("--date", given)
    today = dt.datetime.now().astimezone().date()
    return dt.date.fromisoformat(given) if given else today


_RUN: dict[str, Callable[[Workspace, Lang, dict[str, Any]], int]] = {
    "check": _check,
    "with": _with,
    "propose": _propose,
    "accept": _accept,
    "online": _online,
}


def _mode(context: click.Context, lang: Lang) -> str:
    """The one mode that was given, with its options and no other's. Raises click.UsageError."""

    def said(words: Bilingual, **facts: str) -> click.UsageError:
        filled = words.fill(**facts)
        return click.UsageError(filled.zh if lang == "zh" else filled.en)

    names = {str(param.name): param.opts[0] if param.opts[0].startswith("--") else param.opts[-1] for param in context.command.params}
    given = {name for name in names if context.get_parameter_source(name) == ParameterSource.COMMANDLINE}
    modes = [mode for mode in MODES if mode in given or f"{mode}_" in given]
    if len(modes) != 1:
        raise said(_ONE, modes=" · ".join(f"--{mode}" for mode in MODES))
    mode = modes[0]
    for name in sorted(given - MODES[mode] - _SHARED - {mode, f"{mode}_"}):
        raise said(_NOT_HERE, mode=f"--{mode}", option=names[name])
    if (form := context.params["form"]) and form not in _FORMATS[mode]:
        raise said(_FORMAT, mode=f"--{mode}", formats=" · ".join(_FORMATS[mode]))
    for name in REQUIRED.get(mode, ()):
        if name not in given:
            raise said(_NEEDS, mode=f"--{mode}", option=names[name])
    return mode
