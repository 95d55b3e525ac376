"""What is said when a job is not done: why, and what would help."""

from __future__ import annotations

from fengong.web.message import Reply, sentence


def too_slow(seconds: float) -> Reply:
    """The deadline has passed."""
    return sentence(
        504,
        f"查询超过 {seconds:g} 秒的时限，已停止。请加 LIMIT、缩小范围，或下载数据用 fengong query 在本机查询。",
        f"The query ran longer than {seconds:g} seconds and was stopped. Add a LIMIT, narrow it, or download the data: fengong query.",
    )


def out_of_memory(size: int) -> Reply:
    """The memory ceiling was reached."""
    return sentence(
        503,
        f"查询需要的内存超过 {size >> 20} MiB 的上限，已停止。请加 LIMIT、去掉 ORDER BY，或缩小范围。",
        f"The query needs more memory than the {size >> 20} MiB allowed and was stopped. Add a LIMIT, leave ORDER BY out, or narrow it.",
    )


def broken() -> Reply:
    """A worker failed."""
    return sentence(
        500, "服务器出错，请求没有完成。日志中有原因。", "The server failed and the request was not answered. The log says why."
    )


def full() -> Reply:
    """Too many wait."""
    reply = sentence(503, "排队的请求太多，请几秒后再试。", "Too many requests are waiting; try again in a few seconds.")
    return Reply(reply.body, reply.media_type, 503, (("Retry-After", "5"),), kept=False)


def too_many(share: int) -> Reply:
    """One client has too many waiting."""
    reply = sentence(
        429,
        f"您已有 {share} 个请求在排队，请等它们完成。",
        f"You have {share} requests waiting already; wait until some of them are answered.",
    )
    return Reply(reply.body, reply.media_type, 429, (("Retry-After", "2"),), kept=False)
