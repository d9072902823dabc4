"""The agreement on using conditionally open data (公共数据开放利用协议), made from the application by a template."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from zhanqiao.kit.texts import Text

AGREEMENT_VERSION = "2026-11"
TEMPLATE = Text(
    zh="""公共数据开放利用协议

甲方（数据提供单位）：{owner_zh}
乙方（利用主体）：{applicant}{code_zh}

一、数据集：{dataset_zh}。范围：{scope}
二、用途与场景：{purpose}；{scene}
三、方式与期限：{way_zh}；自{from_on}起至{to_on}止。每日使用不超过{per_day}次。
四、乙方不得超出上述用途、范围和期限使用数据，不得向第三方提供，不得尝试识别个人。
五、乙方每{months}个月提交一次利用情况报告，期满之日提交最后一次。
六、乙方违反本协议的，甲方或数据主管部门可以暂停授权，限期整改；逾期未改的，终止授权。
七、甲方撤回或暂停开放该数据集时，授权随之停止。
八、乙方提出申请时接受的公共数据安全承诺书是本协议的组成部分。甲方附加的条件：{conditions_zh}
""",
    en="""Agreement on the use of public data

Party A (data owner): {owner_en}
Party B (user): {applicant}{code_en}

1. Dataset: {dataset_en}. Scope: {scope}
2. Purpose and scene: {purpose}; {scene}
3. Way and time: {way_en}; from {from_on} to {to_on}. At most {per_day} uses a day.
4. Party B uses the data for nothing else, passes them to nobody and re-identifies nobody.
5. Party B reports on the use every {months} months, and on the last day for the last time.
6. Upon a breach, party A or the data authority suspends the grant until rectified by a date, and otherwise ends it.
7. The grant stops when party A withdraws or suspends the dataset.
8. The undertaking accepted with the application is part of this agreement. Further conditions of party A: {conditions_en}
""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What is filled into the template."""

    owner: Text
    applicant: str
    credit_code: str
    dataset: Text
    purpose: str
    scene: str
    scope: str
    way: Text
    from_on: str
    to_on: str
    per_day: int
    months: int
    conditions: str


def agreement_text(*, facts: AgreementFacts) -> Text:
    """Return the agreement in both languages; the Chinese one counts in law."""
    plain = {name: value for name, value in asdict(facts).items() if not isinstance(value, dict)}
    code = facts.credit_code
    return TEMPLATE.filled(
        **plain,
        code_zh=f"（统一社会信用代码 {code}）" if code else "",
        code_en=f" (unified social credit code {code})" if code else "",
        owner_zh=facts.owner.zh,
        owner_en=facts.owner.en,
        dataset_zh=facts.dataset.zh,
        dataset_en=facts.dataset.en,
        way_zh=facts.way.zh,
        way_en=facts.way.en,
        conditions_zh=facts.conditions or "无",
        conditions_en=facts.conditions or "none",
    )
