"""Who a dashboard is shown to, and how it comes into the gallery."""

from __future__ import annotations

from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class Visibility(StrEnum):
    """Who sees a dashboard."""

    PRIVATE = "private"
    LINK = "link"
    PUBLIC = "public"


class Step(StrEnum):
    """What happened on the way into the gallery and out of it."""

    SUBMITTED = "submitted"
    RETRACTED = "retracted"
    LISTED = "listed"
    REFUSED = "refused"
    UNLISTED = "unlisted"


VISIBILITIES = {
    Visibility.PRIVATE: Text("仅自己可见", "only mine"),
    Visibility.LINK: Text("有链接者可见", "whoever has the link"),
    Visibility.PUBLIC: Text("已公开", "public"),
}
STEPS = {
    Step.SUBMITTED: Text("提交审核", "submitted for review"),
    Step.RETRACTED: Text("撤回提交", "taken back"),
    Step.LISTED: Text("审核通过，已公开", "approved and public"),
    Step.REFUSED: Text("审核未通过", "not approved"),
    Step.UNLISTED: Text("不再公开", "no longer public"),
}
LONGEST_WORDS = 1_000


class ListingStepError(ZhanqiaoError):
    """A step was asked for that does not follow from where the dashboard is; nothing was changed."""

    status = 409
    code = "dashboard-step"
    sentence = Text(
        zh="看板当前的状态不能这样做，没有作任何改动。请刷新页面查看最新状态。",
        en="The dashboard is not where that step begins; nothing was changed. Load the page again to see where it is.",
    )


class OwnDashboardError(ZhanqiaoError):
    """Somebody decides on what they made themselves; nothing was decided."""

    status = 403
    code = "own-dashboard"
    sentence = Text(
        zh="不能审核自己制作的看板，没有作任何决定。请由另一位审核员审核。",
        en="You cannot decide on your own dashboard; nothing was decided. Another reviewer has to.",
    )


class WordsMissingError(ZhanqiaoError):
    """A refusal or a taking down needs its reason; nothing was decided."""

    status = 422
    code = "words-missing"
    sentence = Text(
        zh="请写明理由，没有作任何决定。理由会告诉制作者。",
        en="Give the reason; nothing was decided. Whoever made the dashboard reads it.",
    )
