"""Signed calls to the platform, repeated with growing pauses until they are answered; receipts are verified as they come."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO
from urllib.parse import urlencode

import orjson
import urllib3

from zhanqiao.core_services.exchange.engine.http_signatures import Message, digest_header, sign_call
from zhanqiao.core_services.exchange.engine.proofs import knows_signers, verify_proof, with_successors
from zhanqiao.core_services.exchange.engine.signing import key_id_of, provider_of_private
from zhanqiao.core_services.exchange.rules.receipts import PROOF_FORMAT
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

NDJSON, BYTES = "application/x-ndjson", "application/octet-stream"
TRANSFERS, KEYS = "/api/v1/exchange/transfers", "/api/v1/exchange/keys"
AGAIN = frozenset({429, 500, 502, 503, 504})
SHORTEST, LONGEST = 0.2, 30.0  # seconds between two attempts
TIMEOUT = urllib3.Timeout(connect=10, read=300)
Json = dict[str, Any]


class PushRefusedError(ZhanqiaoError):
    """The platform refused a call for good; what was confirmed before stays so."""

    status = 422
    code = "push-refused"
    sentence = Text(
        zh="平台拒绝了请求（{status} {problem}）：{detail}已确认的部分不受影响。",
        en="The platform refused the call ({status} {problem}): {detail} What was confirmed stays so.",
    )


class PatienceError(ZhanqiaoError):
    """The platform did not answer in time; begun again, the push goes on where it was."""

    status = 503
    code = "push-patience"
    sentence = Text(
        zh="{seconds} 秒内未得到平台应答（{why}）。再次运行即从中断处继续，不会重复。",
        en="No answer within {seconds} seconds ({why}). Run it again: it goes on where it was, and nothing is doubled.",
    )


@dataclass(slots=True)
class Platform:
    """The platform as a node sees it. ``patience``: seconds of attempts before giving up; ``clock`` tells the time to sign."""

    address: str
    private: bytes
    clock: Callable[[], datetime]
    patience: float = 3_600
    keys: Mapping[str, Any] | None = None
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=TIMEOUT))

    @property
    def key_id(self) -> str:
        """Return the keyid of this node."""
        return key_id_of(public=provider_of_private(private=self.private).public_of(private=self.private))

    def ask(self, path: str, /) -> Json:
        """Return a public JSON document."""
        return self._until_answered(lambda: self._pool.request("GET", self.address + path))

    def send(self, *, content: bytes | BinaryIO, sha256: bytes, size: int, key: str, media: str, **params: str) -> Json:
        """Hand something over; return the transfer, its receipt verified. Raises PushRefusedError, PatienceError, ProofRefusedError."""
        headers = {"Content-Type": media, "Content-Digest": digest_header(sha256=sha256), "Idempotency-Key": key}

        def attempt() -> urllib3.BaseHTTPResponse:
            message = self._signed("POST", f"{TRANSFERS}?{urlencode(params)}", headers)
            body = content if isinstance(content, bytes) else _begun(content)
            length = {"Content-Length": str(size), "Accept-Language": "en"}
            return self._pool.request("POST", message.url, body=body, headers=message.headers | length)

        transfer: Json = self._until_answered(attempt)["data"]
        self.verify({**_proof(transfer), "batch": None, "time_stamp": None})
        return transfer

    def proof(self, transfer: str, /) -> Json | None:
        """Return the proof of a transfer, verified; None while it is not sealed."""
        path = f"{TRANSFERS}/{transfer}/proof"

        def attempt() -> urllib3.BaseHTTPResponse:
            message = self._signed("GET", path, {})
            return self._pool.request("GET", message.url, headers=message.headers)

        try:
            found = self._until_answered(attempt)
        except PushRefusedError as error:
            if error.facts["problem"] == "not-sealed-yet":
                return None
            raise
        self.verify(found)
        return found

    def verify(self, proof: Json, /) -> None:
        """Hold a receipt against the known keys, and those they vouch for. Raises ProofRefusedError."""
        if self.keys is None:
            self.keys = self.ask(KEYS)
        if not knows_signers(proof=proof, keys=self.keys):
            self.keys = with_successors(keys=self.keys, offered=self.ask(KEYS))
        verify_proof(proof=proof, keys=self.keys)

    def _signed(self, method: str, path: str, headers: dict[str, str]) -> Message:
        message = Message(method, self.address + path, dict(headers))
        nonce = secrets.token_urlsafe(18)
        sign_call(message=message, private=self.private, key_id=self.key_id, nonce=nonce, at=self.clock())
        return message

    def _until_answered(self, attempt: Callable[[], urllib3.BaseHTTPResponse]) -> Json:
        deadline, pause, why = time.monotonic() + self.patience, SHORTEST, ""
        while True:
            wait = pause
            try:
                answer = attempt()
                if answer.status not in AGAIN:
                    return _answered(answer)
                why = str(answer.status)
                wait = max(pause, _seconds(answer.headers.get("Retry-After")))
            except (urllib3.exceptions.HTTPError, OSError) as error:
                why = type(error).__name__
            if time.monotonic() + wait > deadline:
                raise PatienceError(seconds=round(self.patience), why=why)
            time.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - spreads attempts, hides nothing
            pause = min(pause * 2, LONGEST)


def _seconds(told: str | None) -> float:
    """Return how long a busy platform asks to wait; a date, which proxies may send, is not waited for."""
    return float(told) if told and told.isdigit() else 0.0


def _answered(answer: urllib3.BaseHTTPResponse) -> Json:
    try:
        found: Json = orjson.loads(answer.data)
    except orjson.JSONDecodeError:
        found = {}
    if answer.status >= 300:  # noqa: PLR2004 - from here on it is no success
        raise PushRefusedError(
            status=answer.status, problem=str(found.get("code", "")), detail=str(found.get("detail", ""))[:500]
        )
    return found


def _proof(transfer: Json) -> Json:
    return {"format": PROOF_FORMAT, **{name: transfer[name] for name in ("receipt", "signature", "call")}}


def _begun(content: BinaryIO) -> BinaryIO:
    content.seek(0)
    return content
