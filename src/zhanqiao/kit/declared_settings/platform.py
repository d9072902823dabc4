"""Settings of the platform itself: addresses, database, reading files, serving them."""

from __future__ import annotations

from zhanqiao.kit.declared_settings.setting import GIB, MIB, Setting
from zhanqiao.kit.texts import Text

PLATFORM: tuple[Setting, ...] = (
    Setting("HOME", "var", Text("全部状态所在目录", "Folder of all state")),
    Setting("HOST", "127.0.0.1", Text("监听地址", "Address to listen on")),
    Setting("PORT", 8000, Text("监听端口", "Port to listen on")),
    Setting("WORKERS", 2, Text("网站进程数", "Web processes")),
    Setting("SECRET_KEY", "", Text("签名密钥；为空则在状态目录生成", "Signing key; made in the state folder if empty")),
    Setting(
        "ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]", Text("允许的主机名，逗号分隔", "Host names served, by comma")
    ),
    Setting(
        "SITE_URL",
        "",
        Text(
            "对外地址，用于生成绝对链接；为空则取请求的地址，且不向账号发邮件",
            "Public address for absolute links; if empty the request's, and accounts get no mail",
        ),
    ),
    Setting("DEBUG", False, Text("调试模式，只供开发", "Debug mode, for development only")),
    Setting(
        "DATABASE_URL",
        "",
        Text("元数据库 postgres://…；为空则用 SQLite", "Metadata database postgres://…; SQLite if empty"),
    ),
    Setting("DEMO_DATA", "", Text("演示数据目录（含 INDEX.csv）", "Folder of demo data with an INDEX.csv")),
    Setting("MAX_UPLOAD_BYTES", 2 * GIB, Text("上传文件的最大字节数", "Largest uploaded file, bytes")),
    Setting("INGEST_SECONDS", 600, Text("解析一个文件的最长秒数", "Longest time to parse one file, seconds")),
    Setting("INGEST_MEMORY_BYTES", 4 * GIB, Text("解析子进程的内存上限", "Memory of the parsing child process, bytes")),
    Setting("INGEST_UNPACKED_BYTES", 8 * GIB, Text("压缩包解开后的最大字节数", "Largest unpacked archive, bytes")),
    Setting("INGEST_RATIO", 200, Text("压缩包的最大压缩比", "Highest ratio of an archive, unpacked to packed")),
    Setting("INGEST_MEMBERS", 1000, Text("一个压缩包的最多文件数", "Most files in one archive")),
    Setting("INGEST_TABLES", 200, Text("一个文件的最多数据表数", "Most tables in one file")),
    Setting("INGEST_ROWS", 50_000_000, Text("一张表的最多行数", "Most rows of one table")),
    Setting("INGEST_COLUMNS", 16_384, Text("一张表的最多列数", "Most columns of one table")),
    Setting("INGEST_CELL_CHARS", 10_000_000, Text("一个单元格的最多字符数", "Most characters of one cell")),
    Setting("LOGIN_ATTEMPTS", 5, Text("连续登录失败多少次后锁定", "Failed logins in a row before the name is locked")),
    Setting("LOGIN_LOCK_MINUTES", 15, Text("登录锁定的分钟数", "Minutes a name stays locked")),
    Setting(
        "SESSION_IDLE_MINUTES",
        30,
        Text("无操作多少分钟后退出登录", "Minutes without a request after which a login ends"),
    ),
    Setting("SESSION_HOURS", 12, Text("一次登录最长的小时数", "Longest time one login lasts, hours")),
    Setting("PASSWORD_MAX_DAYS", 90, Text("密码使用多少天后提醒更换", "Days after which a password should be changed")),
    Setting("API_CACHE_BYTES", 64 * MIB, Text("接口结果缓存的上限（每个进程）", "Kept API answers, bytes per process")),
    Setting("API_CACHE_ENTRY_BYTES", MIB, Text("单个缓存结果的上限", "Largest kept API answer, bytes")),
    Setting("QUERY_SECONDS", 20, Text("一次查询的最长秒数", "Longest time of one query, seconds")),
    Setting(
        "COUNT_EXACT_ROWS",
        1_000_000,
        Text(
            "count=approx 时，行数不超过此值的数据表仍精确计数",
            "With count=approx, tables of up to so many rows are counted all the same",
        ),
    ),
    Setting(
        "JOIN_PAIRS",
        5_000_000,
        Text("一次连接最多产生的行数", "Most pairs of rows that a join of two tables may make"),
    ),
    Setting("JOIN_MEMORY_BYTES", 256 * MIB, Text("写出一次拼接的内存上限", "Memory to write out a join, bytes")),
    Setting("DIFF_SECONDS", 60, Text("比较两个版本的最长秒数", "Longest time of comparing two releases, seconds")),
    Setting("DIFF_MEMORY_BYTES", 512 * MIB, Text("比较两个版本时的内存上限", "Memory to compare two releases, bytes")),
    Setting("LINKAGE_SECONDS", 300, Text("比对两张表的最长秒数", "Longest time of comparing two tables, seconds")),
    Setting("LINKAGE_MEMORY_BYTES", 1 * GIB, Text("比对两张表时的内存上限", "Memory to compare two tables, bytes")),
    Setting("SQL_SECONDS", 10, Text("一条 SQL 的最长秒数", "Longest time of one SQL statement, seconds")),
    Setting(
        "SQL_PROCESSES", 2, Text("每个网站进程同时执行的 SQL 数", "SQL statements at the same time, per web process")
    ),
    Setting("SQL_WAIT_SECONDS", 2, Text("SQL 排队的最长秒数", "Longest wait for a place to run SQL, seconds")),
    Setting("SQL_MEMORY_BYTES", 512 * MIB, Text("一条 SQL 的内存上限", "Memory of one SQL statement, bytes")),
    Setting("SQL_SPILL_BYTES", 1 * GIB, Text("一条 SQL 的临时空间上限", "Scratch space of one SQL statement, bytes")),
    Setting("SQL_ROWS", 100_000, Text("一条 SQL 返回的最多行数", "Most rows that one SQL statement returns")),
    Setting("SQL_ANSWER_BYTES", 64 * MIB, Text("一条 SQL 结果的上限", "Largest answer of one SQL statement, bytes")),
    Setting(
        "SERVING_MEMORY_BYTES", 160 * MIB, Text("每个进程查询数据的内存上限", "Memory for queries, per process, bytes")
    ),
    Setting("SERVING_OPEN_TABLES", 64, Text("每个进程同时打开的数据表数", "Releases open at once, per process")),
    Setting(
        "EXPORT_MEMORY_BYTES", 64 * MIB, Text("每个进程导出数据的内存上限", "Memory for exports, per process, bytes")
    ),
    Setting(
        "INSTANT_ROWS",
        20_000_000,
        Text(
            "行数不超过此值的数据表生成即答副本，0 为不生成",
            "Tables of up to so many rows get an instant copy; 0 for none",
        ),
    ),
    Setting("BUILD_MEMORY_BYTES", 1 * GIB, Text("生成一个版本时的内存上限", "Memory to build one release, bytes")),
    Setting("BATCH_ROWS", 10_000, Text("一次写入请求的最多行数", "Most rows of one request to write")),
    Setting("BATCH_BYTES", 16 * MIB, Text("一次写入请求的最大字节数", "Largest request to write, bytes")),
    Setting(
        "WAITING_ROWS", 1_000_000, Text("一张表等待发布的最多行数", "Most rows of one table that wait to be released")
    ),
    Setting("FOLD_ROWS", 200_000, Text("一次合并发布的最多行数", "Most rows folded into one release")),
    Setting(
        "FOLD_SECONDS",
        2,
        Text(
            "写入的数据至少间隔多少秒合并成一个新版本",
            "Rows that were sent become a release at most once in so many seconds",
        ),
    ),
    Setting(
        "BATCH_RELEASES",
        20,
        Text(
            "由零散写入合成的版本保留最近多少个（每天最后一个另外保留）",
            "Newest releases made of small batches that are kept, besides the last of each day",
        ),
    ),
    Setting(
        "BATCH_DAYS",
        7,
        Text("写入记录与幂等键保留的天数", "Days for which a batch and its Idempotency-Key are remembered"),
    ),
    Setting(
        "SERVING_COPIES", 3, Text("每张表保留查询副本的版本数", "Releases of a table whose serving copy is kept ready")
    ),
    Setting(
        "LAKE_URL",
        "",
        Text(
            "Iceberg 表的对象存储 s3://桶/目录；为空则放在状态目录",
            "Object storage of Iceberg tables, s3://bucket/folder; the state folder if empty",
        ),
    ),
    Setting("S3_ENDPOINT", "", Text("对象存储的地址；为空则为 AWS", "Address of the object storage; AWS if empty")),
    Setting("S3_ACCESS_KEY", "", Text("对象存储的访问密钥编号", "Access key id of the object storage")),
    Setting("S3_SECRET_KEY", "", Text("对象存储的访问密钥", "Secret key of the object storage")),
    Setting("S3_REGION", "", Text("对象存储的区域", "Region of the object storage")),
    Setting(
        "SPARK_URL",
        "",
        Text(
            "计算集群 sc://主机:端口（Spark Connect）；为空则不用",
            "Cluster sc://host:port (Spark Connect); none if empty",
        ),
    ),
    Setting(
        "SPARK_ROWS",
        20_000_000,
        Text("行数达到此值的数据表交给集群", "Tables of so many rows and more go to the cluster"),
    ),
)
