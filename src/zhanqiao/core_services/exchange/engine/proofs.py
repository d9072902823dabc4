"""Verifying a receipt with its proof: offline, from the document and the known keys alone."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from zhanqiao.core_services.exchange.engine.signing import PROVIDERS
from zhanqiao.core_services.exchange.engine.stamping import StampError, stamped_at
from zhanqiao.core_services.exchange.rules.receipts import (
    KEYS_FORMAT,
    PROOF_FORMAT,
    call_digest,
    leaf_content,
    packed,
    stamped_content,
    succession_of,
)
from zhanqiao.core_services.exchange.rules.trees import leaf_hash, root_by_path
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

Json = Mapping[str, Any]
LONGEST_CALL = timedelta(hours=1)  # a call is receipted by its beginning, and a key may have followed another during it
SLACK = timedelta(minutes=2)  # between our clock and the time-stamp's
LINE = re.compile(r'^"([^"]+)": (.*)$', re.MULTILINE)


class ProofRefusedError(ZhanqiaoError):
    """A receipt does not prove what it says."""

    status = 422
    code = "receipt-refused"
    sentence = Text(zh="回执未通过核验：{reason_zh}", en="The receipt is refused: {reason_en}")


@dataclass(frozen=True, slots=True)
class Verified:
    """What a receipt proves. ``call_proven``: the sender's own signature holds; ``batch`` and ``stamped_at`` when sealed."""

    receipt: Json
    call_proven: bool
    batch: int | None
    stamped_at: datetime | None
    stamp_kind: str


UNREADABLE = Text("文件不是完整的回执。", "the document is not a whole receipt.")
NO_KEYS = Text("密钥文件无法识别。", "the file of keys is not understood.")
KEY_UNKNOWN = Text("签名所用的平台密钥不在密钥文件中。", "the platform's key is not among the known keys.")
KEY_OVER = Text("签名所用的平台密钥当时尚未启用或已停用。", "the platform's key was not in use at that time.")
FORGED = Text("平台签名与回执内容不符：内容被改动或伪造。", "the platform's signature does not fit: altered or forged.")
OTHER_CALL = Text("附带的请求不是回执所指的请求。", "the call in the document is not the one the receipt speaks of.")
CALL_FORGED = Text("部门的请求签名不成立。", "the department's signature of the call does not hold.")
CALL_TOO_LATE = Text("部门的密钥当时无效或已停用。", "the department's key was not valid at that time.")
CALL_DIFFERS = Text("请求中的摘要或幂等键与回执不一致。", "digest or key of the call differ from the receipt's.")
HEAD_FORGED = Text("批次的签名不成立。", "the signature of the batch does not hold.")
NOT_IN_BATCH = Text("回执不在该批次的哈希树中。", "the receipt does not stand under the root of its batch.")
WRONG_STAMP = Text("时间戳不成立：{reason}", "the time-stamp does not hold: {reason}")
WRONG_TIME = Text("时间戳的时间与批次时间不符。", "the time of the time-stamp does not fit the batch.")


def verify_proof(*, proof: Json, keys: Json) -> Verified:
    """Return what a proof proves, held against ``keys`` (as ``/api/v1/exchange/keys`` gave them). Raises ProofRefusedError."""
    if not isinstance(keys, Mapping) or keys.get("format") != KEYS_FORMAT:
        raise refused(NO_KEYS)
    try:
        return _verified(proof, keys)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise refused(UNREADABLE) from None


def knows_signers(*, proof: Json, keys: Json) -> bool:
    """Say whether the platform keys that a proof names are among the known ones."""
    try:
        signatures = [proof["signature"], *([proof["batch"]["signature"]] if proof["batch"] else [])]
        return all(_platform_key(keys, one["key"]) is not None for one in signatures)
    except (KeyError, TypeError):
        raise refused(UNREADABLE) from None


def with_successors(*, keys: Json, offered: Json) -> dict[str, Any]:
    """Return the known keys, and of the platform keys that are offered those for which a known one vouches.

    Whoever trusted the platform's key before its rotation so trusts the next, and nobody else's. A known key without an end
    gets the one that the platform gives it; after it a key vouches for none. Raises ProofRefusedError.
    """
    found = {one["id"]: dict(one) for one in keys["platform"]}
    try:
        for one in offered["platform"]:  # oldest first, so each is vouched for by one that is there
            if one["id"] in found:
                found[one["id"]]["not_after"] = found[one["id"]].get("not_after") or one.get("not_after")
            elif _is_vouched_for(one, found):
                found[one["id"]] = dict(one)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise refused(NO_KEYS) from None
    return {**keys, "platform": list(found.values())}


