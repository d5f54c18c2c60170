"""How the name of a quantity, such as `log p(x|z)`, is written in `questions.json`."""

from .cursor import OPENING, nesting

DECORATIONS = ("hat", "bar", "tilde", "star", "widehat")


def holds_terms(tokens):
    """Whether a name holds signs of arithmetic outside brackets, other than of a derivative."""
    depth = 0
    for place, (kind, text, _spaced) in enumerate(tokens):
        if kind != "sign":
            continue
        depth += nesting(text)
        if depth == 0 and text in ("+", "-", "*", "·"):
            return True
        if depth == 0 and text == "/":
            below = tokens[place + 1][1] if place + 1 < len(tokens) else ""
            if not (below.startswith("d") or below == "partial"):
                return True
    return False


def signature(tokens):
    """How a name of a quantity is written in `questions.json`: `logp(x|z)`, `KL`, `E`.

    Indices, parameters and the arguments of a KL are left out.
    """
    texts = []
    place = 0
    while place < len(tokens):
        kind, text, _spaced = tokens[place]
        if text == "^" and place + 1 < len(tokens) and tokens[place + 1][0] == "number":
            texts.append(text)
            place += 1
        elif kind == "sign" and text in ("_", "^"):
            end = _after_group(tokens, place + 1)
            raised = [token[1] for token in tokens[place + 1 : end]]
            if text == "^" and len(raised) != 5 and any([word.isdigit() for word in raised]):
                # a power, perhaps of a starred name; five tokens are a label, {(2)}
                texts += ["^"] + [word for word in raised if word != "*"]
            if [token for token in tokens[place:end] if token[1] == "KL"] and texts[-1:] == ["D"]:
                texts[-1] = "KL"
            place = end
        elif text in ("(", "[") and texts[-1:] in (["KL"], ["ELBO"]):
            end = _after_group(tokens, place)
            texts.append(_between([token[1] for token in tokens[place + 1 : end - 1]]))
            place = end
        else:
            texts.append(text)
            place += 1
    name = "".join([text for text in texts if text not in ("{", "}")]).replace("P(", "p(")
    name = _phrase(texts) or _given_z(name.replace(";theta", "").replace(";phi", ""))
    if texts[:1] in (["langle"], ["<"]) and texts[-1] in ("rangle", ">"):
        return "E[" + name[len(texts[0]) : -len(texts[-1])] + "]"
    if texts[:1] in (["int"], ["∫"]):
        return _integral(name[len(texts[0]) :]) or name
    if texts[:1] != ["E"] or holds_terms(tokens):
        return name
    below = tokens[1 : _after_group(tokens, 2)] if tokens[1:2] and tokens[1][1] == "_" else []
    under = "p" if [token[1] for token in below if token[1] in ("p", "q")] == ["p"] else ""
    return "E" + under + "[" + _log_ratio(name[1:]) + "]"


def _integral(body):
    """The name of `q(z|x) ... dz` as a mean, or `""`."""
    body = body[:-2] if body.endswith("dz") else ""
    for weight in ("q(z|x)", "q(z)", "q", "p(z)", "p"):
        for rest in (body[len(weight) :], body[: -len(weight)]):
            cut = len(weight) == 1 and rest[:1] in ("(", "/")  # of its own argument
            if rest and body in (weight + rest, rest + weight) and not cut:
                under = "p" if weight[0] == "p" else ""
                return "E" + under + "[" + _log_ratio(rest.strip("*·")) + "]"
    return ""


def _log_ratio(body):
    """The body of a mean without brackets, the log of a ratio of densities as `logq/p`."""
    bare = body
    for long, short in (("q(z|x)", "q"), ("q(z)", "q"), ("p(z)", "p"), ("p(x,z)", "j")):
        bare = bare.replace(long, short)
    bare = "".join([letter for letter in bare if letter not in "()[]"])
    for one, other in ("qp", "pq", "qj", "jq"):
        log = "log" + one
        forms = (log + "/" + other, log + "-log" + other, "-log" + other + "+" + log)
        if bare in forms + ("logfrac" + one + other,):
            return forms[0].replace("j", "p(x,z)")
    return body.strip("[()]")


def _phrase(texts):
    """The short name of a quantity that is named in words, or `""`."""
    words = [text.lower() for text in texts]
    if words[:1] in ([], ["-"]) or not all([word.isalpha() or word == "-" for word in words]):
        return ""
    if "likelihood" in words:
        return "NLL" if words[0][:3] in ("neg", "min") else "logp"
    if words[0] == "kl" and words[-1] == "divergence":
        return "KL"
    return "loss" if words[-1:] == ["loss"] else ""


def _given_z(name):
    """The name with `p(x|mu, sigma)` and the like as `p(x|z)`, which they are here."""
    start = name.find("(x|")
    end = name.find(")", start)
    given = name[start + 3 : end].split(",") if 0 <= start < end else []
    known = ("z", "rho", "mu", "sigma", "sigma^2", "theta")
    if given[:1] in (["z"], ["rho"], ["mu"]) and all([part in known for part in given]):
        return name[:start] + "(x|z)" + name[end + 1 :]
    return name


def undecorated(tokens):
    """The tokens without the accents of a name, such as a hat."""
    return [token for token in tokens if token[1] not in DECORATIONS]


def outside_indices(tokens):
    """The tokens that stand in no subscript."""
    kept, place = [], 0
    while place < len(tokens):
        if tokens[place][:2] == ("sign", "_"):
            place = _after_group(tokens, place + 1)
        else:
            kept.append(tokens[place])
            place += 1
    return kept


def _between(words):
    """What a KL is of: `""` for q and the prior, else `"~reversed"` or `"~other"`."""
    text = "".join([word for word in words if word not in ("{", "}", "_", "k", "theta", "phi")])
    left, bars, right = text.replace("diag(s^2)", "s^2").replace("z|m", "m").partition("||")
    if left[:1] == "p" or left[:3] == "N(0":
        return "~reversed"
    right = right.replace("z|0", "0")
    strange = left[:1] == "N" and left not in ("N(m,s^2)", "N(m,s^2I)")
    known = ("p", "p(z)", "N(0,1)", "N(0,I)")
    return "~other" if strange or right[:2] in ("p", "p(", "N(") and right not in known else ""


def _after_group(tokens, place):
    """The place behind one token, or behind the bracket that opens there."""
    if place >= len(tokens) or tokens[place][1] not in OPENING:
        return place + 1
    depth = 0
    while place < len(tokens):
        text = tokens[place][1]
        depth += nesting(text)
        place += 1
        if depth == 0:
            break
    return place
