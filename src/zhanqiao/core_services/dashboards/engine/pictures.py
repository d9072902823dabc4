"""A picture made anew from what was uploaded, so that nothing of the file itself is passed on.

Size and pixels are known before anything is unpacked: a small file that unpacks to a giant is refused by its header.
"""

from __future__ import annotations

import io
import warnings
from hashlib import sha256

from zhanqiao.core_services.dashboards.rules.pictures import (
    FORMATS,
    LARGEST_PICTURE,
    LONGEST_SIDE,
    MOST_PIXELS,
    NO_PICTURE,
    TOO_HEAVY,
    TOO_MANY_PIXELS,
    Picture,
    PictureRefusedError,
)


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
