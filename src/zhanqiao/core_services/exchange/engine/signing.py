"""Keys and signatures: Ed25519 always, SM2 (GB/T 32918) where the national library is installed.

A provider is all that the exchange knows of a kind of key. Another one, say of a cryptographic machine, is added to
``PROVIDERS``: keys stay texts in PEM, or whatever the machine takes for one.
"""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

ID_DIGITS = 16
TONGSUO = "tongsuopy"


class KeyUnusableError(ZhanqiaoError):
    """A key is not one that can be used here; nothing was done with it."""

    status = 422
    code = "exchange-key-unusable"
    sentence = Text(
        zh="密钥不可用：应为 PEM 格式的 {kinds} 密钥。没有任何改变。",
        en="The key cannot be used: it should be a key of {kinds} in PEM. Nothing was changed.",
    )


class ProviderMissingError(ZhanqiaoError):
    """A kind of signature was asked for whose library is not installed; nothing was done."""

    status = 503
    code = "signature-provider-missing"
    sentence = Text(
        zh="没有安装 {kind} 所需的密码库（pip install zhanqiao[national]），没有执行任何操作。",
        en="The library for {kind} is not installed (pip install zhanqiao[national]); nothing was done.",
    )


class Provider(Protocol):
    """A kind of signature. Keys are PEM; ``verifies`` says no to whatever is not a signature of the message."""

    name: str

    def generate(self) -> bytes:
        """Return a new private key (PKCS #8)."""

    def public_of(self, *, private: bytes) -> bytes:
        """Return the public key (SubjectPublicKeyInfo) of a private one."""

    def owns(self, *, public: bytes) -> bool:
        """Say whether a public key is of this kind."""

    def sign(self, *, private: bytes, message: bytes) -> bytes:
        """Return the signature of a message."""

    def verifies(self, *, public: bytes, signature: bytes, message: bytes) -> bool:
        """Say whether the signature is the key's over this message."""


class Ed25519:
    """Ed25519 (RFC 8032)."""

    name = "ed25519"

    def generate(self) -> bytes:
        """Return a new private key."""
        return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def public_of(self, *, private: bytes) -> bytes:
        """Return the public key of a private one. Raises KeyUnusableError."""
        return self._private(private).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def owns(self, *, public: bytes) -> bool:
        """Say whether a public key is of this kind."""
        try:
            return isinstance(load_pem_public_key(public), Ed25519PublicKey)
        except Exception:  # noqa: BLE001 - the library raises many kinds for what is no key of its own
            return False

    def sign(self, *, private: bytes, message: bytes) -> bytes:
        """Return the 64 bytes of the signature. Raises KeyUnusableError."""
        return self._private(private).sign(message)

    def verifies(self, *, public: bytes, signature: bytes, message: bytes) -> bool:
        """Say whether the signature is the key's over this message."""
        if not self.owns(public=public):
            return False
        key = load_pem_public_key(public)
        assert isinstance(key, Ed25519PublicKey)
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def _private(private: bytes) -> Ed25519PrivateKey:
        try:
            key = load_pem_private_key(private, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise KeyUnusableError(kinds=Ed25519.name) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyUnusableError(kinds=Ed25519.name)
        return key


class Sm2:
    """SM2 with SM3 (GB/T 32918.2, default identity 1234567812345678), by Tongsuo; signatures in DER."""

    name = "sm2"

    def generate(self) -> bytes:
        """Return a new private key. Raises ProviderMissingError."""
        kinds = self._part("serialization")
        key = self._part("asymciphers.ec").generate_private_key(self._part("asymciphers.ec").SM2())
        written: bytes = key.private_bytes(kinds.Encoding.PEM, kinds.PrivateFormat.PKCS8, kinds.NoEncryption())
        return written

    def public_of(self, *, private: bytes) -> bytes:
        """Return the public key of a private one. Raises KeyUnusableError, ProviderMissingError."""
        kinds = self._part("serialization")
        public = self._private(private).public_key()
        written: bytes = public.public_bytes(kinds.Encoding.PEM, kinds.PublicFormat.SubjectPublicKeyInfo)
        return written

    def owns(self, *, public: bytes) -> bool:
        """Say whether a public key is of this kind."""
        if find_spec(TONGSUO) is None:
            return False
        try:
            curve: str = self._part("serialization").load_pem_public_key(public).curve.name
        except Exception:  # noqa: BLE001 - the library raises many kinds for what is no key of its own
            return False
        return curve.lower() == self.name

    def sign(self, *, private: bytes, message: bytes) -> bytes:
        """Return the signature in DER. Raises KeyUnusableError, ProviderMissingError."""
        made: bytes = self._private(private).sign(message, self._scheme())
        return made

    def verifies(self, *, public: bytes, signature: bytes, message: bytes) -> bool:
        """Say whether the signature is the key's over this message."""
        if not self.owns(public=public):
            return False
        try:
            self._part("serialization").load_pem_public_key(public).verify(signature, message, self._scheme())
        except Exception:  # noqa: BLE001 - the library raises several kinds for one answer: no
            return False
        return True

    def _scheme(self) -> Any:
        return self._part("asymciphers.ec").ECDSA(self._part("hashes").SM3())

    def _private(self, private: bytes) -> Any:
        reader = self._part("serialization")
        try:
            return reader.load_pem_private_key(private, None)
        except Exception:  # noqa: BLE001 - the library raises several kinds for what is no key
            raise KeyUnusableError(kinds=self.name) from None

    def _part(self, name: str, /) -> Any:
        if find_spec(TONGSUO) is None:
            raise ProviderMissingError(kind="SM2")
        return import_module(f"{TONGSUO}.crypto.{name}")  # by name: it need not be installed


PROVIDERS: dict[str, Provider] = {one.name: one for one in (Ed25519(), Sm2())}


def provider_named(*, name: str) -> Provider:
    """Return a provider. Raises KeyUnusableError for a name that nobody has."""
    found = PROVIDERS.get(name)
    if found is None:
        raise KeyUnusableError(kinds=", ".join(PROVIDERS))
    return found


def provider_of(*, public: bytes) -> Provider:
    """Return the provider of a public key. Raises KeyUnusableError."""
    found = next((one for one in PROVIDERS.values() if one.owns(public=public)), None)
    if found is None:
        raise KeyUnusableError(kinds=", ".join(PROVIDERS))
    return found


def provider_of_private(*, private: bytes) -> Provider:
    """Return the provider of a private key. Raises KeyUnusableError."""
    for one in PROVIDERS.values():
        try:
            if one.owns(public=one.public_of(private=private)):
                return one
        except (KeyUnusableError, ProviderMissingError):
            continue
    raise KeyUnusableError(kinds=", ".join(PROVIDERS))


def key_id_of(*, public: bytes) -> str:
    """Return the name of a public key: the first digits of the SHA-256 of its PEM without line ends."""
    return f"{provider_of(public=public).name}-{sha256(b''.join(public.split())).hexdigest()[:ID_DIGITS]}"
