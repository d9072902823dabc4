"""Signed calls: HTTP Message Signatures (RFC 9421) with a digest of the content (RFC 9530).

A call says who sends it (``keyid``), when (``created``, ``expires``), for which once (``nonce``), and covers method,
authority, path, query, the digest of its content and its Idempotency-Key. What is not covered is not believed.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import http_sf
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureAlgorithm, VerifyResult
from http_message_signatures.exceptions import HTTPMessageSignaturesException
from http_message_signatures.resolvers import HTTPSignatureKeyResolver

from zhanqiao.core_services.exchange.engine.signing import PROVIDERS, Provider, provider_of_private
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

TAG = "zhanqiao-exchange"
LIFE = timedelta(minutes=5)  # from created to expires at most
SKEW = timedelta(seconds=60)  # clocks of departments are not the best
TARGET = ("@method", "@authority", "@path", "@query")
CONTENT = ("content-digest", "content-type", "idempotency-key")
DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):\s*(?:$|,)")
SHA256_BYTES = 32
SHORTEST_NONCE, LONGEST_NONCE = 16, 128


class SignatureRefusedError(ZhanqiaoError):
    """A call is not signed as it must be; nothing was read or written."""

    status = 401
    code = "signature-refused"
    sentence = Text(
        zh="签名未通过：{reason_zh}没有读取或写入任何数据。",
        en="The signature was refused: {reason_en} Nothing was read or written.",
    )


NOT_SIGNED = Text("签名与请求内容不符，或缺失、格式有误。", "it does not fit the request, is missing or malformed.")
UNKNOWN_KEY = Text("没有登记这把密钥，或已停用、已过期。", "the key is not registered, is revoked or out of date.")
STALE = Text("签名已过期，或签名时间与本平台相差过大。", "it is out of date, or its time is too far from ours.")
NO_NONCE = Text(
    f"缺少 nonce（{SHORTEST_NONCE} 至 {LONGEST_NONCE} 个字符）。",
    f"it has no nonce of {SHORTEST_NONCE} to {LONGEST_NONCE} characters.",
)
NO_EXPIRY = Text("expires 缺失，或距 created 超过 5 分钟。", "expires is missing or more than 5 minutes after created.")
NOT_COVERED = Text(
    f"签名没有覆盖 {', '.join((*TARGET, *CONTENT))}。",
    f"it does not cover {', '.join((*TARGET, *CONTENT))}.",
)
NO_DIGEST = Text("Content-Digest 缺少 sha-256。", "Content-Digest has no sha-256.")


@dataclass(slots=True)
class Message:
    """A request as the signature sees it: ``url`` is absolute and percent-encoded."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature that holds says. ``base`` is the signed text, ``sha256`` the digest of the content it promises."""

    key_id: str
    algorithm: str
    nonce: str
    created: datetime
    expires: datetime
    base: str
    signature: bytes
    sha256: str


class _Ed25519Algorithm(HTTPSignatureAlgorithm):
    """RFC 9421's ``ed25519``; keys are PEM."""

    algorithm_id = "ed25519"
    provider = PROVIDERS["ed25519"]

    def __init__(self, public_key: bytes | None = None, private_key: bytes | None = None) -> None:
        self.public_key, self.private_key = public_key or b"", private_key or b""

    def sign(self, message: bytes) -> bytes:
        return self.provider.sign(private=self.private_key, message=message)

    def verify(self, signature: bytes, message: bytes) -> None:
        if not self.provider.verifies(public=self.public_key, signature=signature, message=message):
            raise HTTPMessageSignaturesException


class _Sm2Algorithm(_Ed25519Algorithm):
    """SM2 with SM3: a name of our own, for the register of RFC 9421 has none."""

    algorithm_id = "sm2-sm3"
    provider = PROVIDERS["sm2"]


ALGORITHMS: dict[str, type[_Ed25519Algorithm]] = {"ed25519": _Ed25519Algorithm, "sm2": _Sm2Algorithm}


class _Keys(HTTPSignatureKeyResolver):
    def __init__(self, *, public: bytes = b"", private: bytes = b"") -> None:
        self._public, self._private = public, private

    def resolve_public_key(self, key_id: str) -> bytes:
        del key_id  # found before
        return self._public

    def resolve_private_key(self, key_id: str) -> bytes:
        del key_id
        return self._private


