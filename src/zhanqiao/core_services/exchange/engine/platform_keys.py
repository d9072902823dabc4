"""The platform's own keys: made when first needed, kept in HOME/exchange, readable by the service's user only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from zhanqiao.core_services.exchange.engine.signing import PROVIDERS, key_id_of, provider_named
from zhanqiao.core_services.exchange.rules.receipts import moment, packed, signature_of, succession_of
from zhanqiao.kit.alone import alone
from zhanqiao.kit.environment import home, value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.once import force_folder, kept_once
from zhanqiao.kit.texts import Text

if TYPE_CHECKING:
    from zhanqiao.core_services.exchange.engine.stamping import OwnAuthority

FOLDER = "exchange"
STAMP_KEY, STAMP_CERTIFICATE = "time-stamp.pem", "BEGIN CERTIFICATE"
OWN, OUTSIDE = "own", "outside"
LEDGER = "platform-keys.json"
GRACE = timedelta(minutes=5)  # a call that began before a rotation may still be signed with the key before


class RotationBusyError(ZhanqiaoError):
    """The signing key is being replaced by somebody else; nothing was changed."""

    status = 409
    code = "key-rotation-busy"
    sentence = Text(
        zh="签名密钥正在由另一个进程更换，没有改变。请稍后查看。",
        en="The signing key is being replaced by another process; nothing was changed. Look again in a while.",
    )


class PlatformKeyMissingError(ZhanqiaoError):
    """The private key that receipts are signed with is not where it should be; nothing was signed."""

    status = 503
    code = "platform-key-missing"
    sentence = Text(
        zh="平台签名密钥 {key} 的私钥文件不在状态目录的 exchange 中，没有签名，也没有接收。请从备份恢复该目录。",
        en="The private file of the platform's key {key} is not in the folder exchange of the state folder; nothing was signed or "
        "taken. Restore that folder from a backup.",
    )


@dataclass(frozen=True, slots=True)
class PlatformKey:
    """A key of the platform; ``private`` never leaves this process."""

    id: str
    algorithm: str
    public: bytes
    private: bytes

    def signature(self, document: dict[str, Any], /) -> dict[str, str]:
        """Return the signature of a document's canonical form."""
        value_ = provider_named(name=self.algorithm).sign(private=self.private, message=packed(document))
        return signature_of(key=self.id, algorithm=self.algorithm, value=value_)


def platform_key() -> PlatformKey:
    """Return the key that receipts are signed with, by the setting RECEIPT_SIGNATURE.

    After a rotation every process takes up the new key with its next signature. Raises ProviderMissingError,
    PlatformKeyMissingError.
    """
    algorithm = str(value("RECEIPT_SIGNATURE"))
    while True:
        mark = _mark(home())
        try:
            key = _key(home(), algorithm, mark)
        except PlatformKeyMissingError:
            if mark == _mark(home()):
                raise
            continue
        if mark == _mark(home()):  # else the key was replaced while it was read
            return key


def public_keys() -> list[dict[str, Any]]:
    """Return the public keys of all platform keys there ever were, oldest first, each with its time.

    ``valid_from`` is None for the first key of its kind, ``not_after`` for one that is in use; ``vouched`` is the signature of
    the key before over this one (``rules.receipts.succession_of``).
    """
    platform_key()
    kept = _kept(home())
    first = [name for name in PROVIDERS if _place(home(), f"{name}.pem").exists() and not _of_kind(kept, name)]
    return kept + [_entry(_key(home(), name, _mark(home()))) for name in first]


@contextmanager
def rotation(*, at: datetime) -> Iterator[tuple[str, str]]:
    """Make the next signing key; give the ids of the key before and of the new one. It counts when the block ends well.

    The key before ends ``GRACE`` later, for calls under way; its public part is kept, its private part destroyed. Raises
    RotationBusyError, ProviderMissingError.
    """
    folder, algorithm = home(), str(value("RECEIPT_SIGNATURE"))
    with alone(lock=_place(folder, "rotation.lock"), busy=RotationBusyError()):
        before = platform_key()
        private = provider_named(name=algorithm).generate()
        new = _of(private, algorithm)
        yield before.id, new.id
        kept_once(path=_place(folder, f"{new.id}.pem"), make=lambda: private)
        _write(_place(folder, LEDGER), _succeeded(_kept(folder), before, new, at=at))
        for name in (f"{before.id}.pem", f"{algorithm}.pem"):
            _place(folder, name).unlink(missing_ok=True)