def _is_vouched_for(one: Json, found: Mapping[str, Json]) -> bool:
    vouched, begins = one.get("vouched"), _time(one, "valid_from")
    if not vouched or begins is None or vouched["key"] not in found:
        return False
    known = found[vouched["key"]]
    ends = _time(known, "not_after")
    return (ends is None or begins <= ends) and _is_signed(packed(succession_of(one)), vouched, known)


def refused(reason: Text, /) -> ProofRefusedError:
    """Return the refusal with its reason."""
    return ProofRefusedError(reason_zh=reason.zh, reason_en=reason.en)


def _verified(proof: Json, keys: Json) -> Verified:
    if proof["format"] != PROOF_FORMAT:
        raise refused(UNREADABLE)
    receipt, signature = proof["receipt"], proof["signature"]
    _require_signed(packed(receipt), signature, keys, at=receipt["accepted_at"], otherwise=FORGED)
    call_proven = _call(proof["call"], receipt, keys)
    batch = proof["batch"]
    if batch is None:
        return Verified(receipt, call_proven, None, None, "")
    head = batch["head"]
    _require_signed(packed(head), batch["signature"], keys, at=head["sealed_at"], otherwise=HEAD_FORGED)
    _require_inside(batch, leaf_content(receipt=receipt, signature=signature))
    stamp = proof["time_stamp"]
    stamped = _stamped(stamp, batch, keys) if stamp else None
    return Verified(receipt, call_proven, int(head["batch"]), stamped, stamp["kind"] if stamp else "")


def _require_signed(message: bytes, signature: Json, keys: Json, *, at: str, otherwise: Text) -> None:
    """Require that the platform signed a message by the key that it names, within the time of that key."""
    known = _platform_key(keys, signature["key"])
    if known is None:
        raise refused(KEY_UNKNOWN)
    if not _is_signed(message, signature, known):
        raise refused(otherwise)
    signed_at, begins, ends = datetime.fromisoformat(at), _time(known, "valid_from"), _time(known, "not_after")
    if (begins and signed_at < begins - LONGEST_CALL) or (ends and signed_at > ends):
        raise refused(KEY_OVER)


def _is_signed(message: bytes, signature: Json, known: Json) -> bool:
    value = b64decode(signature["value"], validate=True)
    return PROVIDERS[known["algorithm"]].verifies(public=known["public"].encode(), signature=value, message=message)


def _time(known: Json, name: str) -> datetime | None:
    said = known.get(name)  # not in documents of keys that were kept before keys had an end
    return datetime.fromisoformat(said) if said else None


def _platform_key(keys: Json, key_id: str) -> Json | None:
    return next((one for one in keys["platform"] if one["id"] == key_id), None)


def _call(call: Json, receipt: Json, keys: Json) -> bool:
    """Hold the sender's signed call against the receipt; return whether its key is known here and its signature holds."""
    value = b64decode(call["signature"], validate=True)
    if call_digest(base=call["base"], signature=value) != receipt["call"]:
        raise refused(OTHER_CALL)
    covered = dict(LINE.findall(call["base"]))
    digest = b64decode(covered["content-digest"].partition("sha-256=:")[2].partition(":")[0]).hex()
    if digest != receipt["sha256"] or covered["idempotency-key"].strip('"') != receipt["idempotency_key"]:
        raise refused(CALL_DIFFERS)
    known = next((one for one in keys["nodes"] if one["key"] == call["key"]), None)
    if known is None:
        return False
    if not PROVIDERS[known["algorithm"]].verifies(
        public=known["public"].encode(), signature=value, message=call["base"].encode()
    ):
        raise refused(CALL_FORGED)
    ended = min(one for one in (known["valid_to"], known["revoked_at"]) if one)
    if not known["valid_from"] <= receipt["accepted_at"] < ended:
        raise refused(CALL_TOO_LATE)
    return True


def _require_inside(batch: Json, content: bytes) -> None:
    path = [bytes.fromhex(one) for one in batch["path"]]
    head = batch["head"]
    root = root_by_path(leaf=leaf_hash(content=content), place=batch["place"], size=head["size"], path=path)
    if root is None or root.hex() != head["root"]:
        raise refused(NOT_IN_BATCH)


def _stamped(stamp: Json, batch: Json, keys: Json) -> datetime:
    content = stamped_content(head=batch["head"], signature=batch["signature"])
    trusted = [one["certificate"].encode() for one in keys["time_stamp"] if one["kind"] == stamp["kind"]]
    try:
        at = stamped_at(stamp=b64decode(stamp["token"], validate=True), content=content, certificates=trusted)
    except StampError as error:
        told = {"reason": error.facts["reason"]}
        raise ProofRefusedError(
            reason_zh=WRONG_STAMP.zh.format(**told), reason_en=WRONG_STAMP.en.format(**told)
        ) from None
    if at < datetime.fromisoformat(batch["head"]["sealed_at"]) - SLACK:
        raise refused(WRONG_TIME)
    return at
