"""JSON Schemas of transfers, receipts, proofs, keys and counters."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.shapes import (
    MOMENT,
    STRING,
    WHOLE,
    Schema,
    either,
    many,
    maybe,
    reference,
    said,
    single,
    thing,
)

SIGNATURE = thing(
    Text("签名", "A signature"), key=STRING, algorithm=STRING, value=said(STRING, "Base64 编码", "In Base64")
)
EXCHANGE: dict[str, Schema] = {
    "Signature": SIGNATURE,
    "Receipt": thing(
        Text("平台签名的回执", "What the platform signs of a transfer"),
        transfer=STRING,
        platform=STRING,
        node=STRING,
        department=STRING,
        table=STRING,
        operation=STRING,
        rows=maybe(WHOLE),
        bytes=WHOLE,
        sha256=STRING,
        sm3=STRING,
        idempotency_key=STRING,
        taken_as=said(STRING, "并入的批次或任务", "The batch or the job that it became"),
        accepted_at=MOMENT,
        call=said(STRING, "签名请求的 SHA-256", "SHA-256 of the signed call"),
    ),
    "Call": thing(
        Text("部门节点的签名请求", "The signed call of the node"),
        base=said(STRING, "被签名的文本（RFC 9421 §2.5）", "The text that was signed (RFC 9421 §2.5)"),
        signature=STRING,
        key=STRING,
        algorithm=STRING,
    ),
    "Transfer": thing(
        Text("一次交换", "A transfer"),
        id=STRING,
        receipt=reference("Receipt"),
        signature=reference("Signature"),
        call=reference("Call"),
        state=said(
            STRING,
            "accepted 已接收，released 已发布，refused 已拒绝，held 待人工处理",
            "accepted, released, refused, or held for a person",
        ),
        release=said(maybe(STRING), "数据所在的版本", "The release that holds the rows"),
        code=said(maybe(STRING), "拒绝的原因代码", "Code of the reason it was refused for"),
        reason=either("Text"),
        batch=said(maybe(WHOLE), "所在的哈希树批次", "The hash-tree batch it is sealed in"),
        url=STRING,
        proof=said(STRING, "可离线核验的回执", "The receipt to verify offline"),
    ),
    "TransferAnswer": single(Text("一次交换", "A transfer"), reference("Transfer")),
    "TransferList": thing(
        Text("交换记录", "Transfers"),
        data=many(
            thing(
                Text("一条交换记录", "One of them"),
                id=STRING,
                receipt=reference("Receipt"),
                batch=maybe(WHOLE),
                url=STRING,
            )
        ),
        total=WHOLE,
    ),
    "TransferProof": thing(
        Text("可离线核验的回执", "A receipt to verify offline"),
        format=STRING,
        receipt=reference("Receipt"),
        signature=reference("Signature"),
        call=reference("Call"),
        batch=thing(
            Text("在批次哈希树中的位置（RFC 6962）", "Its place in the hash tree of its batch (RFC 6962)"),
            head={"type": "object"},
            signature=reference("Signature"),
            place=WHOLE,
            path=many(STRING),
        ),
        time_stamp=thing(
            Text("时间戳", "The time-stamp"),
            kind=said(STRING, "own 平台自签，outside 外部机构", "own: the platform's, outside: an authority's"),
            token=said(STRING, "TimeStampResp，DER 格式，Base64 编码", "TimeStampResp in DER, Base64"),
        ),
    ),
    "ExchangeKeys": thing(
        Text("核验回执的公钥", "Keys that receipts are verified by"),
        format=STRING,
        platform_name=reference("Text"),
        platform=many(thing(Text("平台公钥", "A key of the platform"), id=STRING, algorithm=STRING, public=STRING)),
        time_stamp=many(thing(Text("时间戳证书", "A certificate of time-stamps"), kind=STRING, certificate=STRING)),
        nodes=many(
            thing(
                Text("部门节点", "A department node"),
                node=STRING,
                key=STRING,
                algorithm=STRING,
                public=STRING,
                department=STRING,
                valid_from=MOMENT,
                valid_to=MOMENT,
                revoked_at=maybe(MOMENT),
            )
        ),
    ),
    "ExchangeCounters": thing(
        Text("交换统计", "Exchange counters"),
        since=said(STRING, "从这一天起", "From this day on"),
        data=many(
            thing(
                Text("一个部门一天", "A department on a day"),
                day=STRING,
                department=STRING,
                transfers=WHOLE,
                rows=WHOLE,
                bytes=WHOLE,
            )
        ),
    ),
}
