"""How the documents of the small city are made: a department, a theme, usual values."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.engine.documents import SearchColumn, SearchDocument

TRANSPORT, CIVIL, ENVIRONMENT, BIG_DATA = "dep_transport", "dep_civil", "dep_environment", "dep_bigdata"
NAMES = {
    TRANSPORT: ("qingdao-transport", "青岛市交通运输局", "Qingdao Transport Bureau"),
    CIVIL: ("qingdao-civil-affairs", "青岛市民政局", "Qingdao Civil Affairs Bureau"),
    ENVIRONMENT: ("qingdao-ecology", "青岛市生态环境局", "Qingdao Ecology and Environment Bureau"),
    BIG_DATA: ("qingdao-big-data", "青岛市大数据发展管理局", "Qingdao Big Data Bureau"),
}
THEMES = {
    "5": ("城建住房", "Urban development and housing"),
    "6": ("交通运输", "Transport"),
    "7": ("教育文化", "Education and culture"),
    "10": ("生态环境", "Environment"),
    "12": ("商贸流通", "Trade and commerce"),
    "13": ("财税金融", "Finance and taxation"),
    "17": ("法律服务", "Legal services"),
    "18": ("生活服务", "Daily-life services"),
    "2": ("医疗卫生", "Health care"),
    "20": ("地理空间", "Geography and maps"),
    "22": ("其他", "Other"),
}


def columns(*pairs: tuple[str, str, str], table: str = "tbl_1") -> tuple[SearchColumn, ...]:
    """Columns from (name, Chinese label, English label)."""
    return tuple(SearchColumn(table_id=table, name=name, label_zh=zh, label_en=en) for name, zh, en in pairs)


def dataset(slug: str, zh: str, en: str, theme: str, department: str = BIG_DATA, **more) -> SearchDocument:
    """A published dataset with what its department and theme bring along."""
    key, department_zh, department_en = NAMES[department]
    values = {
        "state": "published",
        "open_type": "unconditional",
        "district": "370200",
        "division_names": ("青岛市", "Qingdao"),
        "formats": ("csv",),
        "update_cycle": "yearly",
        "licence": "MIT",
        "modified": "2026-03-01",
        "tables": 1,
        "rows": 100,
        **more,
    }
    return SearchDocument(
        id=f"ds_{slug.replace('-', '')[:12]}",
        slug=slug,
        title_zh=zh,
        title_en=en,
        themes=(theme,),
        theme_names=THEMES[theme],
        department_id=department,
        department=key,
        department_zh=department_zh,
        department_en=department_en,
        **values,
    )
