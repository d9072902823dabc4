"""Message catalogues of the pages: find the messages, merge the areas' ``.po`` files, compile, check.

Every area keeps its own ``locale/<language>/LC_MESSAGES/<area>.po``; Django reads the one
``django.mo`` made of them. Babel does the work, so no gettext binaries are needed.

``python -m zhanqiao.kit.messages`` compiles; with ``--check`` it also lists what is untranslated.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE.parents[1] / "locale"
LANGUAGE = "zh_Hans"
KEYWORDS = ("gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "_")
PLACES = re.compile(r"%\((\w+)\)[sd]")
CONTEXT_CALLS = frozenset({"pgettext", "pgettext_lazy"})


class Message(NamedTuple):
    """One translatable message and where it stands."""

    text: str
    plural: str | None
    context: str | None
    place: str


class ConflictError(Exception):
    """Two areas translate the same message differently; nothing was compiled."""


def main(arguments: list[str] | None = None) -> int:
    """Compile the catalogue; with ``--check`` report what lacks a translation. Return an exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    compile_catalogue()
    if "--check" not in arguments:
        return 0
    problems = list(untranslated())
    for message in problems:
        print(f"{message.place}: no Chinese for {message.text!r}")
    if problems:
        print(f"{len(problems)} messages lack a translation: add them to locale/{LANGUAGE}/LC_MESSAGES/<area>.po")
    return 1 if problems else 0


def compile_catalogue(*, locale: Path = LOCALE, language: str = LANGUAGE) -> Path:
    """Merge all ``*.po`` of a language into ``django.mo`` (written whole or not at all); return its path."""
    target = locale / language / "LC_MESSAGES" / "django.mo"
    whole = merged(locale=locale, language=language)
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, whole)
    draft.replace(target)
    return target


def merged(*, locale: Path = LOCALE, language: str = LANGUAGE) -> Catalog:
    """Return the areas' catalogues as one. Raise ConflictError where two areas disagree."""
    whole = Catalog(locale=language, charset="utf-8")
    for path in sorted((locale / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            _take(whole=whole, area=read_po(file, locale=language, charset="utf-8"), path=path)
    return whole


def untranslated(*, catalogue: Catalog | None = None) -> Iterator[Message]:
    """Yield every message of the source that has no Chinese, or whose places differ from the English."""
    catalogue = merged() if catalogue is None else catalogue
    for message in messages():
        entry = catalogue.get((message.text, message.plural) if message.plural else message.text, message.context)
        strings = (entry.string if isinstance(entry.string, tuple) else (entry.string,)) if entry else ("",)
        complete = all(strings) and all(_places(message) >= set(PLACES.findall(str(text))) for text in strings)
        if not complete:
            yield message


def messages() -> Iterator[Message]:
    """Yield every message marked for translation in the package's Python files and templates."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _extracted(source=path.read_text(encoding="utf-8"), path=path)
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        from django.utils.translation.template import templatize  # compiling must not need Django

        lines = templatize(path.read_text(encoding="utf-8")).split("\n")
        # a template's indentation is not Python's: the tokenizer must not see it
        yield from _extracted(source="\n".join(line.lstrip() for line in lines), path=path)


def _extracted(*, source: str, path: Path) -> Iterator[Message]:
    found = extract_python(io.BytesIO(source.encode()), dict.fromkeys(KEYWORDS), [], {"encoding": "utf-8"})
    for line, function, arguments, _comments in found:
        given = [arguments] if isinstance(arguments, str) else list(arguments)
        context = given.pop(0) if function in CONTEXT_CALLS else None
        texts = [text for text in given if text]
        if texts:
            plural = texts[1] if str(function).startswith("ngettext") and len(texts) > 1 else None
            yield Message(texts[0], plural, context, f"{path.relative_to(PACKAGE.parents[1])}:{line}")


def _take(*, whole: Catalog, area: Catalog, path: Path) -> None:
    for entry in area:
        if not entry.id or not entry.string:
            continue
        known = whole.get(entry.id, entry.context)
        if known and known.string != entry.string:
            raise ConflictError(f"{path.name}: {entry.id!r} is {entry.string!r} here, {known.string!r} in another area")
        whole.add(entry.id, entry.string, context=entry.context)


def _places(message: Message) -> set[str]:
    return set(PLACES.findall(message.text)) | set(PLACES.findall(message.plural or ""))


if __name__ == "__main__":
    sys.exit(main())
