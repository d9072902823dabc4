"""The heads of open lists: what Chinese portals call the fields of a catalogue (and what English ones do)."""

from __future__ import annotations

import re
from types import MappingProxyType

LABEL_WORDS = {
    "identifier": "信息资源代码 资源代码 目录代码 目录编码 数据集编号 数据集编码 数据集标识 标识 标识符 编号 资源编码 数据编码 "
    "资源标识 目录编号 id identifier code uuid",
    "title": "标题 数据集名称 名称 信息资源名称 资源名称 目录名称 数据目录名称 数据名称 数据集 数据集标题 数据资源名称 restitle title name dataset_name",
    "title_en": "英文名称 信息资源英文名 英文标题 title_en name_en",
    "description": "摘要 描述 简介 信息资源摘要 数据摘要 资源摘要 数据集摘要 数据描述 说明 内容简介 数据集描述 目录摘要 resabstract "
    "description abstract notes open_list_abstract",
    "publisher": "数源单位 提供方 来源部门 数据提供方 信息资源提供方 提供单位 数据提供单位 提供部门 数据来源 发布部门 发布单位 责任单位 开放主体 "
    "资源提供方 所属部门 部门 部门名称 officename org_name publisher department organization provider",
    "cycle": "更新周期 更新频率 更新频度 数据更新频率 更新方式 updatecycle open_rate update_frequency frequency",
    "theme": "主题 主题名称 数据领域 领域 重点领域 服务分类 主题分类 所属主题 开放领域 所属领域 国家主题分类 领域分类 data_domain subjectname theme category",
    "industry": "行业 行业分类 所属行业 tradename industry",
    "keywords": "标签 关键字 关键词 数据标签 data_label keyword keywords tags",
    "access": "开放属性 开放类型 开放方式 开放等级 开放条件 是否开放 是否向社会开放 openlevelname open_type access",
    "issued": "发布日期 发布时间 首次发布日期 首次发布时间 上架日期 publishdate create_date issued publish_time",
    "modified": "更新日期 更新时间 最后更新时间 最近更新时间 数据更新时间 最后更新日期 dataupdatetime update_date modified update_time",
    "page": "链接 网址 地址 详情页 链接地址 资源链接 在线资源链接地址 数据集链接 目录链接 landing_page page url link",
    "download": "下载链接 下载地址 文件地址 数据下载地址 download download_url",
    "format": "资源格式 数据格式 格式 文件格式 信息资源格式 信息资源格式类型 sourcesuffix format formats data_formats",
    "licence": "许可 许可协议 开放协议 授权协议 license licence",
    "office": "联系部门 提供方内部部门 内部部门 联系单位",
    "phone": "部门电话 联系电话 电话 telephone",
    "email": "部门邮箱 联系邮箱 邮箱 email",
    "spatial": "空间范围 行政区划 区域 覆盖区域 spatial",
}
LABELS = MappingProxyType({label: field for field, labels in LABEL_WORDS.items() for label in labels.split()})


def field_of(*, label: str) -> str | None:
    """Return which field a column's head names; None for a head nobody here knows."""
    text = re.sub(r"[\s*＊:：()（）]", "", label).casefold()
    return LABELS.get(text) or LABELS.get(re.sub(r"[（(].*", "", label).strip().casefold())
