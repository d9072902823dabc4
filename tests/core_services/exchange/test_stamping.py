"""Time-stamps: our own as OpenSSL verifies them, an outside authority's (OpenSSL's) as we do, receipts with SM2."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from zhanqiao.core_services.exchange.engine.platform_keys import PlatformKey, stamp_certificates
from zhanqiao.core_services.exchange.engine.proofs import ProofRefusedError, verify_proof
from zhanqiao.core_services.exchange.engine.signing import key_id_of, provider_named
from zhanqiao.core_services.exchange.engine.stamping import StampError, make_authority, stamp_by, stamped_at
from zhanqiao.core_services.exchange.rules.receipts import Call, call_digest, proof_of
from zhanqiao.kit.clock import now

CONFIGURATION = """[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/certificate.pem
signer_key = {folder}/key.pem
certs = {folder}/certificate.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[str]:
    """A time-stamping authority outside, by OpenSSL; its certificate lies in ``certificate.pem``."""
    made = make_authority(at=now())
    for name, content in (("key.pem", made.key), ("certificate.pem", made.certificate), ("serial", b"01\n")):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "tsa.cnf").write_text(CONFIGURATION.format(folder=tmp_path))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (tmp_path / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query"]
            answer = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_outside_authority_is_asked_and_verified(
    authority: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_TIMESTAMP_CERTIFICATES", str(tmp_path / "certificate.pem"))
    (trusted,) = [one["certificate"].encode() for one in stamp_certificates() if one["kind"] == "outside"]
    stamp = stamp_by(url=authority, content=b"head")
    at = stamped_at(stamp=stamp, content=b"head", certificates=[trusted])
    assert abs((now() - at).total_seconds()) < 60
    with pytest.raises(StampError, match="Mismatch"):
        stamped_at(stamp=stamp, content=b"heap", certificates=[trusted])
    with pytest.raises(StampError, match="certificate"):
        stamped_at(stamp=stamp, content=b"head", certificates=[make_authority(at=now()).certificate])


def test_an_authority_that_is_away_or_answers_nonsense_is_told(authority: str) -> None:
    with pytest.raises(StampError):
        stamp_by(url="http://127.0.0.1:9/", content=b"head")
    with pytest.raises(StampError, match="unreadable"):
        stamped_at(stamp=b"nonsense", content=b"head", certificates=[])


def test_receipts_are_signed_with_sm2_by_setting() -> None:
    sm2 = provider_named(name="sm2")
    private = sm2.generate()
    public = sm2.public_of(private=private)
    platform = PlatformKey(key_id_of(public=public), "sm2", public, private)
    base = '"content-digest": sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:\n"idempotency-key": k-1'
    receipt = {
        "transfer": "trf_1",
        "call": call_digest(base=base, signature=b"s"),
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "idempotency_key": "k-1",
        "accepted_at": "2026-11-30T04:00:00.000000+00:00",
    }
    signature = platform.signature(receipt)
    proof = proof_of(receipt=receipt, signature=signature, call=Call(base, b"s", "unknown", "sm2"), sealed=None)
    keys = {
        "format": "zhanqiao-keys/1",
        "platform": [{"id": platform.id, "algorithm": "sm2", "public": public.decode()}],
        "time_stamp": [],
        "nodes": [],
    }
    assert verify_proof(proof=proof, keys=keys).receipt == receipt
    with pytest.raises(ProofRefusedError, match="altered or forged"):
        verify_proof(proof=proof | {"receipt": receipt | {"transfer": "trf_2"}}, keys=keys)
