"""Why a file was refused. Every reason has a stable code and a sentence in both languages."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class RefusedFileError(ZhanqiaoError):
    """The file could not be understood as tables; nothing was published, the file itself is kept."""

    status = 422
    code = "file-refused"
    sentence = Text(
        zh="文件“{filename}”无法识别：{detail}。没有发布任何内容，原文件未改动。",
        en="The file '{filename}' could not be understood: {detail}. Nothing was published; the file is unchanged.",
    )


class EmptyFileError(RefusedFileError):
    """The file has no bytes, or no cell with a value."""

    code = "file-empty"
    sentence = Text(
        zh="文件“{filename}”是空的，没有可读的数据。请检查导出步骤后重新上传。",
        en="The file '{filename}' is empty: there is no data in it. Check how it was exported and upload it again.",
    )


class UnknownFormatError(RefusedFileError):
    """The content is of no format ingest reads."""

    code = "format-unknown"
    sentence = Text(
        zh="文件“{filename}”不是可识别的数据格式（{seen}）。支持 CSV、TSV、XLSX、XLS、XLSB、ODS、JSON、NDJSON、GeoJSON、"
        "Shapefile（zip）、GeoPackage、KML、Parquet、XML、HTML 表格、RDF（Turtle、N-Triples），以及它们的 gz、zip 压缩包。",
        en="The file '{filename}' is of no data format known here ({seen}). Accepted: CSV, TSV, XLSX, XLS, XLSB, ODS, JSON, "
        "NDJSON, GeoJSON, zipped Shapefile, GeoPackage, KML, Parquet, XML, HTML tables, RDF (Turtle, N-Triples), and gz or zip of these.",
    )


class NoTableError(RefusedFileError):
    """The format was recognised but there is no table inside."""

    code = "no-table"
    sentence = Text(
        zh="文件“{filename}”（{format}）中没有找到任何数据表。请确认数据在文件里，而不是图片、图表或空工作表。",
        en="No table was found in '{filename}' ({format}). Make sure the data is in the file and not in pictures, charts "
        "or empty sheets.",
    )


class BrokenFileError(RefusedFileError):
    """The file is damaged or does not follow its own format."""

    code = "file-broken"
    sentence = Text(
        zh="文件“{filename}”已损坏或不符合 {format} 格式：{detail}。请用原软件重新打开并另存后上传。",
        en="The file '{filename}' is damaged or not valid {format}: {detail}. Open it in the program that made it, save it "
        "again, and upload that.",
    )


class EncryptedFileError(RefusedFileError):
    """The file is protected by a password."""

    code = "file-encrypted"
    sentence = Text(
        zh="文件“{filename}”有密码保护，无法读取。请去掉密码后重新上传。",
        en="The file '{filename}' is protected by a password and cannot be read. Remove the password and upload it again.",
    )


class FileTooLargeError(RefusedFileError):
    """More bytes than allowed."""

    code = "file-too-large"
    sentence = Text(
        zh="文件“{filename}”大小为 {size} 字节，超过上限 {limit} 字节。请拆分文件，或请平台管理员调整上限。",
        en="The file '{filename}' has {size} bytes, more than the limit of {limit}. Split it, or ask the operator to raise "
        "the limit.",
    )


class BombError(RefusedFileError):
    """An archive unpacks to far more than it should."""

    code = "archive-bomb"
    sentence = Text(
        zh="压缩文件“{filename}”解压后超过上限（{detail}），可能是恶意压缩包，已停止解压。",
        en="The archive '{filename}' unpacks to more than allowed ({detail}); it may be a decompression bomb. Unpacking was "
        "stopped.",
    )


class TooManyMembersError(RefusedFileError):
    """An archive with too many files."""

    code = "archive-too-many-files"
    sentence = Text(
        zh="压缩文件“{filename}”包含 {count} 个文件，超过上限 {limit} 个。请分批上传。",
        en="The archive '{filename}' holds {count} files, more than the limit of {limit}. Upload it in parts.",
    )


class NestedArchiveError(RefusedFileError):
    """Archives inside archives inside archives."""

    code = "archive-nested"
    sentence = Text(
        zh="压缩文件“{filename}”的嵌套超过 {limit} 层，已停止解压。请直接上传数据文件。",
        en="The archive '{filename}' is nested more than {limit} levels deep; unpacking was stopped. Upload the data file "
        "itself.",
    )


class UnsafePathError(RefusedFileError):
    """An archive member whose name leaves the archive's own folder."""

    code = "archive-unsafe-path"
    sentence = Text(
        zh="压缩文件“{filename}”中的文件名“{member}”指向压缩包以外的目录，可能是恶意文件，已拒绝。",
        en="The archive '{filename}' holds a file named '{member}', which points outside of the archive; it may be hostile "
        "and was refused.",
    )


