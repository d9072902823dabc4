"""Writing whole files: publishing one for a table, sending it in pieces (tus 1.0), following the job."""

from __future__ import annotations

from http import HTTPStatus

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules import declared as d
from zhanqiao.portal.open_service.rules.media import ANY_BYTES
from zhanqiao.portal.open_service.rules.parameters import Parameter
from zhanqiao.portal.open_service.rules.uploading import ALGORITHMS, EXTENSIONS, VERSION
from zhanqiao.portal.open_service.rules.writing_kinds import IDEMPOTENCY_KEY, KEYED, Writing

OFFSET_BYTES = "application/offset+octet-stream"
MODE = Parameter(
    "mode",
    Text("replace 整表替换；append 追加", "replace takes the table's place; append adds to it"),
    choices=("replace", "append"),
    default="replace",
)
FILENAME = Parameter(
    "filename",
    Text("文件名，扩展名帮助识别格式", "Name of the file; its ending helps to tell the format"),
    example="许可台账.csv",
)
UPLOAD = Parameter(
    "upload",
    Text(
        "已分段上传完成的文件（upl_…）；此时请求正文为空",
        "An upload that has arrived whole (upl_…); the body is empty then",
    ),
)
DIGEST = Parameter(
    "Repr-Digest",
    Text("sha-256=:Base64:，收到后核对（RFC 9530）", "sha-256=:Base64:, held against what arrives (RFC 9530)"),
)
JOB = Parameter("job", Text("任务标识（sub_…）", "Job id (sub_…)"), required=True)
UPLOAD_ID = Parameter("upload", Text("上传标识（upl_…）", "Upload id (upl_…)"), required=True)
TUS = Parameter("Tus-Resumable", Text("协议版本，1.0.0", "Version of the protocol, 1.0.0"), example="1.0.0")
LENGTH = Parameter("Upload-Length", Text("文件总字节数", "Bytes of the whole file"), required=True, example="1048576")
METADATA = Parameter(
    "Upload-Metadata",
    Text("键与 Base64 值，如 filename", "Keys with values in Base64, such as filename"),
    example="filename dGFibGUuY3N2",
)
OFFSET = Parameter(
    "Upload-Offset", Text("这一段从第几个字节开始", "Where this piece begins, in bytes"), required=True, example="0"
)
CHECKSUM = Parameter(
    "Upload-Checksum",
    Text("算法与 Base64 校验值，sha1 或 sha256", "Algorithm and checksum in Base64, sha1 or sha256"),
)
OFFERS = (
    ("Tus-Version", VERSION),
    ("Tus-Extension", EXTENSIONS),
    ("Tus-Checksum-Algorithm", ",".join(ALGORITHMS)),
)
PIECES = Text("分段上传（tus 1.0）", "Upload in pieces (tus 1.0)")

FILE_WRITINGS: tuple[Writing, ...] = (
    Writing(
        name="publish-file",
        method="PUT",
        path="/tables/{table}/releases",
        title=Text("以文件发布新版本", "Publish a file as the next release"),
        about=Text(
            "提交整个文件（任何可识别的格式），持久保存后应答 202；随后在后台解析、检查个人信息并发布。",
            "Takes a whole file of any format that is understood; it is durable when 202 comes back, and then read, checked for "
            "personal data and published in the background.",
        ),
        places=(d.TABLE,),
        parameters=(MODE, FILENAME, UPLOAD),
        headers=(IDEMPOTENCY_KEY, DIGEST),
        body=((ANY_BYTES, {}),),
        answers=((HTTPStatus.ACCEPTED, "JobAnswer"),),
        refusals=(*KEYED, 409, 413, 422, 423),
    ),
    Writing(
        name="job",
        method="GET",
        path="/jobs/{job}",
        title=Text("任务进度", "How far a job is"),
        about=Text(
            "解析与发布的进度、发现的个人信息、失败原因，完成后给出版本。",
            "Progress of reading and publishing, personal data found, why it was held or refused, and the release in the end.",
        ),
        places=(JOB,),
        answers=((HTTPStatus.OK, "JobAnswer"),),
        refusals=KEYED,
    ),
    Writing(
        name="begin-upload",
        method="POST",
        path="/uploads",
        title=PIECES,
        about=Text("开始一个分段上传，保留一天。", "Begins an upload in pieces; it is kept for a day."),
        places=(),
        headers=(TUS, LENGTH, METADATA),
        offers=OFFERS,
        answers=((HTTPStatus.CREATED, ""),),
        refusals=(401, 403, 412, 413, 429),
    ),
    Writing(
        name="upload",
        method="HEAD",
        path="/uploads/{upload}",
        title=Text("已收到多少", "How much has arrived"),
        about=Text(
            "应答头 Upload-Offset 是已收到的字节数。", "Upload-Offset of the answer is what has arrived, in bytes."
        ),
        places=(UPLOAD_ID,),
        headers=(TUS,),
        offers=OFFERS,
        answers=((HTTPStatus.OK, ""),),
        refusals=(*KEYED, 412),
    ),
    Writing(
        name="add-piece",
        method="PATCH",
        path="/uploads/{upload}",
        title=Text("上传一段", "Send a piece"),
        about=Text(
            "从 Upload-Offset 起续传；中断后用 HEAD 查询再继续。",
            "Goes on at Upload-Offset; after an interruption ask with HEAD and go on.",
        ),
        places=(UPLOAD_ID,),
        headers=(TUS, OFFSET, CHECKSUM),
        body=((OFFSET_BYTES, {}),),
        answers=((HTTPStatus.NO_CONTENT, ""),),
        refusals=(*KEYED, 409, 412, 413, 415, 423, 460),
    ),
    Writing(
        name="end-upload",
        method="DELETE",
        path="/uploads/{upload}",
        title=Text("删除上传", "Remove an upload"),
        about=Text("删除已收到的部分。", "Removes what has arrived."),
        places=(UPLOAD_ID,),
        headers=(TUS,),
        answers=((HTTPStatus.NO_CONTENT, ""),),
        refusals=(*KEYED, 412),
    ),
)
