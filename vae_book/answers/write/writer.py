"""Walks over a tree and writes it; a notation says how the pieces look (see `mathml`, `latex`).

Brackets are shown as typed, and added where a sum would otherwise seem to end too early.
"""

LOW, PRODUCT, TIGHT = 1, 2, 3
BINDING = {
    "add": LOW, "neg": LOW, "mul": PRODUCT, "cdot": PRODUCT, "dot": PRODUCT, "fold": PRODUCT,
    "grad": PRODUCT, "pow": TIGHT, "transpose": TIGHT, "div": TIGHT,
}  # fmt: skip


class Writer:
    """What writes a tree in one notation.

    Args:
        forms: Dictionary from the name of a sign or node to how it looks, with a `%s` for each
            part. A function that is not in it is its name before a bracket.
        escape: The function that makes any text safe in this notation.
        name: The function that writes the name of a symbol, an index or a function.
        density: The function that writes the name of a density, such as `p(x|z)`.
    """

    def __init__(self, forms, escape, name, density):
        self.forms, self.escape, self.name, self.density = forms, escape, name, density

    def write(self, node, level=LOW):
        """The text of a node, in brackets if it binds looser than `level`."""
        text = getattr(self, "on_" + node[0])(node)
        return self.form("group", text) if BINDING.get(node[0], TIGHT + 1) < level else text

    def form(self, name, *parts):
        return self.forms[name] % parts

    def row(self, *parts):
        return self.form("row", "".join(parts))

    def bare(self, node):
        """The node inside one pair of brackets that a fraction bar makes needless."""
        return self.write(node[1] if node[0] == "group" else node)

    def on_number(self, node):
        return self.form("number", self.escape(node[2]))

    def on_unspecified(self, node):
        return self.form("constant")

    def on_add(self, node):
        parts = []
        for place, term in enumerate(node[1]):
            negative = term[0] == "neg"
            if place or negative:
                parts.append(self.form("minus" if negative else "plus"))
            parts.append(self.write(term[1] if negative else term, PRODUCT))
        return self.row(*parts)

    def on_neg(self, node):
        return self.row(self.form("negative"), self.write(node[1], PRODUCT))

    def on_mul(self, node):
        last = len(node[1]) - 1
        parts = []
        for place, factor in enumerate(node[1]):
            if place:
                digits = factor[0] == "number" and node[1][place - 1][0] == "number"
                parts.append(self.form("cdot" if digits else "times"))
            parts.append(self.write(factor, PRODUCT if place == last else TIGHT))
        return self.row(*parts)

    def on_div(self, node):
        return self.form("div", self.bare(node[1]), self.bare(node[2]))

    def on_pow(self, node):
        return self.form("pow", self.write(node[1], TIGHT + 1), self.bare(node[2]))

    def on_group(self, node):
        return self.form("group", self.write(node[1]))

    def on_call(self, node):
        argument = self.write(node[2])
        if node[1] in self.forms:
            return self.form(node[1], argument)
        return self.row(self.name(node[1]), self.form("group", argument))

    def on_fold(self, node):
        sign = self.form(node[1])
        if node[2]:
            sign = self.form("under", sign, self.name(node[2]))
        return self.row(sign, self.form("blank"), self.write(node[3], PRODUCT))

    def on_transpose(self, node):
        return self.form("transpose", self.write(node[1], TIGHT + 1))

    def on_dot(self, node):
        right = self.write(node[2], TIGHT + 1)
        return self.row(self.on_transpose(node), self.form("blank"), right)

    def on_cdot(self, node):
        return self.row(self.write(node[1], TIGHT), self.form("cdot"), self.write(node[2], TIGHT))

    def on_norm(self, node):
        return self.form("norm1" if node[2] == 1 else "norm", self.write(node[1]))

    # The nodes of derivations (see `desk.grammar`)

    def on_symbol(self, node):
        name, index = node[1:]
        if "(" in name:
            if index:
                name = name.replace("_k", "_" + index).replace("_d", "_" + index)
            return self.density(name)
        return self.form("index", self.name(name), self.name(index)) if index else self.name(name)

    def on_E(self, node):
        return self.form("E", self.density(node[2]), self.write(node[1]))

    def on_int(self, node):
        return self.form("int", self.write(node[1]), self.name(node[2]))

    def on_grad(self, node):
        by, body = node[1]
        sign = "nabla" if by[1] in ("theta", "phi") else "partial"
        return self.row(self.form(sign, self.on_symbol(by)), self.write(body, PRODUCT))

    def on_density(self, node):
        family = self.forms.get(node[2]) or self.name(node[2])
        first, *rest = [self.write(part) for part in node[1]]
        return self.form("density", family, first, self.form("comma").join(rest))

    def on_given(self, node):
        return self.form("given", self.write(node[1]))

    def on_slope(self, node):
        return self.form("slope", self.write(node[1]))
