"""What people write of people in remarks, made up: names and homes in running text, and sentences that only look like it."""

from __future__ import annotations

import random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
DOUBLE = ("欧阳", "上官", "司马", "诸葛", "慕容", "夏侯")
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志梅玲斌宇浩鹏飞雪婷欣怡子涵梓轩宁波文博思远海燕春晓东凯琳颖慧晨阳辉亮"
RARE = 0.03  # of names have a surname of two characters
NAMED = (
    "，联系人{}", "，联系人：{}", "，业主{}反映", "，市民{}来电", "，请找{}先生", "，家长 {}女士", "，我叫{}，", "（当事人{}）", "，姓名:{}，",
    "，投诉人为{}，", "，居民{}家住本小区", "，患者{}，男，", "，车主{}电话未接", "，由{}同志办理", "，收件人 {}，", "；监护人：{}；", "，本人{}要求", "，租户{}女士",
)  # fmt: skip
HOMED = (
    "，住{}",
    "，家住{}",
    "，现住{}",
    "，住址：{}",
    "，户籍地{}",
    "，居住在{}",
    "，其母亲住在{}",
    "，租住{}",
    "，住址为{}",
)
DISTRICTS = ("市南区", "青岛市市北区", "李沧区", "崂山区", "黄岛区", "胶州市", "")
ROADS = ("香港中路", "台东一路", "松岭路", "九水路", "延安三路", "福州南路", "长江中路", "人民路", "金水路", "江西路")
DOORS = (
    "{0}号{1}号楼{1}单元{2}",
    "{0}号{1}单元{2}室",
    "{0}号{2}户",
    "{0}号",
    "{1}号楼{1}单元{2}户",
    "{0}号-{1}-{2}",
    "{0}号内{1}栋{2}室",
)
# Words of persons and of living, and nobody in them.
NEGATIVES = (
    "居民高度关注此事，希望尽快解决", "业主方面同意方案，已安排施工", "联系人王经理已回复", "市民李先生来电咨询", "感谢张女士的建议，已采纳", "请按住建局12号文件执行",
    "居住小区3号楼漏水，已报修", "住院部5号楼3层电梯故障", "入住酒店8号房的游客反映空调不制冷", "患者康复出院，回访满意", "居民车辆停放占用3号楼消防通道", "学生安全出行，马上落实",
    "居民楼道照明3单元损坏是否修复", "市民张某某反映噪音", "地址香港中路12号，商户占道", "住房公积金12号窗口排队时间长", "村民从事渔业，应急物资已发放", "业主支持加装电梯，计划明年施工",
    "家长和学生经常在路口等候", "司机马上到达，车位已预留", "居民管道疏通，费用已支付", "住宅楼12号楼外墙脱落", "老人平时在公园活动，路灯不亮", "业主委员会成立，公告已张贴", "居民关系和谐，文明示范小区",
    "联系人：高新区管委会", "租户权益保护，单位已核查", "学生毕业典礼，安全保障到位", "原告：青岛市政公司", "居民全体签字，居委会盖章", "乘客容易滑倒，地面湿滑", "车主都说停车难", "驾驶员应当避让行人",
)  # fmt: skip


def name(draw: random.Random) -> str:
    """Return the name of nobody."""
    surname = draw.choice(DOUBLE) if draw.random() < RARE else draw.choice(SURNAMES)
    return surname + "".join(draw.choice(GIVEN) for _ in range(draw.choice((1, 2, 2, 2))))


def named(draw: random.Random) -> str:
    """Return words that name somebody."""
    return draw.choice(NAMED).format(name(draw))


def homed(draw: random.Random) -> str:
    """Return words that say where somebody lives."""
    door = draw.choice(DOORS).format(draw.randrange(1, 300), draw.randrange(1, 30), draw.randrange(101, 2804))
    return draw.choice(HOMED).format(draw.choice(DISTRICTS) + draw.choice(ROADS) + door)


def negative(*, place: str) -> str:
    """Return SQL for a sentence by the number of a row."""
    listed = ", ".join(f"'{one}'" for one in NEGATIVES)
    return f"list_extract([{listed}], CAST({place} AS BIGINT) % {len(NEGATIVES)} + 1)"
