"""Which pictures a dashboard takes, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LARGEST_PICTURE = 5 << 20  # bytes as uploaded
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000  # pixels of what is kept
FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PICTURES = 200  # of one dashboard, in all its versions
TOO_HEAVY = Text("文件超过 5 MB", "the file is larger than 5 MB")
TOO_MANY_PIXELS = Text("图片超过 4000 万像素", "the picture has more than 40 million pixels")
NO_PICTURE = Text(
    "不是 PNG、JPEG 或 WebP 图片，或者文件已损坏", "this is no PNG, JPEG or WebP picture, or the file is damaged"
)
NO_MORE = Text("一个看板最多 200 张图片", "a dashboard has 200 pictures at most")
NOT_HERE = Text("没有这张图片，请先在看板中上传", "this picture is not here; upload it to the dashboard first")


class PictureRefusedError(ZhanqiaoError):
    """A file is not taken as a picture; nothing was saved."""

    status = 422
    code = "picture-refused"
    sentence = Text(
        zh="图片没有保存：{zh}。看板没有改动，请换一个文件再试。",
        en="The picture was not saved: {en}. The dashboard is as it was; try another file.",
    )

    def __init__(self, *, reason: Text) -> None:
        """Say why in both languages."""
        super().__init__(zh=reason.zh, en=reason.en)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: WebP without any words of the camera; ``digest`` is its SHA-256."""

    digest: str
    content: bytes
    width: int
    height: int
