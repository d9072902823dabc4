"""Pictures that people upload: made anew, so that nothing of the file itself is passed on, and kept under their digest.

Size and pixels are known before anything is unpacked: a small file that unpacks to a giant is refused by its header.
"""

from __future__ import annotations

import io
import os
import warnings
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LARGEST_PICTURE = 5 << 20  # bytes as uploaded
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000  # pixels of what is kept
FORMATS = ("PNG", "JPEG", "WEBP")
TOO_HEAVY = Text("文件超过 5 MB", "the file is larger than 5 MB")
TOO_MANY_PIXELS = Text("图片超过 4000 万像素", "the picture has more than 40 million pixels")
NO_PICTURE = Text(
    "不是 PNG、JPEG 或 WebP 图片，或者文件已损坏", "this is no PNG, JPEG or WebP picture, or the file is damaged"
)


class PictureRefusedError(ZhanqiaoError):
    """A file is not taken as a picture; nothing was saved."""

    status = 422
    code = "picture-refused"
    sentence = Text(
        zh="图片没有保存：{zh}。其他内容没有改动，请换一个文件再试。",
        en="The picture was not saved: {en}. Everything else is as it was; try another file.",
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


def made_anew(content: bytes, /) -> Picture:
    """Return the picture as WebP, upright, its longer side 2,000 pixels at most, without EXIF, XMP and profiles.

    Of a moving picture the first frame is kept. Raises PictureRefusedError.
    """
    from PIL import Image, ImageOps  # late: only a page that takes a picture needs it

    if len(content) > LARGEST_PICTURE:
        raise PictureRefusedError(reason=TOO_HEAVY)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # counted below, by our own limit
            opened = Image.open(io.BytesIO(content), formats=FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise PictureRefusedError(reason=TOO_MANY_PIXELS)
        upright = ImageOps.exif_transpose(opened)
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        file = io.BytesIO()
        bare = Image.new(plain.mode, plain.size)
        bare.paste(plain)
        bare.save(file, "WEBP", quality=86, method=4)
    except Image.DecompressionBombError:
        raise PictureRefusedError(reason=TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError):  # what Pillow raises for damaged files
        raise PictureRefusedError(reason=NO_PICTURE) from None
    made = file.getvalue()
    return Picture(sha256(made).hexdigest(), made, bare.width, bare.height)


def picture_path(*, digest: str) -> Path:
    """Return where the file of a picture lies; says nothing about rights."""
    return home() / "pictures" / digest[:2] / f"{digest}.webp"


def keep_picture(*, picture: Picture) -> None:
    """Write the file, synced before its row; the same picture is there already under the same name."""
    path = picture_path(digest=picture.digest)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = path.with_suffix(f".{os.getpid()}.making")
    with making.open("wb") as opened:
        opened.write(picture.content)
        opened.flush()
        os.fsync(opened.fileno())
    making.replace(path)
