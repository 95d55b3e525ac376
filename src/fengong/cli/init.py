"""`init`: make a workspace, and put a table into it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import click

from fengong import iris
from fengong.bilingual import Bilingual
from fengong.builder import inputs as build_inputs
from fengong.builder.table import Ground, load_source
from fengong.caret import printable
from fengong.cli.settings import settings, settings_options, tell
from fengong.errors import UnknownJurisdiction, UnwritableFile, WorkspaceInTheWay
from fengong.reference import progress
from fengong.reference.bodies import NATION
from fengong.text import table
from fengong.text.source import MAX_SIZE
from fengong.workspace import Workspace, shipped

MADE = Bilingual(zh="工作区：{path}", en="workspace: {path}")
ADDED = Bilingual(
    zh="已加入 {table}（{rows} 行可读）。下一步：fengong build --workspace {path}",
    en="{table} added ({rows:row|rows} can be read). Next: fengong build --workspace {path}",
)
NEXT = Bilingual(
    zh="下一步：fengong init {path} --table 文件 --id 表名 --jurisdiction 代码",
    en="Next: fengong init {path} --table FILE --id NAME --jurisdiction CODE",
)
_APPENDIX = re.compile(r"附件\s*\d*[:：]?")
SOURCE = """\
# What the text itself says of this table. 只写原文写明的内容。
id = "{id}"
file = "{file}"
sha256 = "{sha256}"
media_type = "text/plain"
language = "zh"
jurisdiction = "{jurisdiction}"
title_zh = {title}
"""
CORRECTIONS = """\
# Reviewed corrections: what is printed stays as it is; what is adopted stands beside it, with the reason.
# 经审核的更正：原文照录，采信的读法另列，并写明理由。
#
# [[correction]]
# row = 12
# printed = "民政部"
# occurrence = 1
# adopted = "民政厅"
# kind = "body"
# confidence = 0.9
# reason_zh = "…"
# reason_en = "…"
#
# [[unread]]
# row = 7
# reason_zh = "…"
# reason_en = "…"
"""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--table", "file", metavar="FILE", type=click.Path(path_type=Path), help="A table to put into it. 要加入的分工表。")
@click.option("--id", "table_id", metavar="NAME", help="Its name: a-z, 0-9 and hyphens. 表名。")
@click.option("--jurisdiction", metavar="CODE", default=None, help="Whose table it is: a GB/T 2260 code, or cn. 辖区代码。")
@click.option("--title", metavar="WORDS", help="Its title, where the text above the table does not give it. 标题。")
@settings_options
def init(
    *,
    folder: Path,
    file: Path | None,
    table_id: str | None,
    jurisdiction: str | None,
    title: str | None,
    workspace: str | None,
    lang: str | None,
) -> None:
    """Make a workspace in DIR with the layout of this project, and put a table into it.

    新建工作区，并可加入一张分工表。已有的文件一概不覆盖。

    \b
    fengong init my-tables --table table.txt --id my-table --jurisdiction 510000
    """  # noqa: D301
    _, said = settings(workspace, lang)
    if file is not None and not (table_id and jurisdiction):
        raise click.UsageError("--table needs --id and --jurisdiction. --table 须同时给出 --id 和 --jurisdiction。")
    if table_id and (not iris.SLUG.fullmatch(table_id) or table_id in build_inputs.RESERVED):
        raise click.BadParameter("a-z, 0-9, hyphens; not a reserved word. 只用小写字母、数字和连字符，且非保留名。", param_hint="--id")
    fresh = not (folder / "graph" / "sources").is_dir()
    if fresh and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceInTheWay(str(folder))
    prepared = _prepared(folder, file, table_id or "", jurisdiction or NATION, title, fresh=fresh) if file else None
    try:
        if fresh:
            _make(folder)
            tell(MADE, said, path=folder)
        if prepared:
            rows, files = prepared
            target = folder / "graph" / "sources" / str(table_id)
            target.mkdir()
            for name, data in files.items():
                (target / name).write_bytes(data)
            _begin_evidence(Workspace(folder).evidence / f"{table_id}.csv")
            tell(ADDED, said, table=table_id, rows=rows, path=folder)
        else:
            tell(NEXT, said, path=folder)
    except OSError as error:
        raise UnwritableFile(str(error.filename or folder), error.strerror or str(error)) from error


def _make(folder: Path) -> None:
    base = shipped()
    (folder / "graph" / "sources").mkdir(parents=True)
    (folder / "queries").mkdir()
    (folder / "graph" / "evidence").mkdir()
    shutil.copytree(base / "graph" / "reference", folder / "graph" / "reference")
    shutil.copytree(base / "ontology", folder / "ontology")


def _begin_evidence(path: Path) -> None:
    """A file of evidence with its header only, unless there is one already."""
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_text(progress.HEADER, encoding="utf-8")


def _prepared(
    folder: Path, file: Path, table_id: str, jurisdiction: str, title: str | None, *, fresh: bool
) -> tuple[int, dict[str, bytes]]:
    """The files of the new table, and how many rows can be read. Nothing is written yet: a file without a table leaves no trace."""
    if (folder / "graph" / "sources" / table_id).exists():
        raise WorkspaceInTheWay(str(folder / "graph" / "sources" / table_id))
    ground = Ground(build_inputs.find(Workspace(shipped() if fresh else folder.resolve())))
    if jurisdiction not in ground.reference.place_of:
        raise UnknownJurisdiction(jurisdiction, str(ground.inputs.reference / "places.csv"))
    source = load_source(file, ground, max_size=MAX_SIZE)
    reading = table.read(source.text, lexicon=ground.vocabulary.lexicon, path=str(file), table=table_id)
    heading = [line for line in reading.table.heading if not _APPENDIX.fullmatch(line)]
    words = printable(title or (heading[-1] if heading else table_id)).strip()
    name = re.sub(r"[^A-Za-z0-9._-]", "-", file.name) or "text.txt"
    quoted = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    toml = SOURCE.format(id=table_id, file=name, sha256=source.sha256, jurisdiction=jurisdiction, title=quoted)
    return len(reading.table.rows), {
        name: source.data,
        "source.toml": toml.encode(),
        "corrections.toml": CORRECTIONS.encode(),
    }