def own_authority(*, at: datetime) -> OwnAuthority:
    """Return our own time-stamping authority, made at the first call."""
    # Late: libraries of time-stamps, which most processes never need.
    from zhanqiao.core_services.exchange.engine.stamping import OwnAuthority, make_authority

    def make() -> bytes:
        made = make_authority(at=at)
        return made.key + made.certificate

    text = kept_once(path=_place(home(), STAMP_KEY), make=make)
    border = text.index(f"-----{STAMP_CERTIFICATE}".encode())
    return OwnAuthority(text[:border], text[border:])


def stamp_certificates() -> list[dict[str, str]]:
    """Return the certificates that time-stamps are held against: our own, and those of the setting for outside ones."""
    place = _place(home(), STAMP_KEY)
    text = place.read_text(encoding="ascii") if place.exists() else ""
    found = [{"kind": OWN, "certificate": text[text.index(f"-----{STAMP_CERTIFICATE}") :]}] if text else []
    outside = str(value("TIMESTAMP_CERTIFICATES"))
    return found + [{"kind": OUTSIDE, "certificate": one} for one in _certificates(outside)]


def _certificates(path: str) -> list[str]:
    if not path:
        return []
    end = "-----END CERTIFICATE-----"
    parts = Path(path).read_text(encoding="ascii").split(end)
    return [part[part.index(f"-----{STAMP_CERTIFICATE}") :] + end + "\n" for part in parts if STAMP_CERTIFICATE in part]


def _succeeded(kept: list[dict[str, Any]], before: PlatformKey, new: PlatformKey, *, at: datetime) -> bytes:
    if not _of_kind(kept, before.algorithm):
        kept = [*kept, _entry(before)]
    ended = [one | {"not_after": moment(at + GRACE)} if one["id"] == before.id else one for one in kept]
    entry = _entry(new) | {"valid_from": moment(at)}
    entry["vouched"] = before.signature(succession_of(entry))
    return orjson.dumps([*ended, entry], option=orjson.OPT_INDENT_2)


def _entry(key: PlatformKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "algorithm": key.algorithm,
        "public": key.public.decode(),
        "valid_from": None,
        "not_after": None,
        "vouched": None,
    }


@lru_cache(maxsize=8)
def _key(folder: Path, algorithm: str, mark: tuple[int, int]) -> PlatformKey:
    del mark  # another one after each rotation
    current = _of_kind(_kept(folder), algorithm)
    if current:
        name = current[-1]["id"]
        try:
            return _of(_place(folder, f"{name}.pem").read_bytes(), algorithm)
        except FileNotFoundError:
            raise PlatformKeyMissingError(key=name) from None
    provider = provider_named(name=algorithm)
    return _of(kept_once(path=_place(folder, f"{algorithm}.pem"), make=provider.generate), algorithm)


def _of(private: bytes, algorithm: str) -> PlatformKey:
    public = provider_named(name=algorithm).public_of(private=private)
    return PlatformKey(key_id_of(public=public), algorithm, public, private)


def _kept(folder: Path) -> list[dict[str, Any]]:
    """Return the keys that the ledger knows; it begins with the first rotation."""
    place = _place(folder, LEDGER)
    found: list[dict[str, Any]] = orjson.loads(place.read_bytes()) if place.exists() else []
    return found


def _of_kind(kept: list[dict[str, Any]], algorithm: str) -> list[dict[str, Any]]:
    return [one for one in kept if one["algorithm"] == algorithm]


def _mark(folder: Path) -> tuple[int, int]:
    """Return what changes whenever the ledger does."""
    try:
        told = _place(folder, LEDGER).stat()
    except FileNotFoundError:
        return 0, 0
    return told.st_ino, told.st_mtime_ns


def _write(place: Path, content: bytes) -> None:
    """Put a file in the place of another, whole and on disk."""
    draft = place.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    force_folder(folder=place.parent)


def _place(folder: Path, name: str) -> Path:
    return folder / FOLDER / name
