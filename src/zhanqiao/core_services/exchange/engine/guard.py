"""Where harvesting may connect to: public addresses, and private ones only where the operator allowed them by name."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import NamedTuple, NoReturn
from urllib.parse import SplitResult, urlsplit

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

PORTS = {"http": 80, "https": 443}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
PLATFORM = frozenset({ipaddress.ip_address("168.63.129.16")})  # a cloud's own service behind a public-looking address


class AddressRefusedError(ZhanqiaoError):
    """Harvesting does not connect to this address."""

    status = 422
    code = "harvest-address-refused"
    sentence = Text(
        zh="不连接 {url}：{reason_zh}。没有读取任何内容。",
        en="{url} is not connected to: {reason_en}. Nothing was read.",
    )


class Target(NamedTuple):
    """An address that was looked at: connect to ``ip``, not to the name again."""

    url: str
    scheme: str
    host: str
    port: int
    ip: str
    path: str


SCHEME = Text("只允许 http 和 https", "only http and https are allowed")
NO_HOST = Text("地址中没有主机名或端口不正确", "the address has no host or a wrong port")
USERINFO = Text("地址中不得带有用户名或密码", "the address carries a user name or password")
UNKNOWN = Text("找不到主机 {host}", "the host {host} is not known")
PRIVATE = Text(
    "主机 {host} 指向内部地址 {ip}；确需采集时，由运维人员写入 ZHANQIAO_HARVEST_ALLOW",
    "the host {host} leads to the internal address {ip}; if it is to be harvested, the operator names it in ZHANQIAO_HARVEST_ALLOW",
)


def target(*, url: str, allowed: Iterable[str] = ()) -> Target:
    """Resolve an address once and return what to connect to. Raises AddressRefusedError.

    ``allowed`` are hosts (``data.internal``), hosts with a port (``127.0.0.1:8121``) or networks (``10.1.0.0/16``)
    that may be internal. Of a host with several addresses every one must be permitted.
    """
    parts = _split(url)
    host = (parts.hostname or "").lower()
    port = parts.port or PORTS[parts.scheme]
    ips = _resolved(url, host, port)
    for ip in ips:
        if not is_public(ip) and not permits(allowed, host=host, port=port, ip=ip):
            _refuse(url, PRIVATE.filled(host=host, ip=ip))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(url=url, scheme=parts.scheme, host=host, port=port, ip=str(ips[0]), path=path)


def is_public(ip: Address, /) -> bool:
    """Say whether an address is one of the open internet, also when it is wrapped in another."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return ip.is_global and not ip.is_multicast and ip not in PLATFORM


def permits(allowed: Iterable[str], /, *, host: str, port: int, ip: Address) -> bool:
    """Say whether the operator's list names this host, host with port, or a network that holds the address."""
    for entry in allowed:
        if entry in {host, f"{host}:{port}", f"[{host}]:{port}"}:
            return True
        try:
            if ip in ipaddress.ip_network(entry, strict=False):
                return True
        except ValueError:
            continue
    return False


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        _refuse(url, NO_HOST)
    if parts.scheme not in PORTS:
        _refuse(url, SCHEME)
    if not host:
        _refuse(url, NO_HOST)
    if "@" in parts.netloc:
        _refuse(f"{parts.scheme}://…@{host}", USERINFO)
    return parts


def _resolved(url: str, host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        _refuse(url, UNKNOWN.filled(host=host))
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _refuse(url: str, reason: Text) -> NoReturn:
    raise AddressRefusedError(url=url, reason_zh=reason.zh, reason_en=reason.en)
