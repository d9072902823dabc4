"""The endpoints that describe datasets in the standards of others."""

from __future__ import annotations

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules import declared as d
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.media import JSON, JSON_LD, RDF_TYPES

STANDARDS: tuple[Endpoint, ...] = (
    Endpoint(
        name="catalog-file",
        path="/catalog.{form}",
        group="catalogue",
        title=Text("整个目录（DCAT-AP）", "The catalogue as DCAT-AP"),
        about=Text(
            "以 DCAT-AP 3.0.1 描述全部已发布的数据集，每页 100 个，用 hydra:next 翻页。",
            "All published datasets in DCAT-AP 3.0.1, 100 a page; hydra:next leads on.",
        ),
        places=(d.FORM,),
        parameters=(d.PAGE,),
        media=tuple(RDF_TYPES.values()),
        refusals=(404,),
    ),
    Endpoint(
        name="data-json",
        path="/data.json",
        group="catalogue",
        title=Text("整个目录（data.json）", "The catalogue as data.json"),
        about=Text(
            "以 DCAT-US 1.1（Project Open Data）描述全部已发布的数据集，一次给完；也在网站根目录的 /data.json。",
            "All published datasets in DCAT-US 1.1 (Project Open Data), in one piece; also at /data.json of the site.",
        ),
        media=(JSON,),
    ),
    Endpoint(
        name="dcat-us",
        path="/dcat-us.json",
        group="catalogue",
        title=Text("整个目录（DCAT-US 3）", "The catalogue as DCAT-US 3"),
        about=Text(
            "以 DCAT-US 3 描述全部已发布的数据集，一次给完。",
            "All published datasets in DCAT-US 3, in one piece.",
        ),
        media=(JSON_LD,),
    ),
    Endpoint(
        name="dataset-file",
        path="/datasets/{dataset}.{form}",
        group="catalogue",
        title=Text("一个数据集（DCAT-AP）", "One dataset as DCAT-AP"),
        about=Text("以 DCAT-AP 3.0.1 描述，含各列（CSVW）。", "In DCAT-AP 3.0.1, with its columns in CSVW."),
        places=(d.DATASET, d.FORM),
        media=tuple(RDF_TYPES.values()),
        refusals=(404,),
    ),
    Endpoint(
        name="croissant",
        path="/datasets/{dataset}/croissant.json",
        group="catalogue",
        title=Text("一个数据集（Croissant）", "One dataset as Croissant"),
        about=Text(
            "以 MLCommons Croissant 1.1 描述文件、摘要和各列，供机器学习工具直接载入。",
            "Its files, digests and columns in MLCommons Croissant 1.1, for tools of machine learning to load.",
        ),
        places=(d.DATASET,),
        media=(JSON_LD,),
        refusals=(404,),
    ),
    Endpoint(
        name="datapackage",
        path="/datasets/{dataset}/datapackage.json",
        group="catalogue",
        title=Text("一个数据集（Data Package）", "One dataset as a Data Package"),
        about=Text(
            "以 Frictionless Data Package 描述各表的 CSV 及其列，可用 frictionless validate 校验。",
            "The CSV of each table and its columns as a Frictionless Data Package; frictionless validate checks it.",
        ),
        places=(d.DATASET,),
        media=(JSON,),
        refusals=(404,),
    ),
)
