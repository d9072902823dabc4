"""What nodes hand over, and what is refused of them. Pure."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

ROW_OPERATIONS = ("append", "update", "upsert", "delete")
FILE_OPERATIONS = ("replace-file", "append-file")
OPERATIONS = (*ROW_OPERATIONS, *FILE_OPERATIONS)
OPERATION_TEXTS = {
    "append": Text("追加行", "Rows appended"),
    "update": Text("更新行", "Rows updated"),
    "upsert": Text("更新或新增行", "Rows upserted"),
    "delete": Text("删除行", "Rows deleted"),
    "replace-file": Text("整表替换（文件）", "Table replaced by a file"),
    "append-file": Text("追加文件", "File appended"),
}


class ReplayedError(ZhanqiaoError):
    """A signed call came a second time, word for word; nothing was read or written."""

    status = 401
    code = "call-replayed"
    sentence = Text(
        zh="同一签名请求已经收到过，未再执行。重试时请用新的 nonce 重新签名，保留同一个 Idempotency-Key。",
        en="This very call came before and was not carried out again. Sign a retry anew with a new nonce, and keep its "
        "Idempotency-Key.",
    )


class TransferKeyUsedError(ZhanqiaoError):
    """The Idempotency-Key stands for another transfer of this node; nothing was taken."""

    status = 422
    code = "idempotency-conflict"
    sentence = Text(
        zh="Idempotency-Key“{key}”已用于另一次交换（{transfer}）。没有写入任何内容，请为新内容使用新的键。",
        en="The Idempotency-Key '{key}' was used for another transfer ({transfer}). Nothing was taken; give new content a new key.",
    )


class ContentDiffersError(ZhanqiaoError):
    """The content is not what the signature covers; nothing was taken."""

    status = 401
    code = "content-differs"
    sentence = Text(
        zh="收到的内容与签名覆盖的 Content-Digest 不符，没有写入任何内容。请重新签名并发送。",
        en="The content is not what the signed Content-Digest says; nothing was taken. Sign it again and send it.",
    )


class NodeKeyTakenError(ZhanqiaoError):
    """A node with this key is registered already; nothing was saved."""

    status = 409
    code = "exchange-node-taken"
    sentence = Text(
        zh="这把公钥已由节点 {node} 登记，没有保存。请为每个系统生成自己的密钥。",
        en="The node {node} has this key already; nothing was saved. Make a key of its own for each system.",
    )


class NodeRevokedError(ZhanqiaoError):
    """The node was revoked, so it takes no further key; nothing was saved."""

    status = 409
    code = "exchange-node-revoked"
    sentence = Text(
        zh="节点 {node} 已停用，不能再添加密钥，没有保存。请重新登记该系统。",
        en="The node {node} is revoked and takes no further key; nothing was saved. Register the system anew.",
    )


class NotSealedError(ZhanqiaoError):
    """A transfer is not in a sealed batch yet: its whole proof is not there."""

    status = 409
    code = "not-sealed-yet"
    sentence = Text(
        zh="交换 {transfer} 的回执尚未并入哈希树批次，请在 {retry_after} 秒后再取。回执本身已经有效。",
        en="The receipt of {transfer} is not in a sealed batch yet; ask again in {retry_after} seconds. The receipt itself holds.",
    )
