"""Promises are read as they were labelled by hand, every character of a text is accounted for, and look-alikes are no targets."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fengong.reference import vocabulary
from fengong.text import promise
from fengong.text.tree import Connective, Deadline, LeadIn, Measure, Piece, Promise, Target, Unread
from support import ROOT, TEXT

sys.path.insert(0, str(ROOT / "benchmarks"))
import accuracy

GOLD = Path(__file__).parent / "gold"
VOCABULARY = vocabulary.load(ROOT / "ontology")
WORDS = VOCABULARY.promises
TASKS = json.loads((GOLD / "sichuan.json").read_text(encoding="utf-8"))
KINDS = {Measure: "measure", LeadIn: "lead-in", Connective: "connective", Unread: "unread"}


def read(text: str) -> Promise:
    """What a text promises."""
    return promise.read(text, WORDS)


def labelled(piece: Piece) -> dict[str, Any]:
    """A piece in the form of the hand labels."""
    said: dict[str, Any] = {"kind": KINDS[type(piece)], "words": piece.words}
    if isinstance(piece, Measure):
        made = [{"kind": each.kind, "wording": each.wording, "name": each.name} for each in piece.deliverables]
        said |= {"verb": piece.verb, "strength": piece.strength, "object": piece.object, "deliverables": made}
        if piece.deadline:
            said |= {"deadline": piece.deadline.day, "deadline_phrase": piece.deadline.phrase}
    return said


def parts(target: Target) -> dict[str, Any]:
    """A target in the form of the hand labels."""
    names = "words comparator comparator_phrase minimum maximum unit_text per_quantity per_unit denominator_inherited applies_to base"
    due = target.deadline or Deadline("", "")
    return {name: getattr(target, name) for name in names.split()} | {"deadline": due.day, "deadline_phrase": due.phrase}


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task["id"])
def test_sichuan_is_read_as_it_was_labelled(task) -> None:
    """Every piece, target, period and topic of all 52 rows is what a person made of it before there was a reader."""
    found = read(task["text"])
    assert [labelled(piece) for piece in found.pieces] == task["pieces"]
    assert [parts(target) for target in found.targets] == task["targets"]
    assert [{"words": each.words, "start": each.start, "end": each.end} for each in found.periods] == task["periods"]
    assert sorted(mention.topic for mention in found.topics) == task["topics"]


# --- every character


NOISE = st.text(
    alphabet="制定建立鼓励探索的，。；：、“”（）《》 　0123456789年月日%５．到不少于个家办法规划全面并可对按照等方式\n", max_size=80
)
REAL = st.sampled_from([task["text"] for task in TASKS])


@given(st.one_of(NOISE, st.tuples(REAL, NOISE, REAL).map("".join), st.text(max_size=60)), st.integers(0, 9))
def test_every_character_is_in_one_piece(text, offset) -> None:
    """Whatever the text: the pieces are the text, spans say where, and what a piece or target quotes stands there."""
    found = promise.read(text, WORDS, offset=offset)
    whole = "\0" * offset + text
    assert "".join(piece.words for piece in found.pieces) == text
    at = offset
    for piece in found.pieces:
        assert (piece.span.start, piece.span.of(whole)) == (at, piece.words)
        at = piece.span.end
        if isinstance(piece, Measure):
            assert piece.words.endswith(piece.verb + piece.object)
            assert piece.strength in VOCABULARY.strengths
            for each in piece.deliverables:
                assert each.span.of(whole) == each.name
                assert piece.span.start <= each.span.start < each.span.end <= piece.span.end
    for target in found.targets:
        assert target.spans[0].of(whole) == target.words
        assert len(target.spans) == 1 + target.denominator_inherited
        assert target.minimum or target.maximum
        assert all(Decimal(number) >= 0 for number in (target.minimum, target.maximum) if number)
        assert target.unit in VOCABULARY.units
    for period in found.periods:
        assert period.span.of(whole) == period.words
        assert period.start <= period.end
    for mention in found.topics:
        assert [span.of(whole) for span in mention.spans] == list(mention.words)


@pytest.mark.parametrize("words", ["统筹", "按照", "对建设的", "在中制定", "可按", "“", "完善甲、", "不少于1个", "5%"])
def test_a_long_line_of_one_word_is_read(words) -> None:
    """What a damaged file may hold neither ends in a traceback nor takes minutes."""
    assert "".join(piece.words for piece in read(words * 1000).pieces) == words * 1000


@given(REAL, REAL)
def test_sentences_are_read_one_by_one(one, other) -> None:
    """A sentence does not change what the next one promises."""
    apart = [measure.words for text in (one, other) for measure in read(text).measures]
    assert [measure.words for measure in read(one + other).measures] == apart


# --- where it is cut

CUTS = [
    # what the invited are to do is cut off; an invitation that has no act yet is not
    ("支持其取得多类证书，提升技术技能水平。", "支持其取得多类证书 | 提升技术技能水平"),
    ("鼓励幼儿园开设托班，招收幼儿。", "鼓励幼儿园开设托班 | 招收幼儿"),
    ("可采取协商薪酬等措施，保留就业岗位。", "可采取协商薪酬等措施 | 保留就业岗位"),
    ("鼓励有条件的地方结合产业大脑等，建设可信数据空间。", "鼓励有条件的地方结合产业大脑等，建设可信数据空间"),
    ("探索通过委托管理等方式，打破遴选标准。", "探索通过委托管理等方式，打破遴选标准"),
    ("可按照不高于合同金额的10％，给予补助。", "可按照不高于合同金额的10％，给予补助"),
    ("可不经集中评审，按程序审议后直接纳入支持范围。", "可不经集中评审，按程序审议后直接纳入支持范围"),
    ("鼓励金融机构在风险可控前提下，加大支持力度。", "鼓励金融机构在风险可控前提下，加大支持力度"),
    ("鼓励地方对通过备案的企业，依据相关费用标准，给予政策支持。", "鼓励地方对通过备案的企业，依据相关费用标准，给予政策支持"),
    ("允许具有执业资格的专业人才，按规定范围提供服务。", "允许具有执业资格的专业人才，按规定范围提供服务"),
    ("支持符合条件的项目，不断提高担保占比。", "支持符合条件的项目 | 不断提高担保占比"),
    # only the subject or the object of the next
    ("各部门完善后的激励措施，于2018年底前报送。", "各部门完善后的激励措施，于2018年底前报送"),
    ("各地落实本意见的有关情况，要及时报送有关部门。", "各地落实本意见的有关情况，要及时报送有关部门"),
    ("完善制度，部门职权范围内的事务，由部门自行办理。", "完善制度 | 部门职权范围内的事务，由部门自行办理"),
    # constructs that a comma does not end
    ("构建以杭州为核心，覆盖全产业链的发展格局。", "构建以杭州为核心，覆盖全产业链的发展格局"),
    ("打造一批创新能力强，辐射作用大的企业。", "打造一批创新能力强，辐射作用大的企业"),
    ("对工作力度大，任务完成较好的省（区、市），给予补助。", "[对工作力度大，任务完成较好的省（区、市）] | 给予补助"),
    (
        "以职业道德、技术技能水平，以及产教融合水平为核心，建立评价体系。",
        "[以职业道德、技术技能水平，以及产教融合水平为核心] | 建立评价体系",
    ),
    ("在小样本学习等底层算法，高通量实验等关键环节，部署技术攻关。", "[在小样本学习等底层算法，高通量实验等关键环节] | 部署技术攻关"),
    ("完成由政府举办为主向多元办学转变，由追求规模扩张向提高质量转变。", "完成由政府举办为主向多元办学转变，由追求规模扩张向提高质量转变"),
    # grounds, means, aims, times, definitions
    ("政府通过放宽准入，严格执法，保证质量。", "[政府通过放宽准入] | 严格执法 | 保证质量"),
    ("为把握发展方向，创新发展模式，组建委员会。", "[为把握发展方向] | 创新发展模式 | 组建委员会"),
    ("运用现代信息技术改进教学方式方法，推进应用。", "运用现代信息技术改进教学方式方法 | 推进应用"),
    ("试点城市政府是责任主体，要确保任务落地。", "[试点城市政府是责任主体] | 要确保任务落地"),
    ("坚持创新驱动、企业主导，支持企业发展。", "[坚持创新驱动、企业主导] | 支持企业发展"),
    ("作出重大决定前，要进行审核。", "[作出重大决定前] | 要进行审核"),
    ("除涉密的外，应当及时公布。", "[除涉密的外] | 应当及时公布"),
    ("要以信息系统等为依托，完善制度。", "[要以信息系统等为依托] | 完善制度"),
    ("推行标准；发挥骨干企业作用，建立机制。", "推行标准 | [发挥骨干企业作用] | 建立机制"),
    # purposes and formulas go on; 为 with an act of its own does not
    ("完善职业教育体系，为现代制造业提供人才支持。", "完善职业教育体系，为现代制造业提供人才支持"),
    ("开展公益行动，为贫困地区编制旅游规划。", "开展公益行动 | 为贫困地区编制旅游规划"),
    ("列入财政预算，按照有关规定，用于产业补助。", "列入财政预算，按照有关规定，用于产业补助"),
    ("深化产教融合，育训结合。", "深化产教融合，育训结合"),
    ("做好促进就业工作，分级预警、分层响应。", "做好促进就业工作，分级预警、分层响应"),
    # pause marks
    ("自主制定招聘方案、设置岗位条件。", "自主制定招聘方案 | 设置岗位条件"),
    ("凝聚民心、汇集民智。", "凝聚民心 | 汇集民智"),
    ("完善评价、监督机制。", "完善评价、监督机制"),
    ("支持企业发布开源模型、提供模型服务。", "支持企业发布开源模型、提供模型服务"),
    ("形成一批特色鲜明、协同发展的产业集群。", "形成一批特色鲜明、协同发展的产业集群"),
    ("明确公示内容的采集、审核、发布职责。", "明确公示内容的采集、审核、发布职责"),
    # goals
    ("核心技术全国领先，企业积极性有较大提升。", "核心技术全国领先 | 企业积极性有较大提升"),
    ("到2025年，农机装备品类基本齐全，产业迈入新阶段。", "[到2025年] | 农机装备品类基本齐全 | 产业迈入新阶段"),
    # acts that a number, a means or a place announces; who is told or agrees
    ("坚持节水优先，全市用水总量下降10%。", "[坚持节水优先] | 全市用水总量下降10%"),
    ("编制导则，立足乡土特征提升村庄整体风貌。", "编制导则 | 立足乡土特征提升村庄整体风貌"),
    ("扩大合作，在重点区域投放餐盒等回收设施。", "扩大合作 | 在重点区域投放餐盒等回收设施"),
    ("以电子商务促进区域经济发展，提高影响力。", "以电子商务促进区域经济发展 | 提高影响力"),
    ("面向院校开展产教对话、案例推介等活动，展示成果。", "面向院校开展产教对话、案例推介等活动 | 展示成果"),
    ("按照国家统一部署，实施专项行动。", "[按照国家统一部署] | 实施专项行动"),
    ("经主管部门同意，可适当增加计划。", "[经主管部门同意] | 可适当增加计划"),
    ("对具有全国影响力的标杆场景，给予补助。", "[对具有全国影响力的标杆场景] | 给予补助"),
    ("如不能提供发票，按规定征收。", "[如不能提供发票] | 按规定征收"),
    ("力争到2035年，人才规模持续壮大。", "[力争到2035年] | 人才规模持续壮大"),
    ("新建养殖场，应突出综合利用。", "新建养殖场，应突出综合利用"),
    ("鼓励通过整合窗口，开辟绿色通道等方式进一步便利查询。", "鼓励通过整合窗口，开辟绿色通道等方式进一步便利查询"),
    ("列入专项资金，主要用于资产评估、审计。", "列入专项资金，主要用于资产评估、审计"),
    ("制定具体实施细则，严格执行。", "制定具体实施细则，严格执行"),
    ("稳住面积、主攻单产。", "稳住面积 | 主攻单产"),
    ("加强监督评估、压实工作责任。", "加强监督评估 | 压实工作责任"),
    ("建立抽查复查、倒查追责工作制度。", "建立抽查复查、倒查追责工作制度"),
    # whom and under what condition
    ("实施学分制度的院校，应当公开标准。", "实施学分制度的院校，应当公开标准"),
    ("符合条件的新型材料，可申请认证。", "符合条件的新型材料，可申请认证"),
    ("落实相关规定的同时，不得摊派。", "[落实相关规定的同时] | 不得摊派"),
    ("对确需保留的无线电使用等事项，要优化流程。", "[对确需保留的无线电使用等事项] | 要优化流程"),
    ("职工参加技能培训，取得证书的，给予补贴。", "[职工参加技能培训，取得证书的] | 给予补贴"),
    ("涉及调整规章，以及需要开放接口的，及时办理。", "[涉及调整规章，以及需要开放接口的] | 及时办理"),
    ("政府投资的道路等工程，在满足要求的前提下，优先使用再生产品。", "政府投资的道路等工程，在满足要求的前提下，优先使用再生产品"),
    ("将专业设置、师资建设等情况，以年报形式公布。", "将专业设置、师资建设等情况，以年报形式公布"),
    # acts that nobody listed, or that may be nouns
    ("严把关口，环评文件要列专章论证。", "严把关口 | 环评文件要列专章论证"),
    ("畅通渠道，走好网上群众路线。", "畅通渠道 | 走好网上群众路线"),
    ("推广新模式，变“给补助”为“买成果”。", "推广新模式 | 变“给补助”为“买成果”"),
    ("严防欺诈行为，构成犯罪的移送司法机关。", "严防欺诈行为 | 构成犯罪的移送司法机关"),
    ("完善清单，本单位的审核意见。", "完善清单，本单位的审核意见"),
    ("实行“一票否决”，一律不再要求提交。", "实行“一票否决” | 一律不再要求提交"),
    ("定期开展评估，对评估结果靠后的予以通报。", "定期开展评估 | 对评估结果靠后的予以通报"),
    ("凡能通过共享核验的，不再要求提交。", "[凡能通过共享核验的] | 不再要求提交"),
    ("统筹调度资源，把影响降到最低。", "统筹调度资源 | 把影响降到最低"),
    ("打破限制，盘清实训设施家底。", "打破限制 | 盘清实训设施家底"),
    ("招收当地员工，到2025年累计培训员工2万人次。", "招收当地员工 | 到2025年累计培训员工2万人次"),
    ("重点支持治理项目，严禁用于楼堂馆所建设。", "重点支持治理项目 | 严禁用于楼堂馆所建设"),
    ("凡列入目录的证书，持证者可申请免试。", "[凡列入目录的证书] | 持证者可申请免试"),
    ("未经消费者同意，平台不得收集信息。", "[未经消费者同意] | 平台不得收集信息"),
    ("各地可结合产业布局，采取多种模式。", "各地可结合产业布局，采取多种模式"),
    ("院校培训可面向社会人群，也可面向在校学生。", "院校培训可面向社会人群 | 也可面向在校学生"),
    ("各区县政府是推进发展的责任主体，要细化任务。", "[各区县政府是推进发展的责任主体] | 要细化任务"),
    # purposes, limits, turns
    ("开设示范街区，让老店焕发活力。", "开设示范街区，让老店焕发活力"),
    ("按投资额的30%给予补助，最高不超过500万元。", "按投资额的30%给予补助，最高不超过500万元"),
    ("建立分担机制，由“事后报销”转向“事前约定”。", "建立分担机制，由“事后报销”转向“事前约定”"),
    ("鼓励区县对租用楼宇的运营主体，按照租金的一定比例，给予补贴。", "鼓励区县对租用楼宇的运营主体，按照租金的一定比例，给予补贴"),
    ("提出意见，经督查机构复核，报政府批准后实施。", "提出意见 | [经督查机构复核] | 报政府批准后实施"),
    # pauses
    ("推动将源头减量、限制过度包装等内容写入法规。", "推动将源头减量、限制过度包装等内容写入法规"),
    ("由企业统一采购农资、统一组织销售。", "由企业统一采购农资 | 统一组织销售"),
    ("同时设计、同时施工、同时投入使用。", "同时设计、同时施工、同时投入使用"),
    ("要摸清底数、建立清单、绘制流向图。", "要摸清底数 | 建立清单 | 绘制流向图"),
    ("保有率为65%、将指标落实到乡镇。", "保有率为65% | 将指标落实到乡镇"),
    ("健全制度，统筹为主、统分结合。", "健全制度，统筹为主、统分结合"),
]


@pytest.mark.parametrize(("text", "cut"), CUTS, ids=[text for text, _ in CUTS])
def test_where_a_sentence_is_cut(text, cut) -> None:
    """Each rule of the guide on cutting, by an example: measures apart by bars, lead-ins in brackets."""
    pieces = [piece for piece in read(text).pieces if not isinstance(piece, Connective)]
    assert " | ".join(f"[{piece.words}]" if isinstance(piece, LeadIn) else piece.words for piece in pieces) == cut


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("培训评价组织应对接职业标准。", "对接"),
        ("试点银行建立专营组织架构。", "建立"),
        ("与国际先进标准接轨。", "接轨"),
        ("由企业运营管理。", "运营"),
        ("将考核内容纳入评价。", "纳入"),
        ("把改革创新举措制度化。", "制度化"),
        ("机关不得歧视毕业生。", "不得"),
        ("对优秀创业项目给予1万元的扶持资金。", "给予"),
        ("重大问题及时向国务院报告。", "报告"),
        ("改革创新体制机制。", "改革"),
        ("促进业务合作。", "促进"),
        ("充分发挥作用。", "发挥"),
        ("采取适当方式给予奖励。", "给予"),
        ("省级文化部门一般不高于1%。", "不高于"),
        ("再生资源回收率达到30%。", "达到"),
        ("农药使用量持续减少。", "减少"),
        ("核增部分据实计入总额并作为基数。", "计入"),
        ("将实践经历作为职称评聘的条件。", "作为"),
        ("将企业实施的许可改为实行告知承诺制。", "改为"),
        ("积极研究并推动这项工作。", "研究"),
        ("逐步规范和完善。", "规范"),
        ("报主管部门批准后实施。", "实施"),
        ("面向全省开放共享。", "开放"),
        ("力争到2025年建成分拣中心。", "力争"),
        ("对套取资金的列入黑名单。", "列入"),
        ("符合条件的优先推荐。", "推荐"),
        ("符合规定条件的予以免责。", "予以"),
    ],
)
def test_which_act_word_governs(text, act) -> None:
    """Behind a subject, a companion, a means; never across the border of two words; the noun that looks like an act does not."""
    assert [measure.verb for measure in read(text).measures] == [act]


def test_a_measure_knows_the_invitation_before_it() -> None:
    """It stands behind the last that invites in its clause, with no doer of its own; a semicolon, a doer or a full stop ends it."""
    found = read("鼓励企业整合运输，开展配送，支持其取得证书，提升水平；完善制度，省政府建立机制。制定办法。").measures
    assert [(measure.words, measure.invitation) for measure in found] == [
        ("鼓励企业整合运输", 0),
        ("开展配送", 1),
        ("支持其取得证书", 1),
        ("提升水平", 3),
        ("完善制度", 0),
        ("省政府建立机制", 0),
        ("制定办法", 0),
    ]
    assert [measure.invitation for measure in read("鼓励企业整合运输，各地建立机制，开展配送。").measures] == [0, 0, 0]


# --- numbers


@pytest.mark.parametrize(
    "text",
    [
        "鼓励和支持有条件的幼儿园开设托班，招收 2 至 3 岁的幼儿。",
        "推进互联网、大数据、人工智能、5G等深度应用。",
        "制定全省“十四五”养老服务发展规划。",
        "采用BOT（建设—运营—移交）、ROT（改建—运营—移交）等方式，创新合作模式。",
        "探索通过TOT（移交—运营—移交）等方式，打破以价格为主的遴选标准。",
        "力争实现“最多跑一次”。",
        "对研发费用占营业收入比重3%以上的企业，给予财政补助。",
        "年薪100万元以上且具有5年以上研发经验的，给予支持。",
        "参保1年以上的，可申请补贴。",
        "推行线上线下（O2O）模式。",
        "落实国发〔2018〕39号文件要求。",
        "充分发挥“4+1”专项基金作用，支持企业发展。",
        "完善第1期试点方案。",
        "2020年6月18日召开会议。",
        "对评估后10家以上的企业，给予支持。",
        "优先配备300吨级船舶。",
        "实现一个目标、一张网。",
        "发放一次性补贴。",
    ],
)
def test_look_alikes_are_no_targets(text) -> None:
    """Ages, names, dates, slogans, numbers of documents and conditions promise no number."""
    assert read(text).targets == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("养老床位不少于10张。", ("at-least", "10", "", "number", "张", "", "", "")),
        ("全市电子商务交易额突破1.8万亿元。", ("more-than", "1800000000000", "", "yuan", "元", "", "", "")),
        ("将办理时限控制在3个工作日以内。", ("at-most", "", "3", "day", "个工作日", "", "", "")),
        ("重点培育市级龙头企业30家。", ("exactly", "30", "30", "number", "家", "", "", "")),
        ("引进和扶持3—5家第三方支付企业。", ("range", "3", "5", "number", "家", "", "", "")),
        ("回收率达到80%以上。", ("at-least", "80", "", "percent", "%", "", "", "")),
        ("到２０２５年，覆盖率达到９０％。", ("at-least", "90", "", "percent", "％", "", "", "2025-12-31")),
        ("每年引进10名以上人工智能顶尖人才。", ("at-least", "10", "", "number", "名", "1", "年", "")),
        ("按照产品售价的15%给予补助。", ("exactly", "15", "15", "percent", "%", "", "", "")),
        ("给予最高2000元/件补助。", ("at-most", "", "2000", "yuan", "元", "1", "件", "")),
        ("每个项目给予最高500万元补助。", ("at-most", "", "5000000", "yuan", "元", "1", "项目", "")),
        ("新增托位1,200个。", ("exactly", "1200", "1200", "number", "个", "", "", "")),
        ("2022年底前建成15个以上生产基地。", ("at-least", "15", "", "number", "个", "", "", "2022-12-31")),
        ("失业率控制在5.5%左右。", ("at-most", "", "5.5", "percent", "%", "", "", "")),
        ("覆盖率达到90%左右。", ("about", "90", "90", "percent", "%", "", "", "")),
        ("再生骨料替代率不得低于15%。", ("at-least", "15", "", "percent", "%", "", "", "")),
        ("出资比例可放宽至40%。", ("at-most", "", "40", "percent", "%", "", "", "")),
        ("给予20万元一次性奖励。", ("exactly", "200000", "200000", "yuan", "元", "", "", "")),
        ("对符合条件的企业给予50万元的奖励。", ("exactly", "500000", "500000", "yuan", "元", "", "", "")),
        ("单个项目给予最高500万元补助。", ("at-most", "", "5000000", "yuan", "元", "1", "项目", "")),
        ("每乡镇至少布设1处收储中心。", ("at-least", "1", "", "number", "处", "1", "乡镇", "")),
        ("每年召开两次会议。", ("exactly", "2", "2", "number", "次", "1", "年", "")),
        ("每半年公布一次情况。", ("exactly", "1", "1", "number", "次", "0.5", "年", "")),
        ("确保零就业家庭至少一人就业。", ("at-least", "1", "", "number", "人", "", "", "")),
        ("年均提高3个百分点。", ("exactly", "3", "3", "percentage-point", "个百分点", "1", "年", "")),
        ("每年补贴总额以300万元为限。", ("at-most", "", "3000000", "yuan", "元", "1", "年", "")),
    ],
)
def test_numbers_in_real_forms(text, expected) -> None:
    """Comparators before and behind, scales, ranges, percentages, full width, denominators, deadlines."""
    (target,) = read(text).targets
    assert (
        target.comparator, target.minimum, target.maximum, target.unit, target.unit_text, target.per_quantity, target.per_unit,
        target.deadline.day if target.deadline else "",
    ) == expected  # fmt: skip


def test_a_limit_holds_for_what_is_listed_behind_it() -> None:
    """Numbers of the same unit, joined by pause marks, have the comparator of the first; another unit does not."""
    found = read("分别给予最高100万元/项、50万元/项、10万元/项的奖励。").targets
    assert [(t.comparator, t.maximum, t.per_unit) for t in found] == [("at-most", each, "项") for each in ("1000000", "500000", "100000")]


def test_a_denominator_is_inherited_within_one_stretch() -> None:
    """Only a number of the same unit, joined by a pause mark, takes the denominator of the one before it; a new stretch does not."""
    joined = read("新建居住区按照每千人口不少于10个托位、老城区不少于8个托位标准建设设施。").targets
    assert [(t.per_quantity, t.denominator_inherited) for t in joined] == [("1000", False), ("1000", True)]
    apart = read("新建居住区按照每千人口不少于10个托位建设设施，老城区不少于8个托位。").targets
    assert [(t.per_quantity, t.denominator_inherited) for t in apart] == [("1000", False), ("", False)]


# --- dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到 2022 年，建成一批基地。", [("2022-12-31", "到 2022 年")]),
        ("2022年底前，制定实施方案。", [("2022-12-31", "2022年底前")]),
        ("2019年6月底前，制定实施方案。", [("2019-06-30", "2019年6月底前")]),
        ("2020年2月底前，制定实施方案。", [("2020-02-29", "2020年2月底前")]),
        ("2018年12月31日前报送总结报告。", [("2018-12-31", "2018年12月31日前")]),
        ("2020年6月底前完成整改，9月底前制定长效办法。", [("2020-06-30", "2020年6月底前"), ("2020-09-30", "9月底前")]),
        ("到2025年，建成基地；到2030年，形成体系。", [("2025-12-31", "到2025年"), ("2030-12-31", "到2030年")]),
        ("每年2月底前报送名单。", [("", "每年2月底前")]),
        ("2019年1月1日至12月31日，给予补贴。", [None]),
        ("从2019年起，实施见习计划。", [None]),
        ("制定实施方案。", [None]),
        ("2021年2月30日前报送总结报告。", [None]),
    ],
)
def test_deadlines(text, expected) -> None:
    """Years end with their last day, months with theirs; an elided year is that of the date before; what recurs has no day."""
    found = [(m.deadline.day, m.deadline.phrase) if m.deadline else None for m in read(text).measures]
    assert found == expected


def test_a_deadline_reaches_as_far_as_its_sentence() -> None:
    """One in a lead-in holds for every measure up to the full stop, one inside a measure for that measure alone."""
    found = read("到2025年，建成基地，形成体系。完善制度。").measures
    assert [measure.deadline.day if measure.deadline else "" for measure in found] == ["2025-12-31", "2025-12-31", ""]
    found = read("制定2025年底前实施的方案，完善制度。").measures
    assert [bool(measure.deadline) for measure in found] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("编制“十四五”规划。", ("十四五", "2021-01-01", "2025-12-31")),
        ("编制“十五五”规划。", ("十五五", "2026-01-01", "2030-12-31")),
        ("实施2021—2025年计划。", ("2021—2025年", "2021-01-01", "2025-12-31")),
        ("2019年1月1日至12月31日，给予补贴。", ("2019年1月1日至12月31日", "2019-01-01", "2019-12-31")),
    ],
)
def test_periods(text, expected) -> None:
    """Planning periods by name, and spans with both ends printed."""
    (period,) = read(text).periods
    assert (period.words, period.start, period.end) == expected


# --- words are data


def test_a_new_word_is_a_new_label() -> None:
    """An act word that no scheme lists is not read; with one more label it is, and nothing else changes."""
    assert not read("夯基养老服务。").measures
    acts = replace(WORDS.acts, verbs=type(WORDS.acts.verbs)({**WORDS.acts.verbs.meaning, "夯基": "promoting"}))
    (measure,) = promise.read("夯基养老服务。", replace(WORDS, acts=acts)).measures
    assert (measure.verb, measure.strength, measure.object) == ("夯基", "promoting", "养老服务")


def test_no_act_word_has_two_strengths() -> None:
    """The strength follows from the word alone, so a word stands in one concept only."""
    printed: dict[str, str] = {}
    for triple in VOCABULARY.triples:
        if "/strength/" in str(triple.subject) and "Label" in str(triple.predicate) and str(triple.object).endswith("@zh"):
            assert printed.setdefault(str(triple.object), str(triple.subject)) == str(triple.subject), triple.object
    assert len(printed) > 400


def test_no_word_both_earns_and_hides_a_topic() -> None:
    """A word that earns a topic is not also listed as one that hides such a word."""
    earning = {str(t.object) for t in VOCABULARY.triples if "/topic/" in str(t.subject) and "hiddenLabel" in str(t.predicate)}
    hiding = {str(t.object) for t in VOCABULARY.triples if str(t.subject).endswith("not-a-topic>") and "hiddenLabel" in str(t.predicate)}
    assert len(earning) > 200
    assert len(hiding) > 20
    assert not earning & hiding


# --- how well


def test_accuracy_is_what_the_page_says() -> None:
    """The Sichuan table is read without a slip; the other figures of docs/accuracy.md are those of this run."""
    assert all(labels == found == agree for labels, found, agree in accuracy.figures("sichuan").values())
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    for name in accuracy.SETS:
        assert accuracy.table(name) in page, name


def test_text_file_has_no_target_more() -> None:
    """The whole source text, task by task, has five targets."""
    tasks = [line.split("\t")[1] for line in TEXT.read_text(encoding="utf-8").splitlines() if line.split("\t")[0].isdecimal()]
    assert [len(read(task).targets) for task in tasks if read(task).targets] == [3, 1, 1]