class TooManyTablesError(RefusedFileError):
    """More tables than allowed."""

    code = "too-many-tables"
    sentence = Text(
        zh="文件“{filename}”中的数据表超过上限 {limit} 张。请分成几个文件上传。",
        en="The file '{filename}' holds more than {limit} tables. Upload it in several files.",
    )


class TooManyRowsError(RefusedFileError):
    """More rows than allowed."""

    code = "too-many-rows"
    sentence = Text(
        zh="文件“{filename}”的行数超过上限 {limit}。请拆分后分批追加。",
        en="The file '{filename}' has more than {limit} rows. Split it and append the parts.",
    )


class TooManyColumnsError(RefusedFileError):
    """More columns than allowed."""

    code = "too-many-columns"
    sentence = Text(
        zh="文件“{filename}”有 {count} 列，超过上限 {limit} 列。请检查分隔符，或把宽表改成长表。",
        en="The file '{filename}' has {count} columns, more than the limit of {limit}. Check the delimiter, or turn the wide "
        "table into a long one.",
    )


class CellTooLongError(RefusedFileError):
    """A cell with more characters than allowed."""

    code = "cell-too-long"
    sentence = Text(
        zh="文件“{filename}”第 {line} 行附近有超过 {limit} 个字符的单元格。可能是引号没有成对，请检查该行。",
        en="The file '{filename}' has a cell of more than {limit} characters near line {line}. A quote may be unpaired; check "
        "that line.",
    )


class SheetTooLargeError(RefusedFileError):
    """A sheet that claims more cells than can be held."""

    code = "sheet-too-large"
    sentence = Text(
        zh="文件“{filename}”中的工作表声称的单元格过多（{detail}），可能已损坏或是恶意构造的。请只保留数据区域后另存，或改用 CSV。",
        en="A sheet in '{filename}' claims too many cells ({detail}); the file may be damaged or hostile. Keep only the area "
        "with data and save it again, or use CSV.",
    )


class TooSlowError(RefusedFileError):
    """Understanding the file took longer than allowed."""

    code = "too-slow"
    sentence = Text(
        zh="解析文件“{filename}”超过 {limit} 秒的时限，已停止。请拆分文件，或请平台管理员调整时限。",
        en="Understanding '{filename}' took longer than the limit of {limit} seconds and was stopped. Split the file, or ask "
        "the operator to raise the limit.",
    )


class TooMuchMemoryError(RefusedFileError):
    """Understanding the file needed more memory than allowed."""

    code = "too-much-memory"
    sentence = Text(
        zh="解析文件“{filename}”需要的内存超过上限 {limit} 字节，已停止。文件可能已损坏或是恶意构造的；"
        "如果确实很大，请另存为 CSV 后上传。",
        en="Understanding '{filename}' needed more memory than the limit of {limit} bytes and was stopped. The file may be "
        "damaged or hostile; if it is just large, save it as CSV and upload that.",
    )


class ParserCrashError(RefusedFileError):
    """The parsing process ended by itself; only the child process was affected."""

    code = "parser-crashed"
    sentence = Text(
        zh="解析文件“{filename}”时解析进程意外结束（{detail}），平台不受影响。文件可能已损坏，请另存后重新上传。",
        en="The process parsing '{filename}' ended unexpectedly ({detail}); the platform was not affected. The file may be "
        "damaged: save it again and upload that.",
    )


class CancelledError(RefusedFileError):
    """Whoever started the work stopped it."""

    code = "cancelled"
    sentence = Text(
        zh="已取消解析文件“{filename}”，没有保留任何中间结果。",
        en="Understanding '{filename}' was cancelled; nothing of it was kept.",
    )


class UnknownCrsError(RefusedFileError):
    """Coordinates in a system that cannot be converted to longitude and latitude."""

    code = "crs-unknown"
    sentence = Text(
        zh="文件“{filename}”声明的坐标系“{crs}”无法转换为经纬度（WGS84/CGCS2000）。请转换为 CGCS2000 经纬度（EPSG:4490）后上传。",
        en="The coordinate system '{crs}' declared by '{filename}' cannot be converted to longitude and latitude. Convert the "
        "data to CGCS2000 (EPSG:4490) and upload it again.",
    )


ALL_REFUSALS: dict[str, type[RefusedFileError]] = {
    kind.code: kind
    for kind in (
        RefusedFileError,
        EmptyFileError,
        UnknownFormatError,
        NoTableError,
        BrokenFileError,
        EncryptedFileError,
        FileTooLargeError,
        BombError,
        TooManyMembersError,
        NestedArchiveError,
        UnsafePathError,
        TooManyTablesError,
        TooManyRowsError,
        TooManyColumnsError,
        CellTooLongError,
        SheetTooLargeError,
        TooSlowError,
        TooMuchMemoryError,
        ParserCrashError,
        CancelledError,
        UnknownCrsError,
    )
}
