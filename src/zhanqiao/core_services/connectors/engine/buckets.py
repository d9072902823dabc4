"""A bucket of S3 object storage: two requests of its interface, signed by AWS Signature Version 4.

Signed here and sent by the guarded fetcher: a client of its own would connect to addresses nobody looked at.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self
from urllib.parse import quote, urlencode, urlsplit
from xml.etree.ElementTree import ParseError, fromstring

from zhanqiao.core_services.connectors.engine.folders import require_size
from zhanqiao.core_services.connectors.engine.pieces import unreadable
from zhanqiao.core_services.connectors.engine.shelves import Shelf, Shelved
from zhanqiao.core_services.connectors.rules.settings import S3Settings

NOTHING = sha256(b"").hexdigest()
Ask = Callable[[str, Mapping[str, str]], bytes]
MOST_PAGES = 10_000


class Bucket(Shelf):
    """The objects below a prefix. A PUT is whole or not there, so nothing need be waited for."""

    def __init__(self, settings: S3Settings, *, secret: str, ask: Ask, clock: Callable[[], datetime]) -> None:
        """Keep what to ask, and by whose signature; without a key requests are not signed."""
        self.settings, self.secret, self.ask, self.clock = settings, secret, ask, clock
        self.pattern = settings.pattern

    def listed(self) -> list[Shelved]:
        """Return all objects below the prefix (ListObjectsV2), their names without it."""
        found: list[Shelved] = []
        token = ""
        for _ in range(MOST_PAGES):
            query = {"list-type": "2", "prefix": self.settings.prefix}
            page = _page(self._asked("", query | ({"continuation-token": token} if token else {})))
            found += page[0]
            token = page[1]
            if not token:
                break
        cut = len(self.settings.prefix)
        return [Shelved(one.name[cut:], one.size, one.stamp, one.order) for one in found if not one.name.endswith("/")]

    def content(self, file: Shelved, /, *, most: int) -> bytes:
        """Return an object's bytes."""
        found = self._asked("/" + quote(self.settings.prefix + file.name, safe="/~"), {})
        return require_size(found, file=file.name, most=most)

    def __enter__(self) -> Self:
        """Nothing is to be opened."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be closed."""

    def _asked(self, path: str, query: Mapping[str, str]) -> bytes:
        settings = self.settings
        asked = urlencode(sorted(query.items()), quote_via=quote, safe="~")
        url = f"{settings.endpoint.rstrip('/')}/{quote(settings.bucket, safe='~')}{path}" + (
            f"?{asked}" if asked else ""
        )
        if not settings.access_key:
            return self.ask(url, {})
        headers = signed(
            url=url, access_key=settings.access_key, secret=self.secret, region=settings.region, at=self.clock()
        )
        return self.ask(url, headers)


def signed(*, url: str, access_key: str, secret: str, region: str, at: datetime) -> dict[str, str]:
    """Return the headers that sign a GET of ``url`` (AWS Signature Version 4, service s3)."""
    parts = urlsplit(url)
    moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": parts.netloc, "x-amz-content-sha256": NOTHING, "x-amz-date": moment}
    names = ";".join(headers)
    told = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = f"GET\n{parts.path}\n{parts.query}\n{told}\n{names}\n{NOTHING}"
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    wanted = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), sha256)
    signature = hmac.digest(key, wanted.encode(), sha256).hex()
    credential = f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {"x-amz-content-sha256": NOTHING, "x-amz-date": moment, "Authorization": credential}


def _page(content: bytes) -> tuple[list[Shelved], str]:
    try:
        root = fromstring(content)  # noqa: S314 - expat in Python 3.11 refuses expansion bombs and fetches nothing
    except ParseError:
        raise unreadable(zh="对象存储的清单不是 XML", en="the list of objects is no XML") from None
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    found = []
    for one in root.iter(f"{space}Contents"):
        told = {part.tag.removeprefix(space): part.text or "" for part in one}
        written = datetime.fromisoformat(told["LastModified"]).timestamp()
        stamp = f"{told['ETag']}-{told['LastModified']}"
        found.append(Shelved(told["Key"], int(told["Size"]), stamp, written))
    return found, root.findtext(f"{space}NextContinuationToken") or ""
