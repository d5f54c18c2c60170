"""The form of `questions.json`, and a validator for it.

    {"schema": 1,
     "withheld": true                 in the student edition: the pages do not show the answers
     "symbols": {name: a symbol}, "questions": {identifier: a question}}

The fields of each are listed below. A form is a formula as a reader might type it.
"""

DOMAINS = ("real", "positive", "unit", "binary", "sign", "onehot")
VERDICTS = ("partial", "wrong")
TEXT, LIST, MAPPING, NUMBER, FLAG = "text", "list", "mapping", "number", "flag"
TYPES = {TEXT: (str,), LIST: (list,), MAPPING: (dict,), NUMBER: (int, float), FLAG: (bool,)}

SYMBOL = {"means": TEXT}  # what it stands for
SYMBOL_OPTIONS = {
    "axis": TEXT,  # its index, "d" or "k"; none for a scalar
    "domain": TEXT,  # where test points lie
    "size": TEXT,  # instead of a domain: the size of that index, "d" or "k"
    "equals": TEXT,  # instead of a domain: the form that it abbreviates
    "of": TEXT,  # the network's input, as in rho(z)
    "aliases": LIST,  # other spellings
}
QUESTION = {
    "title": TEXT,
    "prompt": TEXT,
    "equation": TEXT,  # the label of the equation it belongs to
    "axes": LIST,  # the indices in use, the main one first; [] for none
    "symbols": LIST,  # the names of the symbols that an answer may use
    "answer": TEXT,  # a form
    "slips": LIST,
    "hints": LIST,  # texts, from gentle to concrete
}
QUESTION_OPTIONS = {
    "domains": MAPPING,  # exceptions from the symbols' own domains
    "also": LIST,  # other answers that count as right
    "learned": TEXT,  # what training learns, for hints about constants
    "negated": TEXT,  # the hint for minus the answer
    "simplify": FLAG,  # whether a log of a product, power or exp is not finished
    "up_to_constant": FLAG,  # whether `+ const` may stay
    "bounded": FLAG,  # whether the answer may stand behind >=
    "sampled": FLAG,  # whether the answer is an estimate, which may stand behind an "about equal"
    "by": TEXT,  # the symbol that the answer is a derivative by, if it is one
    "of": MAPPING,  # names of what it is the derivative of, as in `left`
    "exercise": FLAG,  # whether it is one of the chapters' exercises
    # Needed if the answer is no derivative. From names of what is asked for (see
    # `quantities.signature`) to what they are times the answer, such as -1 for the log-likelihood
    # where a loss is asked.
    "left": MAPPING,
    "log_of": TEXT,  # what the answer is the log of, if it is one
    "elsewhere": MAPPING,  # hints for names that belong elsewhere
    "terms": LIST,  # the answer is the sum of coefficient x form
    "grey_slips": LIST,  # compared for data between 0 and 1
    "readings": LIST,  # a symbol taken for something else
}
SLIP = ({"form": TEXT, "code": TEXT, "hint": TEXT}, {"verdict": TEXT})  # "partial" if not given
ITEMS = {
    "also": ({"form": TEXT, "note": TEXT}, {}),
    # The coefficient may add log_2_pi times log(2 pi); 0 marks a term of wrong answers; constant:
    # without what is learned.
    "terms": (
        {"name": TEXT, "form": TEXT, "coefficient": NUMBER},
        {"log_2_pi": NUMBER, "constant": FLAG},
    ),
    "slips": SLIP,
    "grey_slips": SLIP,
    "readings": ({"symbol": TEXT, "form": TEXT, "code": TEXT, "hint": TEXT}, {}),
}


def validate(content):
    """A list of faults of a parsed `questions.json`; empty if there are none."""
    required = {"symbols": MAPPING, "questions": MAPPING}
    faults = _fields("the file", content, required, {"schema": NUMBER, "withheld": FLAG})
    if faults:
        return faults
    for name, symbol in content["symbols"].items():
        faults += _symbol_faults("symbol " + name, symbol)
    for name, question in content["questions"].items():
        faults += _question_faults("question " + name, question, content["symbols"])
    return faults


def _fields(where, item, required, optional):
    """The faults of one object: missing, unknown or ill-typed fields."""
    if not isinstance(item, dict):
        return [f"{where} is no object"]
    faults = [f"{where} lacks {name}" for name in required if name not in item]
    for name, value in item.items():
        kind = required.get(name) or optional.get(name)
        if kind is None:
            faults.append(f"{where} has an unknown field {name}")
        elif not isinstance(value, TYPES[kind]) or value == "":
            faults.append(f"{where}: {name} is no {kind}")
    return faults


def _symbol_faults(where, symbol):
    faults = _fields(where, symbol, SYMBOL, SYMBOL_OPTIONS)
    sources = [name for name in ("domain", "size", "equals") if name in symbol]
    if len(sources) != 1:
        faults.append(f"{where} needs exactly one of domain, size and equals")
    if symbol.get("domain", "real") not in DOMAINS:
        faults.append("{} has the unknown domain {}".format(where, symbol["domain"]))
    return faults


def _question_faults(where, question, symbols):
    faults = _fields(where, question, QUESTION, QUESTION_OPTIONS)
    if faults:
        return faults
    for name in question["symbols"] + list(question.get("domains", {})):
        if name not in symbols:
            faults.append(f"{where} uses the unknown symbol {name}")
    for kind, (required, optional) in ITEMS.items():
        for place, item in enumerate(question.get(kind, [])):
            faults += _fields(f"{where}, {kind} {place}", item, required, optional)
    for slip in question["slips"] + question.get("grey_slips", []):
        if slip.get("verdict", "partial") not in VERDICTS:
            faults.append(
                "{} has a slip with the unknown verdict {}".format(where, slip["verdict"])
            )
    if not question.get("left") and not (question.get("by") and question.get("of")):
        faults.append(f"{where} needs a name of what is asked for, in left or by and of")
    if len(question["hints"]) < 2:
        faults.append(f"{where} needs at least two hints, from gentle to concrete")
    return faults
