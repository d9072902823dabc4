"""Signed pushes of department nodes: transfers, their receipts, their proofs. Declared once."""

from __future__ import annotations

from http import HTTPStatus

from zhanqiao.core_services.exchange.rules import OPERATIONS
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.media import ANY_BYTES, JSON, NDJSON
from zhanqiao.portal.open_service.rules.parameters import Kind, Parameter
from zhanqiao.portal.open_service.rules.writing_files import FILENAME
from zhanqiao.portal.open_service.rules.writing_kinds import IDEMPOTENCY_KEY, KEYED, Writing
from zhanqiao.portal.open_service.rules.writing_rows import ROWS

TRANSFER = Parameter("transfer", Text("交换标识（trf_…）", "Transfer id (trf_…)"), required=True)
TABLE = Parameter("table", Text("数据表标识（tbl_…）", "Table id (tbl_…)"), required=True, example="tbl_7k3f9x2m4q8d")
OPERATION = Parameter(
    "operation",
    Text(
        "行：append、update、upsert、delete；整个文件：replace-file 替换整表，append-file 追加",
        "Rows: append, update, upsert, delete; a whole file: replace-file takes the table's place, append-file adds to it",
    ),
    choices=OPERATIONS,
    default="append",
)
OFFSET = Parameter("offset", Text("跳过多少条", "How many to pass over"), kind=Kind.INTEGER, default=0, minimum=0)
CONTENT_DIGEST = Parameter(
    "Content-Digest", Text("正文的摘要 sha-256=:Base64:（RFC 9530）", "sha-256=:Base64: (RFC 9530)"), required=True
)
SIGNATURE_INPUT = Parameter(
    "Signature-Input",
    Text(
        "覆盖 @method、@authority、@path、@query、content-digest、content-type、idempotency-key；参数 created、expires、nonce、"
        'keyid、tag="zhanqiao-exchange"（RFC 9421）',
        "Covers @method, @authority, @path, @query, content-digest, content-type, idempotency-key; parameters created, "
        'expires, nonce, keyid, tag="zhanqiao-exchange" (RFC 9421)',
    ),
    required=True,
)
SIGNATURE = Parameter("Signature", Text("签名（RFC 9421）", "The signature (RFC 9421)"), required=True)

EXCHANGE_WRITINGS: tuple[Writing, ...] = (
    Writing(
        name="send-transfer",
        method="POST",
        path="/exchange/transfers",
        title=Text("交换一批行或一个文件", "Hand over rows or a file"),
        about=Text(
            "由部门节点签名推送。先与交换记录一并持久保存，再应答平台签名的回执；同一 Idempotency-Key 得到同一回执。",
            "Pushed and signed by a department node. It is durable, together with its log, before the receipt signed by the "
            "platform comes back; the same Idempotency-Key gets the same receipt.",
        ),
        places=(),
        parameters=(TABLE, OPERATION, FILENAME),
        headers=(IDEMPOTENCY_KEY, CONTENT_DIGEST, SIGNATURE_INPUT, SIGNATURE),
        body=((NDJSON, {"type": "string"}), (JSON, ROWS), (ANY_BYTES, {})),
        answers=((HTTPStatus.CREATED, "TransferAnswer"), (HTTPStatus.OK, "TransferAnswer")),
        refusals=(*KEYED, 409, 413, 415, 422, 423, 429, 503),
        signed=True,
    ),
    Writing(
        name="transfers",
        method="GET",
        path="/exchange/transfers",
        title=Text("交换记录", "Transfers"),
        about=Text(
            "本部门的交换记录，最新的在前，每页 100 条；用签名或访问密钥读取。",
            "The department's transfers, newest first, 100 a page; read by a signature or an access key.",
        ),
        places=(),
        parameters=(OFFSET,),
        answers=((HTTPStatus.OK, "TransferList"),),
        refusals=KEYED,
        signed=True,
    ),
    Writing(
        name="transfer",
        method="GET",
        path="/exchange/transfers/{transfer}",
        title=Text("一次交换", "A transfer"),
        about=Text(
            "回执、去向（等待、已在某个版本中、被拒绝及原因）和所在的哈希树批次。",
            "Its receipt, what became of it (waits, in a release, refused and why) and its hash-tree batch.",
        ),
        places=(TRANSFER,),
        answers=((HTTPStatus.OK, "TransferAnswer"),),
        refusals=KEYED,
        signed=True,
    ),
    Writing(
        name="proof",
        method="GET",
        path="/exchange/transfers/{transfer}/proof",
        title=Text("可离线核验的回执", "A receipt to verify offline"),
        about=Text(
            "回执、签名请求、哈希树路径、批次签名和时间戳（RFC 3161），合为一个 JSON 文件；双方都可离线核验。",
            "Receipt, signed call, path in the hash tree, signature of the batch and time-stamp (RFC 3161) as one JSON "
            "document, which both sides verify offline.",
        ),
        places=(TRANSFER,),
        answers=((HTTPStatus.OK, "TransferProof"),),
        refusals=(*KEYED, 409),
        signed=True,
    ),
)
