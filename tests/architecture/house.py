"""The house rules as functions over source text, so that a planted fault can show that they bite."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "src" / "zhanqiao"
FILE_LINES = 300
FUNCTION_LINES = 30
MEDIAN_FUNCTION_LINES = 10
REASON = re.compile(r"#\s*(noqa|type: ignore|pragma|nosec)[^-—]*$")
FORBIDDEN_FOLDERS = frozenset({"services", "utils", "helpers", "common", "manager", "misc", "core"})
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts)


def long_files(*, sources: dict[str, str], budget: int = FILE_LINES) -> list[str]:
    lengths = {name: len(text.splitlines()) for name, text in sources.items()}
    return [
        f"{name} has {lines} lines, the budget is {budget}. Split it by noun into a package "
        f"({name.removesuffix('.py')}/…); a file holds one idea. CONVENTIONS.md, rule 9."
        for name, lines in lengths.items()
        if lines > budget
    ]


def functions(*, source: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines of code from the first statement after the docstring to the end."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or function.lineno) - body[0].lineno + 1


def long_functions(*, sources: dict[str, str], budget: int = FUNCTION_LINES) -> list[str]:
    return [
        f"{name}:{function.lineno} {function.name}() has {length(function)} lines, the budget is {budget}. "
        "Give its steps names of their own. CONVENTIONS.md, rule 9."
        for name, text in sources.items()
        for function in functions(source=text)
        if length(function) > budget
    ]


def positional_publics(*, sources: dict[str, str]) -> list[str]:
    """Public module-level functions with two or more parameters that can be passed by position."""
    return [
        f"{name}:{node.lineno} {node.name}() takes {len(node.args.args)} positional parameters. "
        "Put a * first: a call then reads as a sentence. CONVENTIONS.md, rule 3."
        for name, text in sources.items()
        for node in ast.parse(text).body
        if isinstance(node, Function) and not node.name.startswith("_")
        if len(node.args.args) > 1 and not _is_called_by_the_frame(node)
    ]


def silent_suppressions(*, sources: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number} suppresses a rule without its reason: write `# noqa: CODE - why`. CONVENTIONS.md, rule 7."
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if REASON.search(line)
    ]


def late_imports_without_reason(*, sources: dict[str, str]) -> list[str]:
    return [
        f"{name}:{node.lineno} imports late without a comment that says why. CONVENTIONS.md, rule 7."
        for name, text in sources.items()
        for function in functions(source=text)
        for node in _first_imports(function)
        if not _has_comment(text.splitlines(), node.lineno)
    ]


def unfinished(*, sources: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number} leaves something for later. Do it, or leave it out and say so in an issue."
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if UNFINISHED.search(line)
    ]


def _is_called_by_the_frame(node: Function) -> bool:
    """Views, migrations and template tags get their arguments by position from Django."""
    registered = any("register." in ast.unparse(decorator) for decorator in node.decorator_list)
    return registered or node.args.args[0].arg in {"request", "apps", "environ"}


def _first_imports(function: Function) -> list[ast.Import | ast.ImportFrom]:
    """Imports of a function; of a run of neighbouring lines only the first."""
    found = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
    lines = {node.lineno for node in found}
    return [node for node in found if node.lineno - 1 not in lines]


def _has_comment(lines: list[str], number: int) -> bool:
    return "#" in lines[number - 1] or (number > 1 and lines[number - 2].strip().startswith("#"))
