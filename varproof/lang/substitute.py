"""Programs with values written in for their variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from varproof.lang.program import Node, Op, Program


def substitute(source: Program, target: Program, mapping: Mapping[Node, Node]) -> Callable[[Node], Node]:
    """A function from nodes of source to nodes of target, with the variables of the mapping replaced.

    The mapping gives target nodes. Variables bound by ``every`` are left alone below it; but where the formula is
    false at the mapped values too, ``every`` is false.
    """
    memo: dict[Node, Node] = dict(mapping)

    def go(node: Node) -> Node:
        done = memo.get(node)
        if done is None:
            same = source is target and not any(source.depends(node, v) for v in mapping)
            done = memo[node] = node if same else build(source.ops[node])
        return done

    def build(op: Op) -> Node:
        head = op[0]
        if head == "const":
            return target.const(op[1])
        if head == "pi":
            return target.pi()
        if head == "var":
            return target.var(op[1], op[2])
        if head == "lin":
            return target.lin(op[1], [(c, go(t)) for c, t in op[2]])
        if head == "mul":
            return target.product([(go(t), k) for t, k in op[1]])
        if head == "div":
            return target.div(go(op[1]), go(op[2]))
        if head in ("exp", "log", "sqrt", "abs", "lambertw"):
            return getattr(target, head)(go(op[1]))  # type: ignore[no-any-return]
        if head in ("max", "min"):
            return target.extreme(head, map(go, op[1:]))
        if head == "pick":
            return target.pick(tuple(map(go, op[1])), tuple(map(go, op[2])))
        if head in ("sel", "when"):
            return getattr(target, head)(go(op[1]), go(op[2]))  # type: ignore[no-any-return]
        if head == "integral":
            return target.integral(go(op[1]), tuple(map(go, op[2])), op[3], op[4])
        if head in ("ge", "gt", "eq"):
            return target.relation(head, go(op[1]))
        if head == "not":
            return target.negation(go(op[1]))
        if head in ("and", "or", "all", "any"):
            return target.connect(head, map(go, op[1:]))
        if head == "def":
            return target.defined(go(op[1]), map(go, op[2:]))
        if head == "isdef":
            return target.is_defined(go(op[1]))
        if head == "every":
            if all(v in mapping for v in op[2]) and go(op[1]) == target.false:
                return target.false
            left = {v: image for v, image in mapping.items() if v not in op[2]}
            inner = substitute(source, target, left)
            return target.every(inner(op[1]), tuple(map(inner, op[2])))
        return {"true": target.true, "false": target.false, "undef": target.undef, "open": target.open}[head]

    return go
