"""How the name of a quantity, such as `log p(x|z)`, is written in `questions.json`."""

from .cursor import OPENING, nesting

DECORATIONS = ("hat", "bar", "tilde", "star", "widehat")
# Words before a name.
LEADS = (", so hence thus then therefore and let the we get obtain gives this which our").split()
# What code and notes call a quantity, and how a question lists it.
USUAL = {
    "KL": "KLD DKL Dkl kl Kl", "ELBO": "elbo", "logp": "LL loglik", "NLL": "nll", "Var": "var",
    "BCE": "CE bce crossentropy cross-entropy", "derivative": "gradient grad",
}  # fmt: skip
USUAL_PARTS = (
    ("DKL(", "KL("), ("logBern(", "logBernoulli("), ("logCat(", "logCategorical("),
    ("dDKL/", "dKL/"), ("dkl/", "dKL/"),
)  # fmt: skip
# Words that may stand in the name of a loss, a log-likelihood or a KL without changing it.
LOSSES = ("the", "a", "my", "our", "training", "reconstruction", "total", "loss")
LIKELIHOODS = ("the", "log", "-", "conditional", "likelihood", "loglikelihood")
DIVERGENCES = ("kl", "the", "-", "kullback", "leibler", "divergence")
# How what a KL is of is written shortly.
SHORT = (
    ("q(z|x)", "q"), ("q(z)", "q"), ("N(z|", "N("), ("diag(s^2)", "s^2"), ("^2I)", "^2)"),
    ("N(0,I)", "N(0,1)"), (":", "||"),
)  # fmt: skip


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

    Indices and parameters are left out, and the sum over the factors of a density: the log of
    `prod_d p(x_d|z)` and `sum_d log p(x_d|z)` are both `logp(x|z)`. A KL of q and p is `KL`, of
    other densities `KL~q||p(z)`; a derivative is `dKL/dm`, however it is written.
    """
    pair = derivative(tokens)
    if pair:
        return "d" + _signature(pair[0]) + "/d" + _signature(pair[1])
    return _signature(_unsummed(tokens))


def _signature(tokens):
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
            if "KL" in raised and texts[-1:] == ["D"]:
                texts[-1] = "KL"
            elif texts[-1:] == ["E"] and ("p" in raised or "N" in raised and "m" not in raised):
                texts[-1] = "Ep"
            place = end
        elif text in ("(", "[") and texts[-1:] in (["KL"], ["ELBO"], ["D"]):
            end = _after_group(tokens, place)
            inside = [token[1] for token in tokens[place + 1 : end - 1]]
            texts[-1] = "KL" if "||" in inside else texts[-1]
            texts.append(_between(inside))
            place = end
        elif text == "frac":
            middle = _after_group(tokens, place + 1)
            quotient = tokens[place + 1 : middle] + [("sign", "/", False)] + tokens[middle:]
            tokens = tokens[:place] + quotient
        else:
            texts.append(text)
            place += 1
    name = "".join([text for text in texts if text not in ("{", "}")]).replace("P(", "p(")
    for long, short in ((";theta", ""), (";phi", ""), ("(x;", "(x|"), ("^2I)", "^2)")):
        name = name.replace(long, short)
    name = _phrase(texts) or _given_z(_unbracketed(name))
    if texts[:1] in (["langle"], ["<"]) and texts[-1] in ("rangle", ">"):
        return "E[" + name[len(texts[0]) : -len(texts[-1])] + "]"
    if texts[:1] in (["int"], ["∫"]):
        return _integral(name[len(texts[0]) :]) or name
    if texts[:1] not in (["E"], ["Ep"]) or holds_terms(tokens):
        return name
    return texts[0] + "[" + _log_ratio(name[len(texts[0]) :]) + "]"


def _unsummed(tokens):
    """`log p(x_d|z)` for its sum over d, and for the log of the product; else the tokens."""
    words = [token[1] for token in tokens]
    log = 1 if words[:1] == ["log"] else 0
    end = _after_group(tokens, log)
    if log and words[1:2] in (["("], ["["]) and end == len(tokens):  # log(prod_d p(x_d|z))
        tokens = tokens[:1] + tokens[2:-1]
        words = [token[1] for token in tokens]
    if words[log : log + 2] != ["prod" if log else "sum", "_"]:
        return tokens
    end = _after_group(tokens, log + 2)
    below = log + 3 if words[log + 2 : log + 3] == ["{"] else log + 2
    letter = words[below : below + 1]
    if words[end : end + 1] == ["^"]:
        end = _after_group(tokens, end + 1)
    rest = tokens[end:]
    if words[end : end + 1] in (["("], ["["]) and _after_group(tokens, end) == len(tokens):
        rest = rest[1:-1]
    inside = letter and letters(rest) == set(letter) and not is_summed(rest)
    return tokens[:log] + rest if inside else tokens


def letters(tokens):
    """The letters and numbers of components that stand as indices."""
    words = [token[1] for token in tokens]
    found = set()
    for place, word in enumerate(words):
        pair = words[place + 1 : place + 3] if word == "_" else []
        index = pair[-1] if pair[:1] == ["{"] else "".join(pair[:1])
        one = index.isdigit() and words[place - 1].isalpha()
        if one or index in ("d", "k", "i", "j") and pair:
            found.add(index)
    return found


def free_letters(tokens):
    """The indices of a name that no sum in front of it binds, and no derivative is by."""
    pair = derivative(tokens)
    tokens = pair[0] if pair else tokens
    return set() if is_summed(tokens) else letters(tokens)


def is_summed(tokens):
    return any([token[1] in ("sum", "prod") for token in tokens])


def usual(name):
    """The name by which a question lists a quantity of this signature."""
    sign = "-" if name[:1] == "-" else ""
    for listed in USUAL:
        if name[len(sign) :] in USUAL[listed].split():
            name = sign + listed
    for other, listed in USUAL_PARTS:
        name = name.replace(other, listed)
    return name


def derivative(tokens):
    """What is differentiated, and by what, as lists of tokens; None if it is no derivative."""
    words = [token[1] for token in tokens]
    if words[:1] == ["("] and words[1:2] in (["d"], ["partial"]) and words[2:3] == ["/"]:
        end = _after_group(tokens, 0)
        if end < len(tokens):
            tokens = tokens[1 : end - 1] + tokens[end:]
            words = [token[1] for token in tokens]
    if words[:1] in (["nabla"], ["partial"], ["grad"]) and words[1:2] == ["_"]:
        end = _after_group(tokens, 2)
        return tokens[end:], tokens[2:end]
    if words[:1] == ["frac"]:
        middle = _after_group(tokens, 1)
        end = _after_group(tokens, middle)
        of, by = _without_d(tokens[1:middle]), _without_d(tokens[middle:end])
        return None if of is None or by is None else (of + tokens[end:], by)
    slash = words.index("/") if "/" in words else 0
    of, by = _without_d(tokens[:slash]), _without_d(tokens[slash + 1 :])
    if of is None or by is None:
        return None
    if of:
        return of, by
    end = _after_group(by, 1 if by[:1] and by[0][1] == "log" else 0)
    while by[end : end + 1] and by[end][1] in ("_", "^"):
        end = _after_group(by, end + 1)
    return by[end:], by[:end]


def _without_d(tokens):
    """The tokens behind the d of a derivative; None if they do not begin with one."""
    if tokens[:1] and tokens[0][1] == "{":
        tokens = tokens[1:-1]
    if not tokens or tokens[0][1] not in ("d", "partial") and tokens[0][1][:1] != "d":
        return None
    rest = tokens[0][1][1:] if tokens[0][1] != "partial" else ""
    return ([(tokens[0][0], rest, False)] if rest else []) + tokens[1:]


def _unbracketed(name):
    """A name without the brackets round all of it, or round what a log is taken of."""
    start = 3 if name[:4] == "log(" else 0
    depth = 0
    for place in range(start, len(name)):
        depth += 1 if name[place] in "([" else -1 if name[place] in ")]" else 0
        if depth == 0:
            whole = place == len(name) - 1 and place > start
            return name[:start] + name[start + 1 : -1] if whole else name
    return name


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
    return _unbracketed(body)


def _phrase(texts):
    """The short name of a quantity that is named in words, or `""`."""
    words = [text.lower() for text in texts]
    if words[:1] == ["-"]:
        return ""
    if words[-1:] == ["loss"] and _all_in(words, LOSSES):
        return "loss"
    if words[-1:] == ["divergence"] and _all_in(words, DIVERGENCES):
        return "KL"
    negative = words[:1] in (["negative"], ["minus"])
    words = words[1:] if negative else words
    if words[-1:] == ["loglikelihood"] or "log" in words and words[-1] == "likelihood":
        return ("NLL" if negative else "logp") if _all_in(words, LIKELIHOODS) else ""
    return ""


def _all_in(words, known):
    return all([word in known for word in words])


def _given_z(name):
    """The name with `p(x|mu, sigma)` and the like as `p(x|z)`, which they are here."""
    start = name.find("p(x|")
    end = name.find(")", start)
    given = name[start + 4 : end].split(",") if 0 <= start < end else []
    known = ("z", "rho", "mu", "sigma", "sigma^2", "theta")
    if given[:1] in (["z"], ["rho"], ["mu"]) and all([part in known for part in given]):
        return name[:start] + "p(x|z)" + name[end + 1 :]
    return name


def undecorated(tokens):
    """The tokens without the accents of a name, such as a hat, and without words before it."""
    while tokens[:1] and tokens[0][1].lower() in LEADS:
        tokens = tokens[1:]
    return [token for token in tokens if token[1] not in DECORATIONS]


def _between(words):
    """What a KL is of: `""` for q and p, else `"~"` and what it is of, written shortly."""
    text = "".join([word for word in words if word not in ("{", "}", "_", "k", "theta", "phi")])
    for long, short in SHORT:
        text = text.replace(long, short)
    if "||" not in text:
        text = text.replace("q,", "q||").replace("p,", "p||")
    named = "||" not in text and not ("p" in text or "q" in text or "N" in text)
    return "" if named or text == "q||p" else "~" + text


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
