"""A small city of search documents, hand-made after the demo city's datasets."""

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


CITY = (
    dataset(
        "qingdao-streets",
        "青岛市乡镇街道",
        "Streets and towns of Qingdao",
        "20",
        CIVIL,
        abstract_zh="青岛市七区三市全部乡镇级行政区的名称与统计用区划代码，共141个。",
        keywords=("行政区划", "街道办事处"),
        columns=columns(
            ("区划代码", "区划代码", "Division code"), ("名称", "名称", "Name"), ("区市", "所属区市", "District")
        ),
        rows=141,
    ),
    dataset(
        "qingdao-villages",
        "青岛市村居",
        "Villages and communities of Qingdao",
        "20",
        CIVIL,
        abstract_zh="青岛市村民委员会与居民委员会名单，含十二位区划代码。",
        keywords=("行政区划", "村委会", "居委会"),
        columns=columns(
            ("code", "区划代码", "Division code"), ("name", "名称", "Name"), ("streetCode", "街道代码", "Street code")
        ),
        rows=2120,
    ),
    dataset(
        "division-changes",
        "行政区划变更1980—2020",
        "Changes of administrative divisions 1980–2020",
        "20",
        CIVIL,
        abstract_zh="全国县级以上行政区划变更事件，新旧代码与名称。",
        keywords=("行政区划", "历史"),
        columns=columns(
            ("old_code", "原代码", "Old code"), ("new_code", "新代码", "New code"), ("year", "年份", "Year")
        ),
    ),
    dataset(
        "metro-stations",
        "青岛地铁车站",
        "Qingdao metro stations",
        "6",
        TRANSPORT,
        abstract_zh="青岛地铁各线路车站的中英文名称、开通日期与曾用名。",
        keywords=("轨道交通", "车站"),
        columns=columns(
            ("站名", "站名", "Station name"), ("线路", "所在线路", "Lines"), ("曾用名", "曾用名", "Former names")
        ),
        rows=262,
        modified="2026-06-01",
        licence="ODbL-1.0",
        scene="travel",
        scene_names=("交通出行", "Getting around"),
    ),
    dataset(
        "metro-lines",
        "青岛地铁线路",
        "Qingdao metro lines",
        "6",
        TRANSPORT,
        abstract_zh="已开通与在建线路的长度、车站数与颜色。",
        keywords=("轨道交通",),
        columns=columns(("线路", "线路名称", "Line"), ("长度", "线路长度（千米）", "Length in km")),
        rows=14,
        modified="2026-05-01",
        licence="ODbL-1.0",
        scene="travel",
        scene_names=("交通出行", "Getting around"),
    ),
    dataset(
        "metro-line5",
        "青岛地铁5号线建设进度",
        "Construction of metro line 5",
        "5",
        TRANSPORT,
        abstract_zh="各车站与区间的开工、封顶、贯通日期。",
        keywords=("轨道交通", "在建工程"),
        rows=28,
        update_cycle="monthly",
    ),
    dataset(
        "bus-stops",
        "公交站点与线路",
        "Bus stops and routes",
        "6",
        TRANSPORT,
        abstract_zh="市区公交线路及停靠站点。换乘地铁的站点另行标注。",
        keywords=("公共汽车", "公共交通"),
        columns=columns(("stop_id", "站点编号", "Stop id"), ("lng", "经度", "Longitude"), ("lat", "纬度", "Latitude")),
        rows=5200,
        formats=("csv", "geojson"),
        synthetic=True,
    ),
    dataset(
        "air-routes",
        "青岛机场航线",
        "Air routes of Qingdao airport",
        "6",
        TRANSPORT,
        abstract_zh="2014年青岛流亭机场的通航城市与航空公司。",
        keywords=("航班",),
        columns=columns(("airline", "航空公司", "Airline"), ("destination_iata", "目的机场代码", "Destination")),
        rows=376,
    ),
    dataset(
        "sea-ports",
        "世界海港",
        "Sea ports of the world",
        "6",
        TRANSPORT,
        abstract_zh="各国海港的名称、坐标与联合国口岸代码。",
        keywords=("港口", "航运"),
        formats=("json",),
        rows=1634,
    ),
    dataset(
        "parking",
        "公共停车场",
        "Public car parks",
        "5",
        TRANSPORT,
        abstract_zh="路外公共停车场的位置、泊位数与收费标准。",
        keywords=("泊位",),
        synthetic=True,
        open_type="conditional",
        columns=columns(("spaces", "泊位数", "Spaces"), ("fee", "收费标准", "Fee")),
        rows=900,
    ),
    dataset(
        "beijing-air",
        "北京空气质量逐时（2站）",
        "Hourly air quality of Beijing, 2 stations",
        "10",
        ENVIRONMENT,
        abstract_zh="奥体中心与东四两个监测站2013—2017年逐时浓度。",
        keywords=("PM2.5", "大气"),
        columns=columns(
            ("PM2.5", "细颗粒物浓度", "PM2.5"),
            ("SO2", "二氧化硫浓度", "Sulphur dioxide"),
            ("TEMP", "气温", "Temperature"),
        ),
        rows=70128,
        district="110000",
        division_names=("北京市", "Beijing"),
        modified="2017-03-01",
    ),
    dataset(
        "weather-stations",
        "中国气象站",
        "Weather stations of China",
        "10",
        ENVIRONMENT,
        abstract_zh="地面气象观测站的编号、坐标与海拔。",
        keywords=("气象",),
        rows=790,
    ),
    dataset(
        "regulations",
        "青岛市地方性法规全文",
        "Local regulations of Qingdao, full text",
        "17",
        abstract_zh="青岛市现行地方性法规71件全文。",
        keywords=("条例", "立法"),
        formats=("json",),
        rows=71,
    ),
    dataset(
        "listed-companies",
        "沪深上市公司",
        "Companies listed in Shanghai and Shenzhen",
        "13",
        abstract_zh="上市公司名称、行业、注册地与代码。",
        keywords=("股票", "证券"),
        columns=columns(
            ("symbol", "证券代码", "Symbol"), ("统一社会信用代码", "统一社会信用代码", "Unified social credit code")
        ),
        rows=3876,
    ),
    dataset(
        "covid-shandong",
        "山东新冠疫情逐日2020",
        "COVID-19 in Shandong by day, 2020",
        "2",
        abstract_zh="各市累计确诊、治愈、死亡人数。",
        keywords=("疫情",),
        district="370000",
        rows=5714,
    ),
    dataset(
        "workdays",
        "中国工作日历2004—2026",
        "Working days of China 2004–2026",
        "18",
        abstract_zh="法定节假日与调休上班日。",
        keywords=("节假日",),
        rows=8401,
    ),
    dataset(
        "universities",
        "中国高校域名",
        "Domains of Chinese universities",
        "7",
        abstract_zh="高等学校及其网站域名。",
        rows=398,
    ),
    dataset(
        "online-retail",
        "网店订单逐日文件",
        "Online retail orders by day",
        "12",
        abstract_zh="英国一家网店二十天的订单明细。",
        keywords=("零售",),
        rows=42481,
        district="",
    ),
    dataset(
        "permits",
        "行政许可办理结果",
        "Administrative permits",
        "22",
        synthetic=True,
        abstract_zh="模拟的行政许可办理结果一百万条。",
        rows=1_000_000,
        columns=columns(
            ("身份证号码", "申请人身份证号码", "Identity number"), ("xukebianhao", "许可编号", "Permit number")
        ),
    ),
    dataset(
        "draft-metro",
        "地铁客流（草稿）",
        "Metro ridership (draft)",
        "6",
        TRANSPORT,
        state="draft",
        abstract_zh="尚未公开。",
    ),
    dataset("withdrawn-ports", "港口吞吐量", "Port throughput", "6", TRANSPORT, state="withdrawn"),
)
