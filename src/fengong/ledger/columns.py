"""The headings of a ledger, the same in every format: `fengong ledger` writes them, and a returned file is read by them."""

from __future__ import annotations

from fengong.bilingual import Bilingual

TABLE = Bilingual(zh="表", en="Table")
NUMBER = Bilingual(zh="序号", en="No.")
TASK = Bilingual(zh="任务", en="Task")
BODY = Bilingual(zh="机构", en="Body")
ROLE = Bilingual(zh="角色", en="Role")
THROUGH = Bilingual(zh="经由", en="Through")
"""The collective that a body is meant by; the column is there only where a row needs it."""
WORDS = Bilingual(zh="原文", en="Words")
PARTNERS = Bilingual(zh="合作机构", en="Partners")
TARGETS = Bilingual(zh="目标", en="Targets")
DEADLINES = Bilingual(zh="时限", en="Deadlines")
PROGRESS = Bilingual(zh="进展", en="Progress")
COMPLETION = Bilingual(zh="完成情况", en="Completion")
SOURCE = Bilingual(zh="佐证来源", en="Source")
DATE = Bilingual(zh="日期", en="Date")

KEY = (TABLE, NUMBER, BODY)
"""What a returned row is known by; a body with two responsibilities in one task has two rows with the same key."""

GIVEN = (TABLE, NUMBER, TASK, BODY, ROLE, THROUGH, WORDS, PARTNERS, TARGETS, DEADLINES)
"""What the graph says, in order."""

FILLED_IN = (PROGRESS, COMPLETION, SOURCE, DATE)
"""What the body fills in, after them."""

WIDTHS = {
    TABLE: 13,
    NUMBER: 6,
    TASK: 38,
    BODY: 12,
    ROLE: 9,
    THROUGH: 11,
    WORDS: 22,
    PARTNERS: 28,
    TARGETS: 16,
    DEADLINES: 12,
    PROGRESS: 18,
    COMPLETION: 11,
    SOURCE: 15,
    DATE: 12,
}
"""How wide each column is, in characters of a digit's width; A4 across holds them at seven tenths of their size."""