def digest_header(*, sha256: bytes) -> str:
    """Return the Content-Digest of content with this SHA-256 (RFC 9530)."""
    return f"sha-256=:{b64encode(sha256).decode()}:"


def sign_call(*, message: Message, private: bytes, key_id: str, nonce: str, at: datetime) -> None:
    """Add Signature-Input and Signature to a call; its headers hold what is to be covered. Raises KeyUnusableError."""
    provider: Provider = provider_of_private(private=private)
    signer = HTTPMessageSigner(signature_algorithm=ALGORITHMS[provider.name], key_resolver=_Keys(private=private))
    names = {name.lower() for name in message.headers}
    signer.sign(
        message,
        key_id=key_id,
        created=at,
        expires=at + LIFE,
        nonce=nonce,
        label="exchange",
        tag=TAG,
        use_existing_digest="content-digest" in names,
        covered_component_ids=[*TARGET, *(name for name in CONTENT if name in names)],
    )


def verified_call(
    *, message: Message, key_of: Callable[[str], tuple[bytes, str] | None], with_content: bool, at: datetime
) -> Signed:
    """Return what the signature of a call says. ``key_of`` gives the PEM and the kind of a key by its id.

    Whoever calls holds the content against ``sha256`` and refuses a nonce that came before. Raises SignatureRefusedError.
    """
    key_id = _claimed_key(message)
    key = key_of(key_id)
    if key is None:
        raise refused(reason=UNKNOWN_KEY)
    public, kind = key
    result = _verified(message, public=public, kind=kind)
    covered = {name.strip('"'): text for name, text in result.covered_components.items()}
    required = (*TARGET, *CONTENT) if with_content else TARGET
    if any(name not in covered for name in required):
        raise refused(reason=NOT_COVERED)
    created, expires, nonce = _times(result.parameters, at=at)
    return Signed(
        key_id=key_id,
        algorithm=kind,
        nonce=nonce,
        created=created,
        expires=expires,
        base="\n".join(f"{name}: {text}" for name, text in result.covered_components.items()),
        signature=_signature(message, result.label),
        sha256=_digest(covered["content-digest"]) if with_content else "",
    )


def _verified(message: Message, *, public: bytes, kind: str) -> VerifyResult:
    verifier = HTTPMessageVerifier(signature_algorithm=ALGORITHMS[kind], key_resolver=_Keys(public=public))
    verifier.max_clock_skew = timedelta(days=36_500)  # time is judged by the clock of the caller
    try:
        (result,) = verifier.verify(message, max_age=None, expect_tag=TAG)
    except (HTTPMessageSignaturesException, ValueError):
        raise refused(reason=NOT_SIGNED) from None
    return result


def refused(*, reason: Text) -> SignatureRefusedError:
    """Return the refusal with its reason."""
    return SignatureRefusedError(reason_zh=reason.zh, reason_en=reason.en)


def _times(parameters: dict[str, int | str], *, at: datetime) -> tuple[datetime, datetime, str]:
    nonce = str(parameters.get("nonce") or "")
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise refused(reason=NO_NONCE)
    created = datetime.fromtimestamp(int(parameters["created"]), tz=UTC)
    expires = datetime.fromtimestamp(int(parameters.get("expires") or 0), tz=UTC)
    if not created <= expires <= created + LIFE:
        raise refused(reason=NO_EXPIRY)
    if created > at + SKEW or expires < at:
        raise refused(reason=STALE)
    return created, expires, nonce


def _claimed_key(message: Message) -> str:
    said = next((text for name, text in message.headers.items() if name.lower() == "signature-input"), "")
    found = re.findall(r';keyid="([^"]{1,200})"', said)
    if len(found) != 1:
        raise refused(reason=NOT_SIGNED)
    return str(found[0])


def _signature(message: Message, label: str) -> bytes:
    """Return the signature that was verified: a call may bear others."""
    said = next(text for name, text in message.headers.items() if name.lower() == "signature")
    members: Any = http_sf.parse(said.encode(), tltype="dictionary")
    return bytes(members[label][0])


def _digest(text: str) -> str:
    found = DIGEST.search(text)
    try:
        digest = b64decode(found[1], validate=True) if found else b""
    except Base64Error:
        digest = b""
    if len(digest) != SHA256_BYTES:
        raise refused(reason=NO_DIGEST)
    return digest.hex()
