"""What is said when a job is not done: why, and what would help."""

from __future__ import annotations

from fengong.web.message import Reply, sentence


class Refused(Exception):
    """The request cannot be answered; ``reply`` says what would work."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def told(status: int, zh: str, en: str, *headers: tuple[str, str]) -> Reply:
    """A refusal in two sentences, which no cache keeps."""
    said = sentence(status, zh, en)
    return Reply(said.body, said.media_type, status, headers, kept=False)


def too_slow(seconds: float) -> Reply:
    """The deadline has passed."""
    return told(
        504,
        f"查询超过 {seconds:g} 秒的时限，已停止。请加 LIMIT、缩小范围，或下载数据用 fengong query 在本机查询。",
        f"The query ran longer than {seconds:g} seconds and was stopped. Add a LIMIT, narrow it, or download the data: fengong query.",
    )


def out_of_memory(size: int) -> Reply:
    """The memory ceiling was reached, or the stack of the engine."""
    return told(
        503,
        f"查询需要的内存超过 {size >> 20} MiB 的上限，或嵌套太深，已停止。请加 LIMIT、去掉 ORDER BY，或缩小范围。",
        f"The query needs more memory than the {size >> 20} MiB allowed, or nests too deeply, and was stopped. "
        "Add a LIMIT, leave ORDER BY out, or narrow it.",
    )


def broken() -> Reply:
    """A worker failed."""
    return told(
        500,
        "服务器出错，请求没有完成；日志中有原因。其他请求不受影响。",
        "The server failed and the request was not answered; its log says why. Other requests are answered as before.",
    )


def restarting() -> Reply:
    """The process that holds the graph has ended, and another one starts."""
    return told(503, "服务正在恢复，请几秒后再试。", "The server is recovering; try again in a few seconds.", ("Retry-After", "3"))


def stopping() -> Reply:
    """The server is told to stop, and waits no longer."""
    return told(503, "服务正在停止，请稍后再试。", "The server is stopping; try again later.", ("Retry-After", "10"))


def full() -> Reply:
    """Too many wait."""
    return told(
        503,
        "排队的请求太多，请几秒后再试。",
        "Too many requests are waiting; try again in a few seconds.",
        ("Retry-After", "5"),
    )


def too_many(share: int) -> Reply:
    """One client has too many waiting."""
    return told(
        429,
        f"您已有 {share} 个请求在排队，请等它们完成。",
        f"You have {share} requests waiting already; wait until some of them are answered.",
        ("Retry-After", "2"),
    )
