"""Errors of the distributed engine; each says that DuckDB can still answer."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class DistributedError(ZhanqiaoError):
    """The cluster gave no answer; the serving copy can."""

    status = 503
    code = "cluster-no-answer"
    sentence = Text(
        zh="计算集群没有给出答案；数据没有变化。请稍后重试。",
        en="The cluster gave no answer; nothing changed. Try again later.",
    )


class DistributedAwayError(DistributedError):
    """Nobody answers at the address of the cluster."""

    code = "cluster-away"
    sentence = Text(
        zh="计算集群 {url} 没有应答（{reason}）；数据没有变化。请管理员启动集群，或清空设置 ZHANQIAO_SPARK_URL。",
        en="The cluster {url} does not answer ({reason}); nothing changed. Ask the operator to start it, or to empty the "
        "setting ZHANQIAO_SPARK_URL.",
    )


class DistributedFailedError(DistributedError):
    """The cluster began a query and broke it off."""

    code = "cluster-failed"
    sentence = Text(
        zh="计算集群没有完成查询（{reason}）；数据没有变化。请重试，或缩小范围。",
        en="The cluster did not finish the query ({reason}); nothing changed. Try again, or narrow it.",
    )


class NotDistributableError(DistributedError):
    """The cluster would answer a part of the query otherwise than DuckDB, so it is not asked."""

    status = 422
    code = "cluster-cannot"
    sentence = Text(
        zh="计算集群不支持“{part}”，不能保证答案一致，因此没有运行；数据没有变化。请改用单机查询。",
        en="The cluster cannot answer '{part}' exactly as this machine does, so nothing was run and nothing changed. "
        "Ask this machine instead.",
    )
