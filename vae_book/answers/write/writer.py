"""Walks over a tree and writes it; a notation says how the pieces look (see `mathml`, `latex`).

Brackets are shown as typed, and added where a sum would otherwise seem to end too early.
"""

# mypy: disable-error-code="attr-defined"
# MicroPython has no abstract classes to say which methods a notation must have.

LOW, PRODUCT, TIGHT = 1, 2, 3
BINDING = {
    "add": LOW, "neg": LOW, "mul": PRODUCT, "cdot": PRODUCT, "dot": PRODUCT, "fold": PRODUCT,
    "grad": PRODUCT, "pow": TIGHT, "transpose": TIGHT, "div": TIGHT,
}  # fmt: skip


class Writer:
    """What all notations share.

    A notation has the signs `PLUS`, `MINUS`, `NEGATIVE`, `DOT`, `TIMES`, `CDOT` and `BLANK`, and
    the methods that are called here and not defined.
    """

    def write(self, node, level=LOW):
        """The text of a node, in brackets if it binds looser than `level`."""
        text = getattr(self, "on_" + node[0])(node)
        return self.brackets(text) if BINDING.get(node[0], TIGHT + 1) < level else text

    def bare(self, node):
        """The node inside one pair of brackets that a fraction bar makes needless."""
        return self.write(node[1] if node[0] == "group" else node)

    def on_add(self, node):
        parts = []
        for place, term in enumerate(node[1]):
            negative = term[0] == "neg"
            if place or negative:
                parts.append(self.MINUS if negative else self.PLUS)
            parts.append(self.write(term[1] if negative else term, PRODUCT))
        return self.row(*parts)

    def on_neg(self, node):
        return self.row(self.NEGATIVE, self.write(node[1], PRODUCT))

    def on_mul(self, node):
        last = len(node[1]) - 1
        parts = []
        for place, factor in enumerate(node[1]):
            if place:
                digits = factor[0] == "number" and node[1][place - 1][0] == "number"
                parts.append(self.DOT if digits else self.TIMES)
            parts.append(self.write(factor, PRODUCT if place == last else TIGHT))
        return self.row(*parts)

    def on_div(self, node):
        return self.fraction(self.bare(node[1]), self.bare(node[2]))

    def on_pow(self, node):
        return self.raised(self.write(node[1], TIGHT + 1), self.bare(node[2]))

    def on_group(self, node):
        return self.brackets(self.write(node[1]))

    def on_call(self, node):
        own = getattr(self, "call_" + node[1], None)
        argument = self.write(node[2])
        return own(argument) if own else self.called(node[1], self.brackets(argument))

    def on_fold(self, node):
        sign = self.fold_sign(node[1], node[2])
        return self.row(sign, self.BLANK, self.write(node[3], PRODUCT))

    def on_transpose(self, node):
        return self.transposed(self.write(node[1], TIGHT + 1))

    def on_dot(self, node):
        return self.row(self.on_transpose(node), self.BLANK, self.write(node[2], TIGHT + 1))

    def on_cdot(self, node):
        return self.row(self.write(node[1], TIGHT), self.CDOT, self.write(node[2], TIGHT))

    # The nodes of derivations (see `desk.grammar`)

    def on_symbol(self, node):
        name = node[1]
        if "(" not in name:
            return self.symbol(name, node[2])
        if node[2]:
            name = name.replace("_k", "_" + node[2]).replace("_d", "_" + node[2])
        return self.density(name)

    def on_E(self, node):
        return self.mean(node[2], self.write(node[1]))

    def on_int(self, node):
        return self.integral(self.write(node[1]), node[2])

    def on_grad(self, node):
        by, body = node[1]
        sign = self.nabla if by[1] in ("theta", "phi") else self.derivative
        return self.row(sign(self.on_symbol(by)), self.write(body, PRODUCT))

    def on_density(self, node):
        return self.family(node[2], [self.write(part) for part in node[1]])
