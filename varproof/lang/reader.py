"""Typed statements: relations, chains and what joins them, over the terms of `varproof.lang.terms`."""

from __future__ import annotations

from varproof.lang import claims, logic
from varproof.lang.claims import ClaimError
from varproof.lang.logic import Formula
from varproof.lang.terms import Terms


class Reader(Terms):
    """Recursive descent over typed text."""

    def claim(self) -> list[str]:
        """The premises, and what is claimed, each with the conditions of its powers."""
        f = self.implication()
        if self.now.kind != "end":
            self.fail(self.unexpected())
        found, start = [], 0
        for part, end in logic.parts(f, len(self.conditions)):
            found.append(" and ".join([*dict.fromkeys(self.conditions[start:end]), logic.written(part)]))
            start = end
        return found

    def implication(self) -> Formula:
        self.enter()
        left = self.connected("or")
        if self.now.text == "implies":
            self.take("implies")
            left = ("implies", left, len(self.conditions), self.implication())
        self.depth -= 1
        return left

    def connected(self, word: str) -> Formula:
        parts = [self.connected("and") if word == "or" else self.chain()]
        while self.now.text == word:
            self.take(word)
            parts.append(self.connected("and") if word == "or" else self.chain())
        return parts[0] if len(parts) == 1 else (word, *parts)

    def enclosed(self) -> Formula | None:
        """A statement in brackets; nothing where they hold a term."""
        start, known, depth, bound = self.at, len(self.conditions), self.depth, dict(self.bound)
        try:
            self.take("(")
            found = self.implication()
            self.take(")")
            if self.now.text in ("and", "or", "implies", ")") or self.now.kind == "end":
                return found
        except ClaimError:
            pass
        self.at, self.depth, self.bars, self.bound = start, depth, 0, bound
        del self.conditions[known:]
        return None

    def chain(self) -> Formula:
        if self.now.text == "not":
            self.at += 1
            return ("not", self.chain())
        if self.now.text == "implies" and self.tokens[self.at + 1].text == "(":
            self.at += 2
            given, met = self.implication(), len(self.conditions)
            self.take(",")
            found: Formula = ("implies", given, met, self.implication())
            self.take(")")
            return found
        if self.now.text == "(" and not self.bars and (inner := self.enclosed()) is not None:
            return inner
        if self.now.text == "integer" and "integer" not in self.sides and self.tokens[self.at + 1].text == "(":
            self.at += 1
            whole = self.bracketed()
            return ("is", f"floor({whole})", "==", whole)
        terms, signs = [self.sum()], []
        while self.now.kind == "sign" and self.now.text in claims.RELATIONS:
            signs.append(self.take(*claims.RELATIONS))
            terms.append(self.sum())
        if not signs:
            if self.now.kind == "end":
                self.fail("a relation is missing; write <=, <, >=, >, = or !=, and a right side")
            self.fail(self.unexpected())
        links = [("is", a, sign, b) for a, sign, b in zip(terms, signs, terms[1:], strict=False)]
        return links[0] if len(links) == 1 else ("and", *links)
