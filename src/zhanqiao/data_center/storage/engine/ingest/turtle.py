"""Turtle 1.1 (and N-Triples, its subset) as triples: a recursive-descent reader over one token pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DEEPEST = 200  # nested blank nodes and lists

_LOCAL = r"(?:[\w:%\-·]|\\[_~.\-!$&'()*+,;=/?#@%]|\.(?=[\w:%\-.\\]))*"
_TOKEN = re.compile(
    r"(?P<skip>[\s\ufeff]+|#[^\n]*)"
    r'|(?P<long>"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""|' + r"'''(?:[^'\\]|\\.|'{1,2}(?!'))*''')"
    r'|(?P<short>"(?:[^"\\\n]|\\.)*"|' + r"'(?:[^'\\\n]|\\.)*')"
    r"|(?P<iri><[^<>\"{}|^`\s]*>)"
    r"|(?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<blank>_:[\w.\-·]*[\w\-·])"
    r"|(?P<number>[+-]?(?:\d+\.\d*(?:[eE][+-]?\d+)|\.?\d+[eE][+-]?\d+|\d*\.\d+|\d+)(?![\w:]))"
    r"|(?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:" + _LOCAL + r")"
    r"|(?P<word>[A-Za-z]+)"
    r"|(?P<mark>\^\^|[.;,()\[\]])",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Term(NamedTuple):
    """An RDF term: ``kind`` is ``iri``, ``blank`` or ``literal``."""

    kind: str
    text: str
    datatype: str | None = None
    language: str | None = None


Triple = tuple[Term, Term, Term]


class TurtleError(ValueError):
    """What is not Turtle, with its line."""


class _Token(NamedTuple):
    kind: str
    text: str
    place: int


class TurtleReader:
    """Reads one document; :meth:`triples` yields them in order. Raises TurtleError."""

    def __init__(self, *, text: str, base: str = "") -> None:
        """Begin with the document's text; relative names are kept relative when there is no base."""
        self._text, self._base = text, base
        self._tokens = self._split()
        self._next: _Token | None = next(self._tokens, None)
        self._prefixes: dict[str, str] = {}
        self._blanks = 0
        self._found: list[Triple] = []

    def triples(self) -> Iterator[Triple]:
        """Yield every triple."""
        while self._next is not None:
            if not self._directive():
                self._statement()
            yield from self._found
            self._found = []

    def _split(self) -> Iterator[_Token]:
        place = 0
        while place < len(self._text):
            found = _TOKEN.match(self._text, place)
            if found is None:
                raise self._error(place, f"unexpected {self._text[place : place + 20]!r}")
            if found.lastgroup != "skip":
                yield _Token(str(found.lastgroup), found.group(), place)
            place = found.end()

    def _error(self, place: int, what: str) -> TurtleError:
        return TurtleError(f"line {self._text.count(chr(10), 0, place) + 1}: {what}")

    def _take(self, *, text: str | None = None, kind: str | None = None) -> _Token:
        token = self._next
        if token is None:
            raise self._error(len(self._text), f"unexpected end, expected {text or kind or 'more'}")
        if (text is not None and token.text != text) or (kind is not None and token.kind != kind):
            raise self._error(token.place, f"unexpected {token.text[:20]!r}, expected {text or kind}")
        self._next = next(self._tokens, None)
        return token

    def _is(self, text: str) -> bool:
        return self._next is not None and self._next.text == text and self._next.kind == "mark"

    def _directive(self) -> bool:
        token = self._next
        assert token is not None
        word = token.text.lower().lstrip("@")
        if token.kind not in {"at", "word"} or word not in {"prefix", "base"}:
            return False
        self._take()
        if word == "prefix":
            name = self._take(kind="name").text
            self._prefixes[name.split(":", 1)[0]] = self._iri(self._take(kind="iri").text)
        else:
            self._base = self._iri(self._take(kind="iri").text)
        if token.kind == "at":
            self._take(text=".")
        return True

    def _statement(self) -> None:
        if self._is("["):
            subject = self._properties(0)
            if not self._is("."):
                self._predicates(subject, 0)
        else:
            self._predicates(self._term(0), 0)
        self._take(text=".")

    def _predicates(self, subject: Term, depth: int) -> None:
        while True:
            predicate = self._predicate()
            self._found.append((subject, predicate, self._term(depth)))
            while self._is(","):
                self._take()
                self._found.append((subject, predicate, self._term(depth)))
            if not self._is(";"):
                return
            while self._is(";"):
                self._take()
            if self._is(".") or self._is("]"):
                return

    def _predicate(self) -> Term:
        if self._next is not None and self._next.kind == "word" and self._next.text == "a":
            self._take()
            return Term("iri", RDF + "type")
        term = self._term(0)
        if term.kind != "iri":
            raise self._error(self._next.place if self._next else len(self._text), "a predicate must be an IRI")
        return term

    def _term(self, depth: int) -> Term:
        if depth > DEEPEST:
            raise self._error(self._next.place if self._next else 0, "nested too deeply")
        if self._is("["):
            return self._properties(depth + 1)
        if self._is("("):
            return self._list(depth + 1)
        token = self._take()
        if token.kind == "iri":
            return Term("iri", self._iri(token.text))
        if token.kind == "name":
            return Term("iri", self._expanded(token))
        if token.kind == "blank":
            return Term("blank", token.text)
        return self._literal(token)

    def _properties(self, depth: int) -> Term:
        self._take(text="[")
        node = self._blank()
        if not self._is("]"):
            self._predicates(node, depth)
        self._take(text="]")
        return node

    def _list(self, depth: int) -> Term:
        self._take(text="(")
        items: list[Term] = []
        while not self._is(")"):
            items.append(self._term(depth))
        self._take(text=")")
        head = Term("iri", RDF + "nil")
        for item in reversed(items):
            node = self._blank()
            self._found += [(node, Term("iri", RDF + "first"), item), (node, Term("iri", RDF + "rest"), head)]
            head = node
        return head

    def _blank(self) -> Term:
        self._blanks += 1
        return Term("blank", f"_:b{self._blanks}")

    def _literal(self, token: _Token) -> Term:
        if token.kind == "number":
            kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
            return Term("literal", token.text, XSD + kind)
        if token.kind == "word" and token.text in {"true", "false"}:
            return Term("literal", token.text, XSD + "boolean")
        if token.kind not in {"long", "short"}:
            raise self._error(token.place, f"unexpected {token.text[:20]!r}")
        quotes = 3 if token.kind == "long" else 1
        text = _unescaped(token.text[quotes:-quotes])
        if self._next is not None and self._next.kind == "at":
            return Term("literal", text, None, self._take().text[1:])
        if self._is("^^"):
            self._take()
            return Term("literal", text, self._term(0).text)
        return Term("literal", text)

    def _iri(self, text: str) -> str:
        iri = _unescaped(text[1:-1])
        return urljoin(self._base, iri) if self._base else iri

    def _expanded(self, token: _Token) -> str:
        prefix, local = token.text.split(":", 1)
        if prefix not in self._prefixes:
            raise self._error(token.place, f"unknown prefix {prefix!r}")
        return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text

    def real(found: re.Match[str]) -> str:
        code = found.group(1) or found.group(2)
        return chr(int(code, 16)) if code else _ESCAPED.get(found.group(3), found.group(3))

    return _ESCAPE.sub(real, text)
