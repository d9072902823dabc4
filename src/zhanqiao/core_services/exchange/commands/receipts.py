"""``zhanqiao receipts``: verifying receipts, with no database and no network; on the platform also getting them, the keys, and a new key."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import django

from zhanqiao.core_services.exchange.engine.proofs import Verified, verify_proof
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KEYS_FILE = "keys.json"
REFUSED = 2


class NoKeysError(ZhanqiaoError):
    """There are no keys to hold a receipt against; nothing was verified."""

    status = 422
    code = "receipt-no-keys"
    sentence = Text(
        zh="没有密钥文件，无法核验。请用 --keys 指定事先保存的 /api/v1/exchange/keys。",
        en="There is no file of keys, so nothing was verified. Name one with --keys: a copy of /api/v1/exchange/keys that "
        "you keep.",
    )


def main(arguments: list[str]) -> int:
    """Run one of ``verify keys show rotate``. Exit 0 when every receipt holds, 2 when one is refused."""
    options = _parser().parse_args(arguments)
    done: int = {"verify": _verify, "keys": _export_keys, "show": _show, "rotate": _rotate}[options.command](options)
    return done


def _verify(options: argparse.Namespace) -> int:
    refused = 0
    for path in options.files:
        try:
            found = verify_proof(proof=_read(path), keys=_keys(options.keys, path))
        except (ZhanqiaoError, json.JSONDecodeError) as error:
            text = error.text if isinstance(error, ZhanqiaoError) else Text("文件不是 JSON。", "The file is no JSON.")
            print(f"✗ {path.name}: {text.zh}\n  {text.en}", file=sys.stderr)
            refused += 1
        else:
            print(_told(path.name, found))
    return REFUSED if refused else 0


def _export_keys(options: argparse.Namespace) -> int:
    django.setup()
    require_prepared()
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.exchange import queries

    _write(queries.keys_document(at=now()), options.out)
    return 0


def _show(options: argparse.Namespace) -> int:
    django.setup()
    require_prepared()
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.exchange import queries

    _write(queries.proof_document(transfer_id=options.transfer), options.out)
    return 0


def _rotate(_: argparse.Namespace) -> int:
    django.setup()
    require_prepared()
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    before, new = operations.rotate_platform_key(by=COMMAND_LINE, at=now())
    print(f"{before} → {new}")
    print("请备份 HOME/exchange，并公布新的公钥 · back HOME/exchange up, and make the new public keys known")
    return 0


def _told(name: str, found: Verified) -> str:
    receipt = found.receipt
    stamp = f"{found.stamped_at:%Y-%m-%d %H:%M:%S}Z ({found.stamp_kind})" if found.stamped_at else "–"
    return (
        f"✓ {name}: {receipt['transfer']}  {receipt['department']} → {receipt['table']}  {receipt['operation']} "
        f"{receipt['rows'] if receipt['rows'] is not None else '–'} 行 rows  {receipt['bytes']} B  {receipt['accepted_at']}\n"
        f"  sha256 {receipt['sha256']}\n"
        f"  部门签名 sender's signature: {'✓' if found.call_proven else '–'}  "
        f"批次 batch: {found.batch or '–'}  时间戳 time-stamp: {stamp}"
    )


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _keys(given: Path | None, receipt: Path) -> Any:
    place = given or receipt.with_name(KEYS_FILE)
    if not place.exists():
        raise NoKeysError
    return _read(place)


def _write(document: dict[str, Any], out: Path | None) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if out is None:
        print(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao receipts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="离线核验回执 · verify receipts offline")
    verify.add_argument("files", nargs="+", type=Path)
    verify.add_argument(
        "--keys", type=Path, help=f"密钥文件；默认为回执旁的 {KEYS_FILE} · the keys; by default beside it"
    )
    keys = commands.add_parser("keys", help="（平台）导出公钥 · (platform) the public keys")
    keys.add_argument("--out", type=Path)
    commands.add_parser("rotate", help="（平台）更换签名密钥 · (platform) sign with a new key from now on")
    show = commands.add_parser("show", help="（平台）一次交换的回执 · (platform) the receipt of a transfer")
    show.add_argument("transfer")
    show.add_argument("--out", type=Path)
    return parser
