"""Settings of what is done with data: terms, limits and doors of the services."""

from __future__ import annotations

from zhanqiao.kit.declared_settings.setting import GIB, MIB, Setting
from zhanqiao.kit.texts import Text

SERVICES: tuple[Setting, ...] = (
    Setting(
        "SPARK_SECONDS", 120, Text("集群上一次查询的最长秒数", "Longest time of one query on the cluster, seconds")
    ),
    Setting(
        "HARVEST_ALLOW",
        "",
        Text(
            "允许采集和连接器访问的内部地址（主机、主机:端口、网段）和本机文件夹（/路径、部门=/路径），逗号分隔",
            "Internal hosts, host:port, networks, and folders (/path, department=/path) that may be read, by comma",
        ),
    ),
    Setting("WEBHOOK_ALLOW", "", Text("Webhook 可发往的内部地址", "Internal addresses webhooks may go to")),
    Setting(
        "HARVEST_BYTES",
        64 * MIB,
        Text("采集或接入的一个文档的最大字节数（解压后）", "Largest document or file fetched, unpacked, bytes"),
    ),
    Setting("HARVEST_SECONDS", 120, Text("读取一个采集文档的最长秒数", "Longest time to fetch one document, seconds")),
    Setting(
        "HARVEST_RUN_SECONDS",
        3_600,
        Text("一次采集或接入的最长秒数", "Longest time of one harvest or run of a connector, seconds"),
    ),
    Setting(
        "HARVEST_MEMORY_BYTES",
        4 * GIB,
        Text("采集和接入进程的内存上限", "Memory of a process that harvests or runs connectors, bytes"),
    ),
    Setting("HARVEST_RECORDS", 100_000, Text("一次采集的最多条目数", "Most records of one harvest")),
    Setting(
        "DASHBOARD_HOSTS",
        "",
        Text(
            "看板可以读取其 JSON 的外部主机（主机或主机:端口），逗号分隔；为空则不读取",
            "Outside hosts (host or host:port) whose JSON dashboards may read, by comma; none if empty",
        ),
    ),
    Setting(
        "DEADLINES",
        "",
        Text(
            "本市自定的办理期限，如 owner_decision=15 WD, use_report=12 M",
            "Terms that the city sets otherwise, as owner_decision=15 WD, use_report=12 M",
        ),
    ),
    Setting(
        "CONSULTATION_FILE_BYTES",
        20 * MIB,
        Text("意见征集的一个附件的最大字节数", "Largest attachment of a consultation, bytes"),
    ),
    Setting(
        "DEADLINE_YELLOW_PERCENT",
        90,
        Text("期限用去百分之多少后亮黄牌", "Share of a term, in percent, after which a yellow card is shown"),
    ),
    Setting(
        "DEADLINE_YELLOW_DAYS",
        1,
        Text("到期前多少个工作日亮黄牌", "Working days before the end at which a yellow card is shown"),
    ),
    Setting(
        "RECEIPT_SIGNATURE",
        "ed25519",
        Text("交换回执的签名算法：ed25519 或 sm2", "Signature of exchange receipts: ed25519 or sm2"),
    ),
    Setting(
        "SEAL_SECONDS",
        60,
        Text("回执最多等待多少秒并入哈希树批次", "Seconds after which receipts are sealed into a hash-tree batch"),
    ),
    Setting(
        "TIMESTAMP_URL",
        "",
        Text(
            "外部时间戳服务（RFC 3161）地址；为空则由平台自签",
            "Address of an outside time-stamping authority (RFC 3161); the platform's own if empty",
        ),
    ),
    Setting(
        "TIMESTAMP_CERTIFICATES",
        "",
        Text(
            "外部时间戳服务的根证书文件（PEM）",
            "File of the root certificates (PEM) of the outside time-stamping authority",
        ),
    ),
    Setting(
        "METRICS_ACCESS",
        "loopback",
        Text(
            "谁可读取 /metrics：loopback（本机与运维密钥）、key（仅运维密钥）、open",
            "Who may read /metrics: loopback (this machine, and operators' keys), key (operators' keys only), open",
        ),
    ),
    Setting(
        "SLOW_QUERY_MS", 1_000, Text("超过多少毫秒记为慢查询", "A query counts as slow from so many milliseconds on")
    ),
    Setting(
        "NOTED_QUERIES",
        2_000,
        Text("保留最近多少条慢查询与失败查询", "Slow and failed queries that are kept, the newest"),
    ),
    Setting("LOG_FILES", True, Text("日志写入状态目录的 logs/", "Write logs to logs/ of the state folder")),
    Setting(
        "LOG_DAYS",
        200,
        Text(
            "日志、任务与告警记录保留的天数，不少于 184",
            "Days that logs, job and alert records are kept, never below 184",
        ),
    ),
    Setting(
        "STATISTICS_DEPARTMENT",
        "",
        Text(
            "以哪个部门（短名或统一社会信用代码）的名义把开放统计各表发布为数据集，每天更新有变化的；为空则不发布",
            "Department (key or credit code) whose datasets the sheets of open statistics become, those that changed every day; none if empty",
        ),
    ),
    Setting(
        "STATISTICS_LEAST",
        5,
        Text(
            "开放统计数据集中公布的最小数，更小的留空或不列（检索词不少于 3 位访问者）",
            "Smallest count in these datasets; smaller ones are left empty or out (searched words: never below 3 visitors)",
        ),
    ),
    Setting(
        "LINK_DAYS", 7, Text("每隔多少天检查一次外部链接，0 为不检查", "Days between two checks of a link; 0 for none")
    ),
    Setting(
        "ALERT_LIMITS",
        "",
        Text("改动告警阈值，如 disk=5,queue=500", "Changed thresholds of alerts, such as disk=5,queue=500"),
    ),
    Setting("ALERT_MAIL", "", Text("告警收件人，逗号分隔", "Who gets alerts by mail, by comma")),
    Setting(
        "ALERT_WEBHOOK", "", Text("告警推送地址（Standard Webhooks）", "Address that gets alerts (Standard Webhooks)")
    ),
    Setting("ALERT_WEBHOOK_SECRET", "", Text("推送签名密钥 whsec_…", "Key of their signature, whsec_…")),
    Setting("SMTP_HOST", "", Text("邮件服务器；为空则不发邮件", "Mail server; no mail if empty")),
    Setting("SMTP_PORT", 25, Text("邮件服务器端口", "Its port")),
    Setting("SMTP_USER", "", Text("邮件服务器用户名", "Its user name")),
    Setting("SMTP_PASSWORD", "", Text("邮件服务器密码", "Its password")),
    Setting("SMTP_SECURITY", "none", Text("邮件加密：none、starttls、tls", "Encryption of mail: none, starttls, tls")),
    Setting("MAIL_FROM", "", Text("发件人地址", "Address that mail comes from")),
    Setting(
        "SYNONYMS", "", Text("同义词文件，代替自带的那份", "File of search synonyms to use instead of the bundled one")
    ),
    Setting("SITE_NAME_ZH", "青岛公共数据开放平台", Text("网站名称（中文）", "Site name, Chinese")),
    Setting("SITE_NAME_EN", "Qingdao Open Data", Text("网站名称（英文）", "Site name, English")),
    Setting(
        "SITE_EMAIL",
        "",
        Text("网站管理员的电子邮箱，供采集者联系", "E-mail of the site's administrator, for harvesters"),
    ),
    Setting("HOST_AGENCY_ZH", "青岛市大数据发展管理局", Text("主办单位（中文）", "Host agency, Chinese")),
    Setting("HOST_AGENCY_EN", "Qingdao Big Data Bureau", Text("主办单位（英文）", "Host agency, English")),
    Setting("ICP_NUMBER", "", Text("ICP 备案号", "ICP filing number")),
    Setting("POLICE_NUMBER", "", Text("公安备案号", "Public-security filing number")),
    Setting("SITE_CODE", "", Text("政府网站标识码", "Government site identifier")),
)
