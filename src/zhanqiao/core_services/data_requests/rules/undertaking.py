"""The undertaking on public data security that every applicant accepts (公共数据安全承诺书)."""

from __future__ import annotations

from zhanqiao.kit.texts import Text

UNDERTAKING_VERSION = "2026-11"
UNDERTAKING: tuple[Text, ...] = (
    Text(
        "所填内容和所附材料真实、完整，变化时及时告知。",
        "What is stated and attached is true and complete; changes are told in time.",
    ),
    Text(
        "只在申请写明的用途、场景、范围和期限内使用数据，不超出，不转给第三方。",
        "The data are used for the stated purpose, scene, scope and time only, and are passed to nobody.",
    ),
    Text(
        "不尝试识别个人或还原已脱敏的内容，不与其他数据结合用于此目的。",
        "Nobody is re-identified and nothing masked is restored, neither from these data nor by joining others.",
    ),
    Text(
        "采取与数据级别相称的技术和管理措施，专人保管访问密钥；发生泄露立即停止使用并报告。",
        "Technical and organisational protection fits the data's level; keys are held by named staff; a leak stops all "
        "use and is reported at once.",
    ),
    Text(
        "按期提交利用情况报告，配合检查；期满或终止后停止使用，并按要求处置数据。",
        "Reports of use are given on time, checks are supported; use stops at the end, and data are disposed of as asked.",
    ),
    Text(
        "违反承诺的，接受暂停、限期整改、终止授权，并承担法律责任。",
        "A breach leads to suspension, rectification by a date or the end of the grant, and to liability under the law.",
    ),
)
