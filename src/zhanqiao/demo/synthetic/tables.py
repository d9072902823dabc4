"""The synthetic tables: permits, enterprises, car parks, hotline cases. Same seed, same bytes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhanqiao.demo.files import SourceFile, write_csv
from zhanqiao.demo.synthetic import words
from zhanqiao.demo.synthetic.credit_codes import credit_codes
from zhanqiao.demo.synthetic.places import Places, Texts, draw

PERMITS, ENTERPRISES, CAR_PARKS, CASES, VISITS = 1_000_000, 60_000, 1_500, 200_000, 30_000
FIRMS = 300_000  # holders of permits; the first ENTERPRISES of them stand in the register
FIRM_SEED, PERMIT_SEED, CAR_PARK_SEED, CASE_SEED, VISIT_SEED = 20150101, 20250601, 1500, 12345, 30_000
SOLE_TRADERS, CANCELLED, REVOKED, RATED, UNSTATED = 0.45, 0.06, 0.005, 0.6, 0.5  # shares
AS_OF = date(2025, 12, 31)
PERMIT_FROM, FIRM_FROM, CASE_FROM = date(2015, 1, 1), date(1995, 1, 1), date(2023, 1, 1)
VALIDITY = 5 * 365
VISIT_DAYS, FREE_MINUTES = 31, 30  # stays of the month after AS_OF
PERMIT_STATES = ("有效", "到期", "注销", "吊销")
BLOCK = 50_000  # rows joined at a time

Rows = NDArray[np.int64]
Column = Texts | list[str]


class Firms:
    """Invented firms, one per number: credit code, name, whether a sole trader, and where it stands."""

    def __init__(self, *, count: int) -> None:
        """Draw ``count`` firms; a larger count gives other firms, so all callers use ``FIRMS``."""
        random = np.random.default_rng(FIRM_SEED)
        self.places: Places = draw(count=count, random=random)
        self.sole = random.random(count) < SOLE_TRADERS
        prefixes = np.where(self.sole, "92", "91")
        serials = np.arange(count, dtype=np.int64)
        divisions = self.places.district_code.astype("U6")
        self.codes = credit_codes(prefixes=prefixes, divisions=divisions, serials=serials).astype(object)
        self.names = np.where(self.sole, _shop_names(self.places, random=random), _firm_names(count, random=random))


def permits(*, into: Path, count: int = PERMITS, firms: int = FIRMS) -> tuple[SourceFile, ...]:
    """Write the permits as a CSV in UTF-8, ``count`` rows of 14 columns. Takes about 6 s for a million."""
    random = np.random.default_rng(PERMIT_SEED)
    holders = Firms(count=firms)
    holder = random.integers(firms, size=count)
    place = holders.places
    issued = random.integers((AS_OF - PERMIT_FROM).days + 1, size=count)
    state = _permit_states(issued, random=random)
    dates = _days(PERMIT_FROM, AS_OF)[issued]
    number = [
        f"SD{day[:4]}{code}{serial:07d}"
        for serial, (day, code) in enumerate(zip(dates.tolist(), place.district_code[holder].tolist(), strict=True))
    ]
    columns: dict[str, Column] = {
        "许可证编号": number,
        "统一社会信用代码": holders.codes[holder],
        "主体名称": holders.names[holder],
        "许可事项": _choice(words.PERMITS, count, random=random),
        "区划代码": place.division[holder],
        "区市": place.district[holder],
        "街道": place.street[holder],
        "发证日期": dates,
        "有效期至": _days(PERMIT_FROM, AS_OF + timedelta(days=VALIDITY))[issued + VALIDITY],
        "状态": np.array(PERMIT_STATES, dtype=object)[state],
        "投资额": _amounts(count, empty=holders.sole[holder], random=random),
        "备注": _remarks(state, place.street[holder], random=random),
        "经度": place.longitude[holder],
        "纬度": place.latitude[holder],
    }
    return (SourceFile(_written(into / "经营许可台账_合成.csv", columns)),)


def enterprises(*, into: Path, count: int = ENTERPRISES, firms: int = FIRMS) -> tuple[SourceFile, ...]:
    """Write the first ``count`` firms as a CSV in GB 18030."""
    random = np.random.default_rng(FIRM_SEED + 1)
    register = Firms(count=firms)
    place = register.places
    kinds = _choice(words.KINDS_OF_FIRM[:-1], count, random=random)
    columns: dict[str, Column] = {
        "统一社会信用代码": register.codes[:count],
        "企业名称": register.names[:count],
        "企业类型": np.where(register.sole[:count], words.KINDS_OF_FIRM[-1], kinds),
        "行业门类": _choice(tuple(words.SECTIONS), count, random=random),
        "成立日期": _days(FIRM_FROM, AS_OF)[random.integers((AS_OF - FIRM_FROM).days + 1, size=count)],
        "注册资本": _amounts(count, empty=np.zeros(count, dtype=bool), random=random),
        "登记状态": random.choice(np.array(["在营", "注销", "吊销"], dtype=object), size=count, p=[0.86, 0.11, 0.03]),
        "区划代码": place.division[:count],
        "区市": place.district[:count],
        "经度": place.longitude[:count],
        "纬度": place.latitude[:count],
    }
    return (SourceFile(_written(into / "企业登记信息_合成.csv", columns, encoding="gb18030")),)


def car_parks(*, into: Path, count: int = CAR_PARKS) -> tuple[SourceFile, ...]:
    """Write the car parks as a CSV in UTF-8."""
    random = np.random.default_rng(CAR_PARK_SEED)
    place = draw(count=count, random=random)
    kind = random.integers(len(words.CAR_PARK_KINDS), size=count)
    spaces = random.integers(12, 900, size=count)
    price = random.choice([0, 2, 3, 4, 5, 6, 8], size=count)
    columns: dict[str, Column] = {
        "停车场编号": [f"TC{code}{serial:05d}" for serial, code in enumerate(place.district_code.tolist(), start=1)],
        "名称": [
            words.CAR_PARK_NAMES[pattern].format(street=street)
            for pattern, street in zip(kind.tolist(), place.street.tolist(), strict=True)
        ],
        "类型": np.array(words.CAR_PARK_KINDS, dtype=object)[kind],
        "区划代码": place.division,
        "区市": place.district,
        "街道": place.street,
        "泊位数": _texts(spaces),
        "充电桩数": _texts(spaces * random.integers(0, 20, size=count) // 100),
        "首小时收费": _texts(price),
        "每日封顶": _texts(price * 8),
        "全天开放": random.choice(np.array(["是", "否"], dtype=object), size=count, p=[0.7, 0.3]),
        "经度": place.longitude,
        "纬度": place.latitude,
    }
    return (SourceFile(_written(into / "公共停车场_合成.csv", columns)),)


def car_parks_of(*, district: str) -> Callable[..., tuple[SourceFile, ...]]:
    """Return what writes the car parks of one district, six digits of its code: the same rows as the city's."""

    def written(*, into: Path, count: int = CAR_PARKS) -> tuple[SourceFile, ...]:
        (city,) = car_parks(into=into, count=count)
        with city.path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        here = header.index("区划代码")
        own = [row for row in rows if row[here].startswith(district)]
        return (SourceFile(write_csv(path=into / f"公共停车场_{district}_合成.csv", header=header, rows=own)),)

    return written


