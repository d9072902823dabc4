"""What each kind of source has to be told, and what people are told of it: the one list, from which forms are made too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from zhanqiao.core_services.connectors.rules.declaring import told
from zhanqiao.core_services.connectors.rules.kinds import Kind
from zhanqiao.kit.texts import Text

SECRETS = MappingProxyType(
    {
        "password": Text("口令", "Password"),
        "token": Text("令牌", "Token"),
        "secret_key": Text("访问密钥（Secret Key）", "Secret key"),
        "private_key": Text("私钥（OpenSSH 或 PKCS#8 格式）", "Private key (OpenSSH or PKCS #8)"),
        "passphrase": Text("私钥口令", "Passphrase of the key"),
    }
)
LONG_SECRETS = frozenset({"private_key"})
PORTS = MappingProxyType({Kind.POSTGRESQL: 5432, Kind.MYSQL: 3306})  # what a form begins with


class Paging(StrEnum):
    """How an HTTP interface gives what does not fit into one answer."""

    NONE = "none"
    PAGE = "page"
    OFFSET = "offset"
    CURSOR = "cursor"
    LINK = "link"


PAGINGS = MappingProxyType(
    {
        Paging.NONE.value: Text("不分页", "No pages"),
        Paging.PAGE.value: Text("页码", "Page numbers"),
        Paging.OFFSET.value: Text("起始行", "Offset of the first row"),
        Paging.CURSOR.value: Text("回答中的游标", "A cursor in the answer"),
        Paging.LINK.value: Text("Link 标头", "The header Link"),
    }
)
FORMS = MappingProxyType({"json": Text("JSON", "JSON"), "csv": Text("CSV", "CSV")})
HOST, PORT, USER = Text("主机", "Host"), Text("端口", "Port"), Text("用户名", "User name")
TABLE, SCHEMA = Text("表或视图", "Table or view"), Text("模式（schema）", "Schema")
SELECT = Text("查询（SELECT）", "Query (SELECT)")
TABLE_HINT = Text("表名与查询二选一。", "Give either this or a query.")
SELECT_HINT = Text("一条不带分号的 SELECT，代替表名。", "One SELECT without a semicolon, instead of a table.")
HOST_HINT = Text(
    "主机名或 IP 地址。内部地址须由运维人员列入 ZHANQIAO_HARVEST_ALLOW。",
    "Name or IP address. The operator lists internal addresses in ZHANQIAO_HARVEST_ALLOW.",
)
PATTERN, PATTERN_HINT = Text("文件名样式", "Pattern of file names"), Text("如 *.csv", "For example *.csv")
QUIET = Text("静置秒数", "Seconds of rest")
QUIET_HINT = Text(
    "这段时间内有改动的文件视为仍在写入。", "A file changed within this time may still be written and is left."
)
PATH = Text("文件夹路径", "Path of the folder")
HERE = Text(
    "服务器上的绝对路径；须在运维人员于 ZHANQIAO_HARVEST_ALLOW 为本部门开放的文件夹内。",
    "An absolute path on the server, in a folder the operator opened to the department in ZHANQIAO_HARVEST_ALLOW.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """A table, or a SELECT, of a database server."""

    secrets: ClassVar[tuple[str, ...]] = ("password",)
    host: str = told(HOST, hint=HOST_HINT, whom=True)
    port: int = told(PORT, whom=True)
    database: str = told(Text("数据库名", "Database"))
    user: str = told(USER, hint=Text("建议使用只读账号。", "Best one that can only read."))
    table: str = told(TABLE, default="", hint=TABLE_HINT)
    schema: str = told(SCHEMA, default="", more=True)
    select: str = told(SELECT, default="", hint=SELECT_HINT, long=True)
    seconds: int = told(Text("查询最长秒数", "Longest time of a query, seconds"), default=600, more=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteSettings:
    """A table, or a SELECT, of a SQLite file."""

    secrets: ClassVar[tuple[str, ...]] = ()
    path: str = told(Text("文件路径", "Path of the file"), hint=HERE)
    table: str = told(TABLE, default="", hint=TABLE_HINT)
    schema: str = told(SCHEMA, default="", more=True)
    select: str = told(SELECT, default="", hint=SELECT_HINT, long=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """An HTTP interface. ``records`` and ``cursor`` are paths such as ``data.items`` in a JSON answer."""

    secrets: ClassVar[tuple[str, ...]] = ("token",)
    url: str = told(Text("地址", "Address"), hint=Text("以 http:// 或 https:// 开头。内部地址须由运维人员列入 ZHANQIAO_HARVEST_ALLOW。", "Begins with http:// or https://. The operator lists internal addresses in ZHANQIAO_HARVEST_ALLOW."), whom=True)  # fmt: skip
    form: str = told(Text("回答的格式", "Form of the answer"), default="json", choices=FORMS)
    records: str = told(Text("数据行的位置", "Where the rows are"), default="", hint=Text("JSON 中的路径，如 data.items；整个回答就是数组时留空。", "A path in JSON such as data.items; empty when the answer is the list itself."))  # fmt: skip
    paging: str = told(Text("分页方式", "Paging"), default="none", choices=PAGINGS)
    page_parameter: str = told(
        Text("页码或起始行的参数名", "Parameter of the page or offset"), default="page", more=True
    )
    size_parameter: str = told(Text("每页行数的参数名", "Parameter of the page size"), default="", more=True)
    size: int = told(Text("每页行数", "Rows a page"), default=500, more=True)
    first: int = told(Text("首页页码", "Number of the first page"), default=1, more=True)
    cursor: str = told(Text("游标的位置", "Where the cursor is"), default="", hint=Text("JSON 中的路径；按游标分页时必填。", "A path in JSON; needed with paging by a cursor."), more=True)  # fmt: skip
    cursor_parameter: str = told(Text("游标的参数名", "Parameter of the cursor"), default="cursor", more=True)
    since_parameter: str = told(Text("水位的参数名", "Parameter of the watermark"), default="", hint=Text("增量方式下，把上次读到的值放进这个参数。", "With the mode incremental the last value is sent in it."), more=True)  # fmt: skip
    header: str = told(Text("令牌所在的标头", "Header of the token"), default="Authorization", more=True, whom=True)
    header_prefix: str = told(Text("令牌前的文字", "Text before the token"), default="Bearer ", more=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSettings:
    """Files of a folder of this machine. A file younger than ``quiet`` seconds may still be written and is left."""

    secrets: ClassVar[tuple[str, ...]] = ()
    path: str = told(PATH, hint=HERE)
    pattern: str = told(PATTERN, default="*", hint=PATTERN_HINT)
    quiet: int = told(QUIET, default=10, hint=QUIET_HINT, more=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Settings:
    """Objects of a bucket, addressed by path: ``endpoint/bucket/key``."""

    secrets: ClassVar[tuple[str, ...]] = ("secret_key",)
    endpoint: str = told(Text("服务地址（endpoint）", "Endpoint"), hint=Text("如 https://oss.example.cn。内部地址须由运维人员列入 ZHANQIAO_HARVEST_ALLOW。", "For example https://oss.example.cn. The operator lists internal addresses in ZHANQIAO_HARVEST_ALLOW."), whom=True)  # fmt: skip
    bucket: str = told(Text("存储桶", "Bucket"))
    access_key: str = told(Text("访问标识（Access Key）", "Access key"), default="", hint=Text("留空则不签名。", "Empty: requests are not signed."))  # fmt: skip
    region: str = told(Text("区域", "Region"), default="us-east-1", more=True)
    prefix: str = told(
        Text("对象名前缀", "Prefix of objects"), default="", hint=Text("如 parking/", "For example parking/")
    )
    pattern: str = told(PATTERN, default="*", hint=PATTERN_HINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class FtpSettings:
    """Files of a folder of an FTP server; ``tls`` asks for FTPS (explicit)."""

    secrets: ClassVar[tuple[str, ...]] = ("password",)
    host: str = told(HOST, hint=HOST_HINT, whom=True)
    port: int = told(PORT, default=21, whom=True)
    user: str = told(USER, default="anonymous")
    path: str = told(PATH, default="/")
    pattern: str = told(PATTERN, default="*", hint=PATTERN_HINT)
    tls: bool = told(Text("加密（FTPS）", "Encrypted (FTPS)"), default=False, hint=Text("不加密时口令在网络上可被读取。", "Without it the password can be read on the way."), whom=True)  # fmt: skip
    quiet: int = told(QUIET, default=10, hint=QUIET_HINT, more=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpSettings:
    """Files of a folder of an SFTP server, known by its ``host_key`` as it stands in ``known_hosts``."""

    secrets: ClassVar[tuple[str, ...]] = ("password", "private_key", "passphrase")
    host: str = told(HOST, hint=HOST_HINT, whom=True)
    port: int = told(PORT, default=22, whom=True)
    user: str = told(USER)
    host_key: str = told(Text("主机公钥", "Host key"), hint=Text("取自 known_hosts，如 ssh-ed25519 AAAA…；不会自动信任。", "As in known_hosts: ssh-ed25519 AAAA…; it is never trusted at first sight."), whom=True)  # fmt: skip
    path: str = told(PATH, default=".")
    pattern: str = told(PATTERN, default="*", hint=PATTERN_HINT)
    quiet: int = told(QUIET, default=10, hint=QUIET_HINT, more=True)


Settings = DatabaseSettings | SqliteSettings | HttpSettings | FolderSettings | S3Settings | FtpSettings | SftpSettings
OF_KIND: Mapping[Kind, type[Settings]] = MappingProxyType(
    {
        Kind.POSTGRESQL: DatabaseSettings,
        Kind.MYSQL: DatabaseSettings,
        Kind.SQLITE: SqliteSettings,
        Kind.HTTP: HttpSettings,
        Kind.FOLDER: FolderSettings,
        Kind.S3: S3Settings,
        Kind.FTP: FtpSettings,
        Kind.SFTP: SftpSettings,
    }
)
