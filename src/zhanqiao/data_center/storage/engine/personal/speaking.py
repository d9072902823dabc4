"""Names and homes in running text: what a remark says of somebody. 联系人张三丰，住市南区香港中路12号3单元502.

A name is a surname and one or two characters between a word that introduces a person (or a pause) and what ends a name; a
home is an address down to its door behind a word of living. Our own rules, in SQL over whole columns: they find what
officers write, not everything that language can say.
"""

from __future__ import annotations

import re

from zhanqiao.data_center.storage.engine.personal.names import DOUBLE_SURNAMES, HAN, SURNAMES

ROLES = (
    "姓名|名字|户主|申请人|当事人|患者|投诉人|来电人|来访人|信访人|反映人|举报人|报案人|报修人|求助人|家长|监护人|收件人|收货人|寄件人|联系人|联络人|业主|市民|居民|村民|住户"
    "|租户|房东|房主|承租人|司机|车主|驾驶人|驾驶员|乘客|学生|考生|死者|伤者|受害人|被害人|嫌疑人|原告|被告|被执行人|委托人|代理人|受益人|老人|儿子|女儿|妻子|丈夫|父亲|母亲|其子|其女|其妻|其夫"
    "|本人|我叫|名叫|叫做"
)
TITLES = "先生|女士|小姐|同志|同学|老师|师傅|大爷|大妈|阿姨|大夫|医生|老人"
FULL = f"((?:{DOUBLE_SURNAMES})[{HAN}]{{1,2}}|[{SURNAMES}][{HAN}]{{1,2}})"
NO_HAN = f"[^{HAN}]|$"
SAID = "反映|来电|致电|投诉|举报|咨询|报修|表示|要求|希望|认为|发现|提出|建议|已|称|说|家住|现住|居住|住|电话|手机|身份|男|女"
STATED = f'(?:{ROLES})(?:["” ]{{0,2}}[:=]["“ ]{{0,2}}|[(] ?|是|为|叫| ){FULL}(?:{NO_HAN}|{TITLES}|{SAID}|于|在|的|已|因|等|与|和|及)'
CALLED = f"(?:{ROLES}){FULL}(?:{NO_HAN}|{TITLES}|{SAID})"
TITLED = f"(?:^|[^{HAN}]|由|请|与|和|找|向|给|经|被|是|为|叫|对|及|让){FULL}(?:{TITLES})"
NAMED = (STATED, CALLED, TITLED)
# What follows a surname's character and is no given name: a post, "somebody", a title.
NO_GIVEN = (
    "经理 主任 科长 处长 局长 所长 站长 院长 校长 园长 书记 主席 老师 老板 医生 大夫 师傅 律师 先生 女士 小姐 同志 同学 大爷 大妈"
    " 阿姨 老人 总 工 老 队长 店长 会计 教授 护士 警官 法官 老太 奶奶 爷爷 大姐 大哥"
)
# Ordinary words that begin with a character which is a surname too.
NO_NAMES = (
    "方面 方便 方式 方案 方向 安全 安排 安装 安置 安静 安心 高度 高龄 高空 高温 高中 高考 高层 成立 成功 成为 成绩 成员 成本 应急"
    " 应该 应当 应对 马上 马路 时间 时候 时常 时段 明确 明显 明天 平时 平安 平台 平均 强烈 强调 强制 于是 管理 管道 管线 管网 包括"
    " 包装 包含 包裹 康复 车辆 车位 车牌 车库 房屋 房间 房产 房租 房源 路况 路灯 路面 路段 路过 田地 简单 简介 支持 支付 支出 信息"
    " 信访 信用 信任 利益 利用 权益 权利 权限 居住 居家 居委 呼声 呼吁 全部 全体 全家 全程 全面 计划 计算 计费 关系 关注 关于 关心"
    " 关闭 游客 游泳 游戏 车主 文明 文化 文件 文字 卫生 卫健 曾经 曾在 万分 万元 毕业 党员 宿舍 景观 景区 花草 花园 花坛 门前 门锁"
    " 门口 门诊 门卫 相关 相信 相互 井盖 荣誉 元旦 元宵 宣传 宣布 申请 申报 申诉 施工 施救 查询 查看 查明 查处 单位 单元 单独 单车"
    " 解决 解释 解除 项目 容易 容积 连续 连接 连带 向上 向前 向社 向我 谈话 左右 左侧 封闭 封控 干扰 干净 国家 国际 国庆 白天 白色"
    " 黄色 黄线 金额 金融 钱款 钱财 余额 许多 许可 严重 严格 易燃 易发 汤姆 温度 温馨 谢谢 何时 何种 何处 周边 周围 周末 周期 周一"
    " 周二 周三 周四 周五 周六 周日 祝福 祝贺 顾客 顾虑 盛行 盛世 尚未 尚有 齐全 季节 季度 沙发 海边 海鲜 海外 米饭 乐意 乐观 危险"
    " 危房 危害 危急 幸福 幸好 衣服 展示 展开 植物 植树 阳台 阳光 阳性 阴雨 满意 满足 闻到 车站 车间 车祸 车费 富裕 丰富 那么 那个"
    " 那边 揭发 但是 但该 况且 由于 由此 由社 由街 由物 宾馆 储存 储物 慕名 原因 原来 原有 原告 原先 班级 班主 班车 敬老 敬请 云端"
    " 索要 索赔 冷水 冷气 冷藏 边上 边界 巫婆 耿耿 支取 楼道 楼下 楼上 楼梯 楼层 楼顶 楼栋 楼房 楼宇 楼盘 楼间 麻烦 麻将 桂花 柳树"
    " 柏油 桑拿 牛奶 牛肉 羊肉 毛病 龙头 史料 雷雨 雷电 江边 江河 杨树 柴油 柴火 苗木 苗圃 谷物 梅雨 童车 童年 林地 林木 石材 石头"
    " 石油 章程 鲁莽 鲁迅 殷切 关停 兰花 甘肃 包间 包干 符合 纪念 纪律 纪委 舒适 舒服 喻为 游乐 辛苦 辛勤 蒙古 华夏 华侨 饶有 解答"
    " 艾滋 尤其 农村 农民 农业 农田 农户 农药 司法 司机 卓越 古树 古建 古镇 项链 简易 简化 连廊 费用 费率 岑寂 冷静 宗教 全校 全班"
    " 全市 全区 全村 全额 应用 应付 仇恨 商户 商店 商铺 商品 商业 商场 商贩 商量 荣获 储蓄 郎朗 丛生 仲裁 巩固 明知 明文 池塘 池水"
    " 查封 查验 官方 官网 封堵 封条 匡算 惠民 乐器 南侧 南边 南门 南北 班次 原价 原地 燕窝 劳动 劳务 皮肤 皮革 粟米 位于 位置 伊始"
    " 区域 区别 区分 权威 屠宰 豆腐 豆浆 盖章 盖板 练习 廉租 廉价 井水 漆面 巴士 丰收 支撑 卿卿 国有 国土 国道 国标 狄更 平方 平米"
    " 平衡 计入 计时 计生 索取 宣讲 晋升 相比 相邻 相当 初中 初步 初次 初期 门面 门窗 门店 容貌 容器 敬礼 芮城 普通 普查 普遍 普及"
    " 阙如 浦东 戈壁 伏天 薄弱 辜负 羊毛 阿姨 阿里 乌云 母亲 母婴 裘皮 修缮 修理 修建 修复 修路 修车 杭州 那些 那里 那时 宿迁 鲜花"
    " 鲜奶 隆重 茹素 诺言 战士 战友 危楼 危重 玉米 玉器 银行 银杏 哈尔 湛江 宾客 戎装 勾结 茅台 茅草 利率 利息 利润 居民 居室 居中"
    " 呼叫 呼救 呼吸 揭牌 干部 干事 但凡 尉官 冶炼 斯文 元素 束缚 檀香 衣柜 衣物 信号 信箱 信件 信贷 展览 展会 展位 阴天 昝岗 智能"
    " 智慧 智力 幸亏 奉献 植被 衡量 富余 尧舜 闭路 闭店 由我 由政 由市 由区 海岛 海洋 海域 管部 管单 管机"
)
OFFICES = "区县镇乡村街路局处所院馆校室部店厂园站队科司厅"
LIVING = "家住|现住|租住|暂住|住址|现居|家庭地址|居住地址?|居住[于在]|户籍(?:地址?)?|住[于在]|[^入居同借留]住|^住"
NOT_LIVING = "院宿建房户宅所持进满校店客改宅"  # 住院, 住宿, 住建局, 住房, 住户 …
DOOR = "(?:[0-9]{1,5}(?:号|弄|栋|幢|号楼)[^。；;\\n]{0,6}?[0-9一二三四五六七八九十]{1,4}(?:单元|室|户|楼)|[0-9]{1,5}(?:号|弄)|[0-9]{1,4}(?:栋|幢|号楼|单元)|[0-9]{1,4}-[0-9]{1,4}-[0-9]{2,4})"
LIVES_AT = f"(?:{LIVING})[: ]?(?:是|为|在|于)?[^0-9。；;，,{NOT_LIVING}\\s][^。；;，,\\s]{{0,24}}?{DOOR}"
MAY_LIVE = re.compile("(?:住|现居|家庭地址|户籍).{0,40}?[0-9０-９]")
FLAT = "[0-9]{1,4}(?:号楼|栋|幢|座)[0-9]{3,4}户"


def names_somebody(*, cell: str) -> str:
    """Return SQL that says whether a folded text names a person; to be asked of texts in which ``MAY_NAME`` is found."""
    found = " || ".join(f"regexp_extract_all({cell}, '{form}', 1)" for form in NAMED)
    words, given = _listed(NO_NAMES), _listed(NO_GIVEN)
    ordinary = (
        f"regexp_matches(one, '[{OFFICES}]$') OR left(one, 1) IN ('和', '都', '来', '公') OR left(one, 2) IN {words}"
        f" OR substr(one, 2) IN {given} OR substr(one, 2, 1) IN ('某', '姓', '氏', '总', '老')"
    )
    return f"len(list_filter({found}, lambda one: NOT ({ordinary}))) > 0"


MAY_NAME = "|".join(f"(?:{form})" for form in NAMED)


def _listed(words: str) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words.split()) + ")"
