"""The formats of an export, as data: what each holds, what each loses, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fengong.bilingual import Bilingual

Takes = Literal["graphs", "table", "nothing"]
_ONE_GRAPH = Bilingual(
    zh="各图的名称；三元组合并，重复者只写一次",
    en="the names of the graphs: their triples are united, and one in several graphs is written once",
)
_NOTHING = Bilingual(zh="无", en="nothing")
_TABLES = Bilingual(
    zh="推理结果、本体、校验发现、文字的语言标记；各表未收的属性",
    en="what is inferred, the ontology, findings, language tags; properties that no table has a column for",
)


def _also(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=f"{_TABLES.zh}；{zh}", en=f"{_TABLES.en}; {en}")


_NETWORK = Bilingual(
    zh="条款、引文、举措、指标、主题和推理结果；控制字符和换行改为替换符或空格；原文读法只作边的属性",
    en="clauses, quotations, measures, targets, topics, what is inferred; control characters and line ends become U+FFFD or spaces; "
    "the printed reading is an attribute of an edge only",
)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, its file, what it holds and loses.

    It ``takes`` graphs (any), a table (one file each), or nothing; ``package`` is what it needs beyond Fengong, by its import name.
    """

    name: str
    suffix: str
    media_type: str
    holds: Bilingual
    loses: Bilingual
    takes: Takes = "nothing"
    package: str = ""
    binary: bool = False


_GRAPHS = Bilingual(zh="全部图，或用 --graph 选出的图", en="all graphs, or those chosen with --graph")
_UNION = Bilingual(zh="全部图的三元组，或用 --graph 选出的图的", en="the triples of all graphs, or of those chosen with --graph")
_ONE = Bilingual(zh="一张表一个文件", en="a file for each table")

ALL: dict[str, Format] = {
    each.name: each
    for each in (
        Format("turtle", "ttl", "text/turtle", _UNION, _ONE_GRAPH, "graphs"),
        Format("ntriples", "nt", "application/n-triples", _UNION, _ONE_GRAPH, "graphs"),
        Format("nquads", "nq", "application/n-quads", _GRAPHS, _NOTHING, "graphs"),
        Format("trig", "trig", "application/trig", _GRAPHS, _NOTHING, "graphs"),
        Format("jsonld", "jsonld", "application/ld+json", _GRAPHS, _NOTHING, "graphs"),
        Format(
            "jsonld-framed",
            "framed.jsonld",
            "application/ld+json",
            Bilingual(
                zh="每项任务一棵树：条款、责任、引文、举措、指标、主题，及所提单位和概念的名称",
                en="a tree for each task: clauses, responsibilities, quotations, measures, targets, topics, "
                "and the names of the bodies and concepts in it",
            ),
            Bilingual(
                zh="图的名称、推理结果、本体、单位的其他属性、更正、校验发现、证据；只有一个值的属性不写成列表",
                en="the names of the graphs, what is inferred, the ontology, what else is said of bodies, corrections, findings, evidence; "
                "a property with one value is no list",
            ),
            package="pyld",
        ),
        Format("jsonld-expanded", "expanded.jsonld", "application/ld+json", _GRAPHS, _NOTHING, "graphs"),
        Format(
            "rdfxml",
            "rdf",
            "application/rdf+xml",
            _UNION,
            Bilingual(
                zh=f"{_ONE_GRAPH.zh}；XML 写不出多数控制字符，遇到时报错而不写",
                en=f"{_ONE_GRAPH.en}; XML cannot hold most control characters: where there is one, nothing is written",
            ),
            "graphs",
        ),
        Format(
            "csv",
            "csv",
            "text/csv",
            _ONE,
            _also(
                "“没有”与空字符串、数据类型不分",
                "absent and empty are the same, and so are a number and its digits as text",
            ),
            "table",
        ),
        Format(
            "xlsx",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Bilingual(zh="每张表一个工作表", en="a sheet for each table"),
            _also(
                "控制字符改为替换符；超过15位的数写成文字；单元格超过32767字时报错",
                "control characters become U+FFFD; numbers of more than 15 digits are words; more than 32,767 characters are an error",
            ),
            "table",
            "openpyxl",
            binary=True,
        ),
        Format(
            "graphml",
            "graphml",
            "application/graphml+xml",
            Bilingual(zh="单位与任务为点，责任与集合成员为边", en="bodies and tasks as nodes, responsibilities and memberships as edges"),
            _NETWORK,
            package="networkx",
        ),
        Format(
            "gexf",
            "gexf",
            "application/gexf+xml",
            Bilingual(zh="同 graphml，供 Gephi", en="the same as graphml, for Gephi"),
            _NETWORK,
            package="networkx",
        ),
        Format(
            "parquet",
            "parquet",
            "application/vnd.apache.parquet",
            _ONE,
            _also(
                "小数限26位整数、12位小数，超出时报错", "decimals have at most 26 digits before the point and 12 after it; more is an error"
            ),
            "table",
            "pyarrow",
            binary=True,
        ),
        Format(
            "sqlite",
            "sqlite",
            "application/vnd.sqlite3",
            Bilingual(
                zh="全部表（含外键、索引、任务全文检索、视图 whoDoesWhat），以及全部三元组（视图 triples）",
                en="all tables with keys, indices, full-text search over tasks and the view whoDoesWhat; all triples (the view triples)",
            ),
            Bilingual(zh="小数末尾的零（三元组中仍在）", en="zeros at the end of decimals (the triples keep them)"),
            binary=True,
        ),
    )
}
"""The formats by name, in the order of the help."""


def of_file(name: str) -> Format | None:
    """The format that the ending of a file's name asks for, the longest ending first; None where it asks for none.

    >>> [found.name for each in ("a.CSV", "a.framed.jsonld", "a.jsonld") if (found := of_file(each))], of_file("a.csv/"), of_file("csv")
    (['csv', 'jsonld-framed', 'jsonld'], None, None)
    """
    return max((each for each in ALL.values() if name.lower().endswith(f".{each.suffix}")), key=lambda each: len(each.suffix), default=None)
