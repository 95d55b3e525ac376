"""The rules of link sets: what each finding means, and what to do about it."""

from __future__ import annotations

from fengong.bilingual import Bilingual
from fengong.check.rules import Rule

_SCHEMES = Bilingual(
    zh="改这一行，或在 graph/reference/links/schemes.csv 中改该集合的方案。",
    en="Mend the row, or the set's scheme in graph/reference/links/schemes.csv.",
)
_ROW = Bilingual(zh="补正这一行后重新生成。", en="Mend the row and build again.")


def _rule(zh: str, en: str, remedy: Bilingual = _ROW) -> Rule:
    return Rule(Bilingual(zh=zh, en=en), remedy)


LINKING: dict[str, Rule] = {
    "link-set-without-scheme": _rule(
        "schemes.csv 中没有这个链接集，或方案没有集合文件",
        "schemes.csv has no such set, or a scheme has no file",
        Bilingual(zh="在 schemes.csv 中增删一行，或补上文件。", en="Add or take out a row of schemes.csv, or add the file."),
    ),
    "link-source": _rule("object_source 与方案的 target 不同", "object_source is not the target of the scheme", _SCHEMES),
    "link-subject": _rule(
        "主体不在本项目的区划、单位或概念之列，或不属于该集合的范围",
        "The subject is none of our places, bodies or concepts, or not what the set covers",
    ),
    "link-label": _rule(
        "主体的名称不是它在本项目各表中的全称、简称或英文名",
        "The subject’s label is no name of it in our tables: full, short or English",
        Bilingual(
            zh="核对 subject_id 与 subject_label：各行错位时常有此误；改其中错的一个。",
            en="Compare subject_id and subject_label: rows that have shifted show so; mend the one that is wrong.",
        ),
    ),
    "link-owl-same-as": _rule(
        "用了 owl:sameAs；它会使推理机合并单位",
        "owl:sameAs is used; a reasoner would merge bodies by it",
        Bilingual(zh="改用 schema:sameAs。", en="Use schema:sameAs."),
    ),
    "link-predicate": _rule("谓词不是该集合的方案所许可的", "The predicate is none that the set's scheme allows", _SCHEMES),
    "link-concepts-only": _rule(
        "skos 匹配只用于概念之间，同一性只用于区划与单位",
        "A SKOS match is between concepts only, an identity of places and bodies only",
    ),
    "link-object": _rule("客体的 IRI 不合该方案的写法", "The object's IRI has not the form of the scheme", _SCHEMES),
    "link-own-code": _rule(
        "标识中的代码与本项目表中该区划的代码，或其所属国家的代码不同",
        "The code in the identifier is not that of the place in our tables, or not that of its nation",
        Bilingual(
            zh="查对 graph/reference/places.csv，改正客体或主体。",
            en="Look it up in graph/reference/places.csv; mend the object or the subject.",
        ),
    ),
    "link-unquoted": _rule(
        "依据中没有出现这个代码",
        "The evidence does not name this code",
        Bilingual(
            zh="改正客体；或在依据中写明出处如何写这个代码。",
            en="Mend the object, or write into the evidence how the source prints this code.",
        ),
    ),
    "link-check-character": _rule(
        "标识的校验码不对",
        "The check character of the identifier is wrong",
        Bilingual(
            zh="对照出处改正标识；不得自行凑出校验码。",
            en="Mend the identifier after its source; never make up a check character that fits.",
        ),
    ),
    "link-two-objects": _rule(
        "同一主体在一个集合中等同于（或很可能等同于）两个客体",
        "One subject is the same, or likely the same, as two objects of one set",
        Bilingual(zh="只留有据的一个，其余改为 Not。", en="Keep the one with evidence; refute the others with Not."),
    ),
    "link-two-subjects": _rule(
        "两个主体在一个集合中等同于（或很可能等同于）同一客体",
        "Two subjects are the same, or likely the same, as one object of one set",
        Bilingual(zh="只留有据的一个，其余改为 Not。", en="Keep the one with evidence; refute the others with Not."),
    ),
    "link-justification": _rule("依据不是 semapv 的词", "The justification is no term of semapv that SSSOM lists"),
    "link-dates": _rule("日期在今天之后，或审核早于链接", "A date is after today, or the review is before the mapping"),
    "link-review": _rule("没有审核人或审核日期", "There is no reviewer, or no date of review"),
    "link-evidence": _rule("没有写明依据", "It says nothing of its evidence"),
    "link-confidence": _rule(
        "没有写把握，或把握不足 0.9 却称为同一",
        "It says nothing of its confidence, or claims identity with less than 0.9",
        Bilingual(
            zh="写明把握；不足 0.9 的改用 fg:likelySameAs。", en="Say the confidence; with less than 0.9 it is fg:likelySameAs at most."
        ),
    ),
    "link-table-confidence": _rule(
        "依据所引候选表的把握不足：等同须恰为 high，其他链接至少为 medium-high",
        "The confidence quoted from the table of candidates is too low: an identity needs exactly high, any other link medium-high",
        Bilingual(
            zh="medium-high 改用 fg:likelySameAs；更低的改为 sssom:NoTermFound，在依据中提及候选。",
            en="With medium-high use fg:likelySameAs; with less it is sssom:NoTermFound, and the evidence names the candidate.",
        ),
    ),
    "link-not-opened": _rule(
        "官方网站的依据既未注明“Not opened live 并未打开核对”，也未注明打开核对的日期；或日期不实、在审核之后，或两者都写",
        "The evidence of a homepage is marked neither “Not opened live 并未打开核对” nor with the day it was opened; "
        "or the day is none, or after the review; or it has both marks",
        Bilingual(
            zh="加上 Not opened live 并未打开核对；或按 fengong link --online 的报告写 Opened live 打开核对 年-月-日。",
            en="Add Not opened live 并未打开核对; or, by a report of fengong link --online, write Opened live 打开核对 YYYY-MM-DD.",
        ),
    ),
    "link-snapshot": _rule(
        "没有记下对方的名称，日后无从发现变动",
        "The name of the object is not recorded, so that a change of it could not be noticed",
    ),
    "link-not-covered": _rule(
        "该集合应覆盖它，却没有它的行",
        "The set should cover it, and has no row for it",
        Bilingual(
            zh="加一行链接；查过而没有的，写 sssom:NoTermFound。", en="Add a link; or sssom:NoTermFound where you looked and found none."
        ),
    ),
    "link-found-and-not": _rule("同一主体既有链接，又说没有找到", "The same subject has a link, and is said to have none"),
    "link-refuted": _rule("已被否定的客体又被链接", "An object that was refuted is linked all the same"),
    "link-seat": _rule(
        "按其名称或依据，客体是居民点（PPL、populated place）或城区驻地，不是区划",
        "By its label or evidence the object is a populated place (PPL) or a city’s seat, not a division",
        Bilingual(
            zh="城区驻地不是市州：改为 Not；兼指二者的条目，依据中写明其类别（instance_of prefecture_level_city）。",
            en="A city’s seat is not its prefecture: refute it with Not; where one entry stands for both, the evidence names its class "
            "(instance_of prefecture_level_city).",
        ),
    ),
    "link-merges": _rule(
        "加入链接后推出了新的类或等同关系",
        "With the links, new classes or identities follow of things of ours",
        Bilingual(zh="换用不产生推论的谓词。", en="Choose a predicate from which nothing follows."),
    ),
}
"""Every rule of link sets; each is a violation."""
