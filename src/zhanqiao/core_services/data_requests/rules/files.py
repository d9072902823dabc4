"""Files of proof: which kinds, how large, how many. What a file is, its first bytes say, not its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhanqiao.core_services.data_requests.rules.steps import Problems
from zhanqiao.kit.texts import Text

LARGEST_FILE = 10 << 20
MOST_FILES = 10
LONGEST_NAME = 200
FILE_KINDS = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "ofd": b"PK\x03\x04",
}
NO_FILE = Text("请附上至少一份证明材料。", "Attach at least one file of proof.")
TOO_MANY = Text(f"证明材料最多{MOST_FILES}份。", f"At most {MOST_FILES} files of proof.")


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A file of proof as handed in."""

    name: str
    content: bytes

    @property
    def kind(self) -> str:
        """Return the ending of its name, in small letters."""
        return self.name.rpartition(".")[2].lower()


def proof_problems(*, files: Sequence[ProofFile]) -> Problems:
    """Return what is wrong with the files of proof, under the field ``proof``; the first thing found."""
    if not files:
        return {"proof": NO_FILE}
    if len(files) > MOST_FILES:
        return {"proof": TOO_MANY}
    for one in files:
        if problem := _problem(one):
            return {"proof": problem}
    return {}


def _problem(one: ProofFile) -> Text | None:
    name, kinds = one.name[:LONGEST_NAME], "、".join(FILE_KINDS)
    beginning = FILE_KINDS.get(one.kind)
    if beginning is None or len(one.name) > LONGEST_NAME:
        return Text(f"“{name}”的类型不收，可用：{kinds}。", f"'{name}' is of no kind that is taken: {kinds}.")
    if not one.content.startswith(beginning):
        return Text(f"“{name}”的内容与扩展名不符。", f"'{name}' is not what its ending says.")
    if len(one.content) > LARGEST_FILE:
        size = LARGEST_FILE >> 20
        return Text(f"“{name}”超过{size} MB。", f"'{name}' is larger than {size} MB.")
    return None
