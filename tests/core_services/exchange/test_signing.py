"""Signatures of calls: RFC 9421's own example, each fault refused, and SM2 as OpenSSL verifies it."""

from __future__ import annotations

import subprocess
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from tests.core_services.exchange.node import Node, lines, new_node

from zhanqiao.core_services.exchange.engine.http_signatures import (
    Message,
    SignatureRefusedError,
    Signed,
    verified_call,
)
from zhanqiao.core_services.exchange.engine.signing import (
    KeyUnusableError,
    key_id_of,
    provider_named,
    provider_of,
    provider_of_private,
)
from zhanqiao.kit.clock import now

URL = "https://data.example/api/v1/exchange/transfers"
BODY = lines({"n": 1})
RFC_PRIVATE = b"""-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----
"""
RFC_PUBLIC = b"""-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----
"""
RFC_BASE = b'''"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"'''
RFC_SIGNATURE = b64decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==")


def verified(message: Message, node: Node, *, late: timedelta = timedelta(0)) -> Signed:
    return verified_call(
        message=message,
        key_of=lambda key: (node.public, provider_of(public=node.public).name) if key == node.key else None,
        with_content=True,
        at=now() + late,
    )


def test_the_example_of_rfc_9421_verifies() -> None:
    ed25519 = provider_named(name="ed25519")
    assert ed25519.sign(private=RFC_PRIVATE, message=RFC_BASE) == RFC_SIGNATURE
    assert ed25519.verifies(public=RFC_PUBLIC, signature=RFC_SIGNATURE, message=RFC_BASE)
    assert not ed25519.verifies(public=RFC_PUBLIC, signature=RFC_SIGNATURE, message=RFC_BASE + b" ")


@pytest.mark.parametrize("kind", ["ed25519", "sm2"])
def test_a_signed_call_says_who_and_what(kind: str) -> None:
    node = new_node(kind)
    message = node.signed(URL, content=BODY, nonce="n" * 20, table="tbl_1")
    signed = verified(message, node)
    assert (signed.key_id, signed.algorithm, signed.nonce) == (node.key, kind, "n" * 20)
    assert signed.base.splitlines()[:4] == [
        '"@method": POST',
        '"@authority": data.example',
        '"@path": /api/v1/exchange/transfers',
        '"@query": ?table=tbl_1',
    ]
    public = provider_of(public=node.public)
    assert public.verifies(public=node.public, signature=signed.signature, message=signed.base.encode())


def test_beside_other_signatures_the_one_that_was_verified_is_kept() -> None:
    node = new_node()
    message = node.signed(URL, content=BODY, nonce="n" * 20, table="tbl_1")
    for name, other in (("Signature", "proxy=:AAAA:"), ("Signature-Input", 'proxy=("@method");tag="proxy"')):
        key = next(one for one in message.headers if one.lower() == name.lower())
        message.headers[key] = f"{other}, {message.headers[key]}"
    signed = verified(message, node)
    public = provider_of(public=node.public)
    assert public.verifies(public=node.public, signature=signed.signature, message=signed.base.encode())


@pytest.mark.parametrize("kind", ["ed25519", "sm2"])
@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("method", "PUT"),
        ("url", f"{URL}?table=tbl_2"),
        ("url", URL.replace("data.", "other.") + "?table=tbl_1"),
        ("Idempotency-Key", "k-2"),
        ("Content-Type", "application/json"),
        ("Content-Digest", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"),
    ],
)
def test_whatever_is_changed_is_refused(kind: str, part: str, value: str) -> None:
    node = new_node(kind)
    message = node.signed(URL, content=BODY, table="tbl_1")
    if part in {"method", "url"}:
        setattr(message, part, value)
    else:
        message.headers[part] = value
    with pytest.raises(SignatureRefusedError, match="does not fit"):
        verified(message, node)


@pytest.mark.parametrize(
    ("late", "words"),
    [(timedelta(minutes=6), "out of date"), (timedelta(minutes=-3), "out of date"), (timedelta(minutes=4), "")],
)
def test_a_signature_lives_five_minutes(late: timedelta, words: str) -> None:
    node = new_node()
    message = node.signed(URL, content=BODY)
    if not words:
        assert verified(message, node, late=late).key_id == node.key
        return
    with pytest.raises(SignatureRefusedError, match=words):
        verified(message, node, late=late)


def test_another_key_under_a_known_name_is_refused() -> None:
    node, other = new_node(), new_node()
    stranger = Node(other.private, other.public, node.key)
    with pytest.raises(SignatureRefusedError, match="does not fit"):
        verified(stranger.signed(URL, content=BODY), node)
    with pytest.raises(SignatureRefusedError, match="not registered"):
        verified(other.signed(URL, content=BODY), node)


def test_a_call_without_its_content_covered_is_refused() -> None:
    node = new_node()
    with pytest.raises(SignatureRefusedError, match="does not cover"):
        verified(node.signed(URL, method="POST"), node)
    with pytest.raises(SignatureRefusedError, match="nonce"):
        verified(node.signed(URL, content=BODY, nonce="short"), node)
    with pytest.raises(SignatureRefusedError, match="missing"):
        verified(Message("POST", URL, {}), node)


def test_openssl_verifies_our_sm2(tmp_path: Path) -> None:
    node = new_node("sm2")
    signature = provider_named(name="sm2").sign(private=node.private, message=b"abc")
    for name, content in (("public.pem", node.public), ("signature", signature), ("message", b"abc")):
        (tmp_path / name).write_bytes(content)
    command = "openssl pkeyutl -verify -pubin -inkey public.pem -rawin -digest sm3 -in message -sigfile signature"
    told = subprocess.run(
        [*command.split(), "-pkeyopt", "distid:1234567812345678"], cwd=tmp_path, capture_output=True, check=False
    )
    assert (told.returncode, told.stdout) == (0, b"Signature Verified Successfully\n")


def test_keys_of_other_kinds_are_refused() -> None:
    with pytest.raises(KeyUnusableError):
        provider_of(public=b"no key")
    with pytest.raises(KeyUnusableError):
        provider_of_private(private=RFC_PUBLIC)
    assert load_pem_public_key(RFC_PUBLIC)
    assert key_id_of(public=RFC_PUBLIC) == key_id_of(public=RFC_PUBLIC.replace(b"\n", b"\r\n"))
