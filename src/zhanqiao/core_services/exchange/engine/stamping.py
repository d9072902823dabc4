"""Time-stamps (RFC 3161): asked of an authority outside, given by our own where there is none, verified without a network."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import rfc3161_client
import urllib3
from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

MEDIA = "application/timestamp-query"
SECONDS = 20.0
LARGEST = 1 << 16
OWN_YEARS = timedelta(days=365 * 10)
OWN_POLICY = "1.3.6.1.4.1.13762.3"  # an arc for policies that claim nothing
OWN_NAME = "Zhanqiao's own time-stamps (not an outside authority)"


class StampError(ZhanqiaoError):
    """A time-stamp could not be had, or is not one of this content; nothing was changed."""

    status = 502
    code = "time-stamp-failed"
    sentence = Text(
        zh="时间戳未取得或无效：{reason}。没有任何改变，稍后会再试。",
        en="No valid time-stamp: {reason}. Nothing was changed; it is tried again later.",
    )


@dataclass(frozen=True, slots=True)
class OwnAuthority:
    """Our own time-stamping key with its certificate, both PEM. It proves order to nobody who does not trust us."""

    key: bytes
    certificate: bytes


def make_authority(*, at: datetime) -> OwnAuthority:
    """Make a key (P-256, for OpenSSL's ``ts`` knows no Ed25519) and its certificate for ten years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, OWN_NAME)])
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + OWN_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    return OwnAuthority(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), certificate)


def stamp_by(*, url: str, content: bytes) -> bytes:
    """Ask the authority at ``url`` to stamp content; return its answer (a TimeStampResp in DER). Raises StampError."""
    builder = rfc3161_client.TimestampRequestBuilder().data(content)
    request = builder.hash_algorithm(rfc3161_client.HashAlgorithm.SHA256).build()
    try:
        answer = urllib3.request(
            "POST",
            url,
            body=request.as_bytes(),
            headers={"Content-Type": MEDIA},
            timeout=SECONDS,
            preload_content=False,
        )
        stamp = answer.read(LARGEST)
        answer.release_conn()
        told = rfc3161_client.decode_timestamp_response(stamp)
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise StampError(reason=type(error).__name__) from None
    if told.status != 0 or told.tst_info.nonce != request.nonce:
        raise StampError(reason="status or nonce")
    _require_imprint(told, content)
    return stamp


def stamp_ourselves(*, authority: OwnAuthority, content: bytes, at: datetime) -> bytes:
    """Return a TimeStampResp in DER, made by our own authority."""
    loaded = x509.load_pem_x509_certificate(authority.certificate)
    certificate = asn1_x509.Certificate.load(loaded.public_bytes(Encoding.DER))
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": OWN_POLICY,
            "message_imprint": {"hash_algorithm": _digest(), "hashed_message": sha256(content).digest()},
            "serial_number": secrets.randbits(63) + 1,
            "gen_time": at.astimezone(UTC).replace(microsecond=0),
        }
    ).dump()
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [_digest()],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(info)},
            "certificates": [certificate],
            "signer_infos": [_signer(authority, certificate, info, at)],
        }
    )
    token = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump())


def stamped_at(*, stamp: bytes, content: bytes, certificates: list[bytes]) -> datetime:
    """Return when a stamp says that content was there; ``certificates`` (PEM) are those that are trusted.

    Raises StampError for a stamp of other content, or one that none of them vouches for.
    """
    try:
        told = rfc3161_client.decode_timestamp_response(stamp)
    except ValueError:
        raise StampError(reason="unreadable") from None
    builder = rfc3161_client.VerifierBuilder()
    try:
        for certificate in certificates:
            builder = builder.add_root_certificate(x509.load_pem_x509_certificate(certificate))
        builder.build().verify_message(told, content)
    except (rfc3161_client.VerificationError, ValueError) as error:
        raise StampError(reason=str(error)[:200]) from None
    return told.tst_info.gen_time.replace(tzinfo=UTC)


def _require_imprint(told: rfc3161_client.TimeStampResponse, content: bytes) -> None:
    if told.tst_info.message_imprint.message != sha256(content).digest():
        raise StampError(reason="other content")


def _signer(authority: OwnAuthority, certificate: asn1_x509.Certificate, info: bytes, at: datetime) -> cms.SignerInfo:
    key = load_pem_private_key(authority.key, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    attributes = _attributes(certificate, info, at)
    name = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier({"issuer_and_serial_number": name}),
            "digest_algorithm": _digest(),
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": key.sign(attributes.untag().dump(), ec.ECDSA(hashes.SHA256())),
        }
    )


def _attributes(certificate: asn1_x509.Certificate, packed: bytes, at: datetime) -> cms.CMSAttributes:
    """Return what is signed: the content's type and digest, the time, the signer's certificate (RFC 5816)."""
    known = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": sha256(certificate.dump()).digest()})]})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute(
                {"type": "signing_time", "values": [cms.Time({"utc_time": at.astimezone(UTC).replace(microsecond=0)})]}
            ),
            cms.CMSAttribute({"type": "message_digest", "values": [sha256(packed).digest()]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [known]}),
        ]
    )


def _digest() -> algos.DigestAlgorithm:
    return algos.DigestAlgorithm({"algorithm": "sha256"})


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
