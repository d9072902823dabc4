"""Catalogue records of a large city, generated: the same for a seed, Chinese, with columns and keywords."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from zhanqiao.data_center.catalogue.engine.documents import SearchColumn, SearchDocument

DISTRICTS = {
    "370202": "市南区", "370203": "市北区", "370211": "黄岛区", "370212": "崂山区", "370213": "李沧区",
    "370214": "城阳区", "370215": "即墨区", "370281": "胶州市", "370283": "平度市", "370285": "莱西市",
}  # fmt: skip
DEPARTMENTS = (
    "交通运输局", "教育局", "卫生健康委员会", "市场监督管理局", "生态环境局", "民政局", "公安局", "财政局", "人力资源和社会保障局",
    "自然资源和规划局", "住房和城乡建设局", "水务管理局", "农业农村局", "商务局", "文化和旅游局", "应急管理局", "统计局", "海洋发展局",
    "园林和林业局", "行政审批服务局",
)  # fmt: skip
SUBJECTS = (
    "公共停车场", "地铁站点", "公交线路", "出租汽车", "中小学校", "幼儿园", "医疗机构", "定点药店", "食品经营许可", "特种设备", "空气质量监测",
    "污水处理厂", "养老机构", "社会组织", "交通违法", "财政预算", "社保缴费", "土地供应", "商品房预售", "供水管网", "水库水位", "农产品批发价格",
    "外商投资企业", "旅游景区", "公共图书馆", "危险化学品企业", "居民消费价格", "海水养殖", "城市公园", "行政许可", "行政处罚", "电梯维保",
    "新能源充电桩", "共享单车", "建筑工地扬尘", "再生资源回收", "志愿服务", "残疾人康复", "博物馆藏品", "港口吞吐量",
)  # fmt: skip
KINDS = ("信息", "名录", "统计表", "明细", "监测数据", "分布情况", "月报", "年度汇总", "办理结果", "基本情况")
LABELS = (
    "名称", "地址", "统一社会信用代码", "联系电话", "经度", "纬度", "行政区划代码", "所属区市", "面积", "数量", "负责人", "发证日期", "有效期至",
    "许可证编号", "监测时间", "监测值", "单位", "金额", "营业时间", "开放时间", "等级", "类型", "状态", "备注", "更新时间", "线路名称", "站点名称",
    "车位数量", "收费标准", "主管部门",
)  # fmt: skip
RARE = ("潮汐车道", "古树名木", "蓝色港湾航标", "浒苔打捞", "地下综合管廊", "非遗传承人", "水獭栖息地", "气象雷达")
RARE_ONE_IN = 20_000
THEMES = tuple(f"theme-{number:02}" for number in range(1, 23))
CYCLES = ("daily", "weekly", "monthly", "quarterly", "yearly", "irregular")
STATES = (*["published"] * 19, "draft")
FORMATS = (("csv", "xlsx"), ("csv",), ("csv", "geojson"), ("xlsx",), ("json", "csv"))
MOST_COLUMNS = 14


def records(count: int, /, *, seed: int = 20261127) -> Iterator[SearchDocument]:
    """Yield this many records."""
    random = Random(seed)
    for number in range(count):
        yield record(number, random)


def record(number: int, random: Random, /) -> SearchDocument:
    """Return one record; about one in 20,000 is about something rare."""
    code = random.choice(tuple(DISTRICTS))
    department = random.randrange(len(DEPARTMENTS))
    rare = random.choice(RARE) if random.randrange(RARE_ONE_IN) < len(RARE) else ""
    subject = rare or random.choice(SUBJECTS)
    title = f"{DISTRICTS[code]}{subject}{random.choice(KINDS)}（{random.randint(2015, 2026)}年第{number}号）"
    labels = random.sample(LABELS, random.randint(4, MOST_COLUMNS))
    body = DISTRICTS[code] + DEPARTMENTS[department]
    return SearchDocument(
        id=f"record-{number}", slug=f"record-{number}", title_zh=title, state=random.choice(STATES),
        department_id=f"department-{department}", department=f"department-{department}", department_zh=body,
        open_type=random.choice(("unconditional", "unconditional", "conditional")),
        abstract_zh=f"{body}按{random.choice(KINDS)}归集的{subject}数据，包括{'、'.join(labels[:4])}等，供{random.choice(SUBJECTS)}研究参考。",
        keywords=(subject, random.choice(SUBJECTS), random.choice(LABELS)),
        themes=(random.choice(THEMES),), district=code, division_names=(DISTRICTS[code],),
        formats=random.choice(FORMATS), update_cycle=random.choice(CYCLES), licence="cc-by-4.0", synthetic=True,
        columns=tuple(SearchColumn(f"t{number}", f"c{at}", label) for at, label in enumerate(labels)),
        tables=1, rows=random.randrange(1_000_000), modified=f"20{random.randint(15, 26)}-0{random.randint(1, 9)}-15",
    )  # fmt: skip
