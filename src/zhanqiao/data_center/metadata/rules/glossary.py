"""Common words of column names, Chinese and English, from which dictionary proposals are made.

One line per word: Chinese, a tab, English. The first line of an English word is its Chinese.
"""

from __future__ import annotations

from types import MappingProxyType

WORDS = """
序号	No.
编号	number
号	number
号码	number
代码	code
编码	code
标识	identifier
标识符	identifier
名称	name
姓名	person's name
标题	title
简称	short name
全称	full name
英文名	English name
拼音	pinyin
类型	type
类别	category
种类	kind
分类	class
级别	level
等级	grade
状态	status
性质	nature
备注	remarks
说明	notes
描述	description
内容	content
摘要	abstract
关键字	keywords
关键词	keywords
来源	source
网址	web address
链接	link
单位	unit
单位名称	name of the body
部门	department
机构	organisation
机关	authority
企业	enterprise
企业名称	enterprise name
公司	company
公司名称	company name
法定代表人	legal representative
负责人	person in charge
联系人	contact
联系电话	telephone
电话	telephone
手机	mobile phone
手机号	mobile phone number
手机号码	mobile phone number
邮箱	e-mail
邮编	postcode
邮政编码	postcode
地址	address
详细地址	full address
住所	domicile
注册	registration
注册地址	registered address
注册资本	registered capital
注册日期	registration date
成立日期	date of establishment
经营范围	scope of business
统一社会信用代码	unified social credit code
信用代码	credit code
身份证号	identity number
身份证号码	identity number
证件号码	document number
许可证号	licence number
许可编号	permit number
许可	permit
证书	certificate
文号	document number
区划	division
行政区划	administrative division
区划代码	division code
行政区划代码	administrative division code
区划名称	division name
省	province
省份	province
省代码	province code
市	city
城市	city
市代码	city code
区	district
区县	district
区县代码	district code
所属区县	district
所属区市	district
街道	street
乡镇	township
乡镇街道	township or street
街道代码	street code
村	village
村居	village or community
社区	community
国家	country
国家代码	country code
洲	continent
经度	longitude
纬度	latitude
坐标	coordinates
海拔	elevation
高程	elevation
面积	area
长度	length
宽度	width
高度	height
深度	depth
距离	distance
里程	mileage
人口	population
人数	number of people
户数	number of households
数量	quantity
总数	total
合计	total
总计	grand total
小计	subtotal
金额	amount
价格	price
单价	unit price
费用	cost
税额	tax
收入	income
支出	expenditure
余额	balance
占比	share
比例	ratio
比率	rate
百分比	percentage
增长率	growth rate
平均	average
平均值	mean
最大值	maximum
最小值	minimum
最高	highest
最低	lowest
年	year
年份	year
年度	year
季度	quarter
月	month
月份	month
日	day
日期	date
时间	time
时刻	time
小时	hour
分钟	minute
星期	weekday
开始	start
开始日期	start date
开始时间	start time
结束	end
结束日期	end date
结束时间	end time
发布日期	date of publication
发布时间	time of publication
更新日期	date updated
更新时间	time updated
创建时间	time created
有效期	validity
有效期起	valid from
有效期止	valid to
生效日期	effective date
处罚	penalty
处罚日期	penalty date
审批	approval
审批日期	approval date
决定日期	decision date
登记	registration
登记日期	registration date
交通	transport
公交	bus
地铁	metro
线路	line
线路名称	line name
站点	station
站名	station name
站点名称	station name
车站	station
站	station
换乘	transfer
方向	direction
车辆	vehicle
车牌	number plate
停车场	car park
泊位	parking space
泊位数	parking spaces
车位	parking space
港口	port
船舶	ship
机场	airport
航班	flight
航空公司	airline
出发	departure
到达	arrival
始发	departure
终点	terminus
起点	starting point
速度	speed
学校	school
医院	hospital
医疗机构	medical institution
床位	bed
床位数	beds
景区	scenic area
气象	weather
气温	temperature
温度	temperature
最高气温	highest temperature
最低气温	lowest temperature
湿度	humidity
风速	wind speed
风向	wind direction
风力	wind force
降水	precipitation
降水量	precipitation
降雨量	rainfall
天气	weather
气压	air pressure
能见度	visibility
空气质量	air quality
空气质量指数	air quality index
首要污染物	primary pollutant
污染物	pollutant
浓度	concentration
水质	water quality
法规	regulation
法律	law
条款	article
问题	question
答案	answer
诉求	request
工单	work order
工单编号	work order number
办理	handling
办结	closing
受理	acceptance
受理时间	time of acceptance
满意度	satisfaction
项目	project
项目名称	project name
产品	product
产品名称	product name
商品	goods
行业	industry
行业代码	industry code
行业分类	industry class
主题	theme
领域	domain
性别	sex
年龄	age
民族	ethnic group
学历	education
职业	occupation
评分	score
得分	score
排名	rank
次数	count
频率	frequency
版本	version
语言	language
币种	currency
货币	currency
是否	whether
股票	stock
股票代码	stock code
证券代码	security code
证券简称	short security name
交易所	exchange
市值	market value
数据	data
字段	field
字段名	field name
格式	format
大小	size
颜色	colour
几何	geometry
"""


def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((zh, en) for zh, en in (line.split("\t") for line in WORDS.strip().splitlines()))


ENGLISH = MappingProxyType(dict(_pairs()))
CHINESE = MappingProxyType({en.lower(): zh for zh, en in reversed(_pairs())})
LONGEST = max(len(word) for word in ENGLISH)
# the unit as the source writes it in brackets or as a suffix -> the symbol shown
UNITS = MappingProxyType(
    {
        "米": "m",
        "千米": "km",
        "公里": "km",
        "厘米": "cm",
        "毫米": "mm",
        "平方米": "m²",
        "平方公里": "km²",
        "公顷": "ha",
        "亩": "亩",
        "立方米": "m³",
        "元": "元",
        "万元": "万元",
        "亿元": "亿元",
        "吨": "t",
        "万吨": "万吨",
        "千克": "kg",
        "公斤": "kg",
        "克": "g",
        "人": "人",
        "万人": "万人",
        "户": "户",
        "个": "个",
        "家": "家",
        "摄氏度": "°C",
        "℃": "°C",
        "%": "%",
        "％": "%",
        "秒": "s",
        "分钟": "min",
        "小时": "h",
        "天": "d",
        "度": "°",
        "m": "m",
        "km": "km",
        "cm": "cm",
        "mm": "mm",
        "km2": "km²",
        "m2": "m²",
        "kg": "kg",
        "t": "t",
        "ha": "ha",
        "mph": "mph",
        "ft": "ft",
        "miles": "mi",
        "min": "min",
        "sec": "s",
        "hpa": "hPa",
        "pct": "%",
        "percent": "%",
        "μg/m³": "μg/m³",
        "ug/m3": "μg/m³",
        "mg/m³": "mg/m³",
        "mg/m3": "mg/m³",
    }
)
