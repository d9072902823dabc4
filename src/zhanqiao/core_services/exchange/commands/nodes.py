"""``zhanqiao nodes``: keys of department nodes, and which of them are registered."""

from __future__ import annotations

import argparse
import os
from datetime import timedelta
from pathlib import Path

import django

from zhanqiao.core_services.exchange.engine.signing import PROVIDERS, key_id_of, provider_named
from zhanqiao.kit.clock import now
from zhanqiao.kit.commands import require_prepared
from zhanqiao.kit.errors import NotFoundError

DAYS = 365
OVERLAP_DAYS = 14  # in which the key before counts beside the new one
NO_DJANGO = frozenset({"keygen"})


def main(arguments: list[str]) -> int:
    """Run one of ``keygen register list rotate revoke revoke-key``; ``keygen`` runs on the department's side, without any state."""
    options = _parser().parse_args(arguments)
    if options.command not in NO_DJANGO:
        django.setup()
        require_prepared()
    globals()[f"_{options.command.replace('-', '_')}"](options)
    return 0


def _keygen(options: argparse.Namespace) -> None:
    provider = provider_named(name=options.algorithm)
    private = provider.generate()
    public = provider.public_of(private=private)
    descriptor = os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
    options.file.with_name(options.file.name + ".pub").write_bytes(public)
    print(f"{key_id_of(public=public)}\n私钥 / private: {options.file}\n公钥 / public: {options.file}.pub")


def _register(options: argparse.Namespace) -> None:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.accounts.queries import account_id_of
    from zhanqiao.people.audit.rules import COMMAND_LINE

    account = account_id_of(username=options.account)
    if account is None:
        raise NotFoundError(what=options.account)
    node_id = operations.register_node(
        name=options.name,
        public=options.key.read_bytes(),
        department=options.department,
        account_id=account,
        days=options.days,
        by=COMMAND_LINE,
        at=now(),
    )
    print(node_id)


def _list(_: argparse.Namespace) -> None:
    # Late: the queries need Django to be set up.
    from zhanqiao.core_services.exchange import queries

    for node in queries.node_cards():
        for key in node.keys:
            state = "有效 valid" if key.is_valid(at=now()) else "停用 over"
            until = key.revoked_at or key.valid_to
            print(f"{node.id}\t{state}\t{until:%Y-%m-%d}\t{node.department.key}\t{key.id}\t{node.name}")


def _rotate(options: argparse.Namespace) -> None:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    key = operations.rotate_node_key(
        node_id=options.node,
        public=options.key.read_bytes(),
        days=options.days,
        overlap=timedelta(days=options.overlap),
        by=COMMAND_LINE,
        at=now(),
    )
    print(key)


def _revoke(options: argparse.Namespace) -> None:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.revoke_node(node_id=options.node, by=COMMAND_LINE, at=now())
    print(f"已停用 / revoked: {options.node}")


def _revoke_key(options: argparse.Namespace) -> None:
    # Late: the operations need Django to be set up.
    from zhanqiao.core_services.exchange import operations
    from zhanqiao.people.audit.rules import COMMAND_LINE

    operations.revoke_node_key(key=options.key, by=COMMAND_LINE, at=now())
    print(f"已停用 / revoked: {options.key}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhanqiao nodes", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    keygen = commands.add_parser("keygen", help="在部门一侧生成密钥 · make a key pair, at the department")
    keygen.add_argument("file", type=Path, help="私钥文件 · file of the private key")
    keygen.add_argument("--algorithm", choices=sorted(PROVIDERS), default="ed25519")
    register = commands.add_parser("register", help="登记一个部门节点 · register a node")
    register.add_argument("--name", required=True, help="系统名称 · name of the system")
    register.add_argument("--key", required=True, type=Path, help="公钥文件 · file of its public key (PEM)")
    register.add_argument("--department", required=True)
    register.add_argument("--account", required=True, help="以谁的角色写入 · whose roles decide what it may publish")
    register.add_argument("--days", type=int, default=DAYS)
    commands.add_parser("list", help="所有节点 · all nodes")
    rotate = commands.add_parser("rotate", help="登记下一把公钥 · register the next public key")
    rotate.add_argument("node")
    rotate.add_argument("--key", required=True, type=Path, help="新公钥文件 · file of the new public key (PEM)")
    rotate.add_argument("--days", type=int, default=DAYS)
    rotate.add_argument(
        "--overlap",
        type=int,
        default=OVERLAP_DAYS,
        help="旧公钥还有效几天 · days for which the key before counts beside it",
    )
    commands.add_parser("revoke", help="停用节点 · revoke a node with all its keys").add_argument("node")
    commands.add_parser("revoke-key", help="停用一把公钥 · revoke one key").add_argument("key", help="keyid")
    return parser
