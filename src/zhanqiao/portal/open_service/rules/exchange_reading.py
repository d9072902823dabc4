"""The public keys by which receipts of transfers are verified."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.parameters import Parameter

COUNTED_DAYS = 92  # days back that are counted while somebody waits; the whole history is an open dataset
SINCE = Parameter(
    "since",
    Text("从这一天起（YYYY-MM-DD，本市时间）", "From this day on (YYYY-MM-DD, the city's time)"),
    example="2026-11-01",
)
EXCHANGE: tuple[Endpoint, ...] = (
    Endpoint(
        name="exchange-keys",
        path="/exchange/keys",
        group="exchange",
        title=Text("核验回执的公钥", "Keys that receipts are verified by"),
        about=Text(
            "平台、时间戳和部门节点的公钥；保存一份即可离线核验回执（zhanqiao receipts verify）。",
            "Public keys of the platform, of its time-stamps and of department nodes; keep a copy to verify receipts offline "
            "(zhanqiao receipts verify).",
        ),
        answer="ExchangeKeys",
    ),
    Endpoint(
        name="exchange-counters",
        path="/exchange/counters",
        group="exchange",
        title=Text("交换统计", "Exchange counters"),
        about=Text(
            f"各部门每天的交换次数、行数和字节数，最近 {COUNTED_DAYS} 天；全部历史见数据集 exchange-counters。",
            f"Transfers, rows and bytes of each department by day, of the last {COUNTED_DAYS} days; the dataset exchange-counters has all.",
        ),
        parameters=(SINCE,),
        answer="ExchangeCounters",
    ),
)