def parking_visits(*, into: Path, count: int = VISITS) -> tuple[SourceFile, ...]:
    """Write stays of cars in the invented car parks as a CSV in UTF-8, ordered by arrival; no car can be told from another."""
    random = np.random.default_rng(VISIT_SEED)
    place = draw(count=CAR_PARKS, random=np.random.default_rng(CAR_PARK_SEED))
    serial = random.integers(CAR_PARKS, size=count)
    arrived = np.sort(random.integers(VISIT_DAYS * 24 * 60, size=count)) + (AS_OF - CASE_FROM).days * 24 * 60
    stayed = np.maximum(3, random.gamma(1.6, 75.0, size=count)).astype(np.int64)
    columns: dict[str, Column] = {
        "停车编号": [f"TF{number:08d}" for number in range(1, count + 1)],
        "停车场编号": [f"TC{place.district_code[one]}{one + 1:05d}" for one in serial.tolist()],
        "区市": place.district[serial],
        "入场时间": _moments(arrived),
        "离场时间": _moments(arrived + stayed),
        "停留分钟": _texts(stayed),
        "车辆类型": random.choice(np.array(words.CARS, dtype=object), size=count, p=[0.71, 0.26, 0.03]),
        "应付金额": _texts(np.where(stayed <= FREE_MINUTES, 0, (stayed + 59) // 60 * 3)),
    }
    return (SourceFile(_written(into / "停车记录_合成.csv", columns)),)


def hotline_cases(*, into: Path, count: int = CASES) -> tuple[SourceFile, ...]:
    """Write the cases as a CSV in UTF-8 with a byte order mark, ordered by the time of receipt."""
    random = np.random.default_rng(CASE_SEED)
    place = draw(count=count, random=random)
    minutes = (AS_OF - CASE_FROM).days * 24 * 60
    received = np.sort(random.integers(minutes, size=count))
    hours = np.maximum(1, random.gamma(2.0, 24.0, size=count)).astype(np.int64)
    open_still = received + hours * 60 > minutes
    request = random.integers(len(words.REQUESTS), size=count)
    kinds, topics, patterns, offices = (np.array(part, dtype=object) for part in zip(*words.REQUESTS, strict=True))
    rated = ~open_still & (random.random(count) < RATED)
    columns: dict[str, Column] = {
        "工单编号": [f"QD{serial:09d}" for serial in range(1, count + 1)],
        "受理时间": _moments(received),
        "渠道": _choice(words.CHANNELS, count, random=random),
        "诉求类型": kinds[request],
        "主题": topics[request],
        "内容摘要": [
            pattern.format(street=street)
            for pattern, street in zip(patterns[request].tolist(), place.street.tolist(), strict=True)
        ],
        "区市代码": place.district_code,
        "区市": place.district,
        "承办单位": offices[request],
        "办结时间": np.where(open_still, "", _moments(received + hours * 60)),
        "办理时长": np.where(open_still, "", _texts(hours)),
        "满意度": np.where(rated, _choice(("5", "5", "5", "4", "4", "3", "2", "1"), count, random=random), ""),
    }
    return (SourceFile(_written(into / "热线工单_合成.csv", columns, encoding="utf-8-sig")),)


def _shop_names(places: Places, *, random: np.random.Generator) -> Texts:
    count = len(places.street)
    district = np.array([name[:-1] for name in places.district.tolist()], dtype=object)
    names: Texts = district + _brands(count, random=random) + _choice(words.SHOPS, count, random=random)
    return names


def _firm_names(count: int, *, random: np.random.Generator) -> Texts:
    names: Texts = "青岛" + _brands(count, random=random) + _choice(words.TRADES, count, random=random) + "有限公司"
    return names


def _brands(count: int, *, random: np.random.Generator) -> Texts:
    first = _choice(tuple(words.BRAND_FIRST), count, random=random)
    brands: Texts = first + _choice(tuple(words.BRAND_SECOND), count, random=random)
    return brands


def _permit_states(issued: Rows, *, random: np.random.Generator) -> Rows:
    """Expired when the validity has run out; a few of the others were cancelled or revoked."""
    expired = issued + VALIDITY < (AS_OF - PERMIT_FROM).days
    ended = random.random(len(issued))
    return np.where(ended < CANCELLED, 2, np.where(ended < CANCELLED + REVOKED, 3, np.where(expired, 1, 0)))


def _remarks(state: Rows, street: Texts, *, random: np.random.Generator) -> list[str]:
    draws = random.integers(2**30, size=len(state)).tolist()
    choices = [words.REMARKS[name] for name in PERMIT_STATES]
    return [
        choices[number][pick % len(choices[number])].replace("{street}", name)
        for number, pick, name in zip(state.tolist(), draws, street.tolist(), strict=True)
    ]


def _amounts(count: int, *, empty: NDArray[np.bool_], random: np.random.Generator) -> Texts:
    """Return amounts in 万元 with two decimals; those of ``empty`` rows are left out half of the time."""
    steps = np.array([f"{value:.2f}" for value in np.round(np.geomspace(0.5, 50_000, num=2_000), 2)], dtype=object)
    middle = len(steps) / 2
    amounts = steps[np.clip(random.normal(middle, middle / 3, size=count), 0, len(steps) - 1).astype(np.int64)]
    return np.where(empty & (random.random(count) < UNSTATED), "", amounts)


def _choice(options: Sequence[str], count: int, *, random: np.random.Generator) -> Texts:
    chosen: Texts = np.array(options, dtype=object)[random.integers(len(options), size=count)]
    return chosen


def _days(first: date, last: date) -> Texts:
    span = (last - first).days + 1
    return np.array([(first + timedelta(days=offset)).isoformat() for offset in range(span)], dtype=object)


def _moments(minutes: Rows) -> Texts:
    start = np.datetime64(CASE_FROM, "m")
    written = np.char.replace(np.datetime_as_string(start + minutes, unit="m"), "T", " ")
    moments: Texts = np.char.add(written, ":00").astype(object)
    return moments


def _texts(values: Rows) -> Texts:
    return np.array([str(value) for value in values.tolist()], dtype=object)


def _written(path: Path, columns: Mapping[str, Column], *, encoding: str = "utf-8") -> Path:
    """Write texts that need no quoting (no comma, quote or line end stands in them)."""
    lists = [column.tolist() if isinstance(column, np.ndarray) else list(column) for column in columns.values()]
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(",".join(columns) + "\r\n")
        for start in range(0, len(lists[0]), BLOCK):
            block = (column[start : start + BLOCK] for column in lists)
            file.write("\r\n".join(map(",".join, zip(*block, strict=True))) + "\r\n")
    return path
