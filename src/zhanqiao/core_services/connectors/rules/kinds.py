"""The words of a connector: where rows come from, how they change the table, what is done with what does not fit."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from zhanqiao.kit.texts import Text


class Kind(StrEnum):
    """Where rows come from."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    SQLITE = "sqlite"
    HTTP = "http"
    FOLDER = "folder"
    S3 = "s3"
    FTP = "ftp"
    SFTP = "sftp"


class Mode(StrEnum):
    """How what comes changes the table."""

    WHOLE = "whole"
    APPEND = "append"
    UPSERT = "upsert"
    INCREMENTAL = "incremental"


class Drift(StrEnum):
    """What is done when the source's columns are no longer those of the table."""

    REFUSE = "refuse"
    ADD = "add"
    IGNORE = "ignore"


class Misfits(StrEnum):
    """What is done with rows that do not fit the table."""

    QUARANTINE = "quarantine"
    REFUSE = "refuse"


class RunState(StrEnum):
    """Where a run stands; every state but ``running`` is an end."""

    RUNNING = "running"
    FINISHED = "finished"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class RowState(StrEnum):
    """Where a quarantined row stands."""

    WAITING = "waiting"
    REPLAYED = "replayed"
    DROPPED = "dropped"


DATABASES = frozenset({Kind.POSTGRESQL, Kind.MYSQL, Kind.SQLITE})
FILES = frozenset({Kind.FOLDER, Kind.S3, Kind.FTP, Kind.SFTP})
KINDS = MappingProxyType(
    {
        Kind.POSTGRESQL: Text("PostgreSQL 数据库", "PostgreSQL database"),
        Kind.MYSQL: Text("MySQL 或 MariaDB 数据库", "MySQL or MariaDB database"),
        Kind.SQLITE: Text("SQLite 文件", "SQLite file"),
        Kind.HTTP: Text("HTTP 接口（JSON、CSV）", "HTTP interface (JSON, CSV)"),
        Kind.FOLDER: Text("文件夹", "Folder"),
        Kind.S3: Text("S3 对象存储", "S3 object storage"),
        Kind.FTP: Text("FTP 服务器", "FTP server"),
        Kind.SFTP: Text("SFTP 服务器", "SFTP server"),
    }
)
ABOUT_KINDS = MappingProxyType(
    {
        Kind.POSTGRESQL: Text(
            "读取业务库的一张表、视图或一条查询。", "Reads a table, a view or a query of a database."
        ),
        Kind.MYSQL: Text("读取业务库的一张表、视图或一条查询。", "Reads a table, a view or a query of a database."),
        Kind.SQLITE: Text("读取服务器上一个数据库文件。", "Reads a database file on the server."),
        Kind.HTTP: Text(
            "逐页调用接口，支持令牌和四种分页。",
            "Calls an interface page by page, with a token and four ways of paging.",
        ),
        Kind.FOLDER: Text("收取放进服务器某个文件夹的文件。", "Takes files that are put into a folder of the server."),
        Kind.S3: Text("读取对象存储中的文件，兼容 S3 的都可以。", "Takes files from any storage that speaks S3."),
        Kind.FTP: Text("从 FTP 或加密的 FTPS 收取文件。", "Takes files from FTP, or FTPS, which is encrypted."),
        Kind.SFTP: Text(
            "经 SSH 收取文件，可用口令或私钥登录。", "Takes files by SSH, with a password or a private key."
        ),
    }
)
ABOUT_MODES = MappingProxyType(
    {
        Mode.WHOLE: Text("每次用来源的全部内容替换数据表；来源中删除的行也会消失。", "Each run replaces the table by all that the source holds; rows deleted there go too."),
        Mode.APPEND: Text("每个新文件的行加到数据表后面；数据表不能有主键。", "The rows of each new file are added; the table may have no key."),
        Mode.UPSERT: Text("按主键新增或更新，没有变化的行不动。", "Rows are added and changed by the key; what did not change is left."),
        Mode.INCREMENTAL: Text("只取水位列大于上次的行，适合大表。", "Only rows past the last value of a column; for large tables."),
    }
)  # fmt: skip
MODES = MappingProxyType(
    {
        Mode.WHOLE: Text("整体替换", "Replaces all rows"),
        Mode.APPEND: Text("追加新文件", "Adds new files"),
        Mode.UPSERT: Text("按主键新增或更新", "Adds and changes rows by key"),
        Mode.INCREMENTAL: Text("增量", "Only what is new"),
    }
)
DRIFTS = MappingProxyType(
    {
        Drift.REFUSE: Text("停止并说明", "Stop and say so"),
        Drift.ADD: Text("加入新列", "Add the new columns"),
        Drift.IGNORE: Text("忽略新列", "Leave new columns out"),
    }
)
MISFITS = MappingProxyType(
    {
        Misfits.QUARANTINE: Text("隔离该行，其余照常", "Set the row aside, take the others"),
        Misfits.REFUSE: Text("停止并说明", "Stop and say so"),
    }
)
RUN_STATES = MappingProxyType(
    {
        RunState.RUNNING: Text("进行中", "Running"),
        RunState.FINISHED: Text("完成", "Finished"),
        RunState.INCOMPLETE: Text("未读完", "Incomplete"),
        RunState.FAILED: Text("失败", "Failed"),
        RunState.INTERRUPTED: Text("中断", "Interrupted"),
    }
)
ROW_STATES = MappingProxyType(
    {
        RowState.WAITING: Text("待处理", "Waits"),
        RowState.REPLAYED: Text("已重新写入", "Sent again"),
        RowState.DROPPED: Text("已放弃", "Given up"),
    }
)
