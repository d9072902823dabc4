"""How many pictures a dashboard takes, and why one is refused."""

from __future__ import annotations

from zhanqiao.kit.texts import Text

MOST_PICTURES = 200  # of one dashboard, in all its versions
NO_MORE = Text("一个看板最多 200 张图片", "a dashboard has 200 pictures at most")
NOT_HERE = Text("没有这张图片，请先在看板中上传", "this picture is not here; upload it to the dashboard first")
