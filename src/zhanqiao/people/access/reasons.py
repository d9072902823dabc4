"""The reasons of decisions, as people read them."""

from __future__ import annotations

from zhanqiao.kit.texts import Text

OPEN = Text("这是公开的。", "This is open to everybody.")
OWN_PLACE = Text("这是您自己的页面。", "This is your own place.")
BY_ROLE = Text("您的角色允许这样做。", "Your role allows this.")
BY_GRANT = Text("您的授权允许这样做，每次使用都计数。", "Your data grant allows this; each use is counted.")
NEEDS_LOGIN = Text("请先登录。", "Log in first.")
NEEDS_SCOPE = Text("这个访问密钥不用于此事。", "This access key is not for that.")
NEEDS_ROLE = Text("您的角色不允许这样做。", "Your role does not allow this.")
OTHER_DEPARTMENT = Text("这属于其他部门。", "This belongs to another department.")
NOT_PUBLIC = Text("这尚未公开。", "This is not public.")
NOT_SERVED = Text("这份数据已暂停或撤回，暂不提供。", "This data is suspended or withdrawn and not served.")
ON_CONDITION = Text("这份数据有条件开放，需要申请。", "This data is open on condition; apply for it.")
CLOSED = Text("这份数据不予开放。", "This data is not opened.")
