"""The form of `questions.json`, and a validator for it.

    {"schema": 1,
     "withheld": true                 in the student edition: the pages do not show the answers
     "symbols": {name: {
         "means": str                 what the symbol stands for
         "axis": "d" or "k"           its index; none for a scalar
         "domain": "real", "positive", "unit", "binary", "sign"    where test points lie
         "size": "d" or "k"           instead of a domain: the size of that index
         "equals": form               instead of a domain: an abbreviation
         "of": name                   the network's input, as in rho(z)
         "aliases": [str]}},          other spellings
     "questions": {identifier: {
         "title", "prompt": str       plain text
         "equation": str              the label of the equation it belongs to
         "axes": [str]                the indices in use, the main one first; [] for none
         "symbols": [name]            the symbols that an answer may use
         "domains": {name: domain}    exceptions from the symbols' own domains
         "answer": form
         "also": [{"form", "note"}]   other answers that count as right
         "learned": str               what training learns, for hints about constants
         "negated": str               the hint for minus the answer
         "simplify": bool             whether a log of a product, power or exp is not finished
         "up_to_constant": bool       whether `+ const` may stay
         "exercise": bool             whether it is one of the chapters' exercises
         "bounded": bool              whether the answer may stand behind >=
         "by": name, "of": [name]     what the answer is a derivative by and of, if it is one
         "left": {name: number}       names of what is asked for (see `equation.signature`), and
             what they are times the answer
         "log_of": str                what the answer is the log of, if it is one
         "elsewhere": {name: str}     hints for names that belong elsewhere
         "terms": [{"name", "form", "coefficient", "log_2_pi", "constant"}]
             the answer is the sum of coefficient x form; the coefficient may add log_2_pi
             times log(2 pi); 0 marks a term of wrong answers; constant: without `learned`
         "slips": [{"form", "code", "hint", "verdict"}]       verdict: "partial" if not given
         "grey_slips": like slips, compared for data between 0 and 1
         "readings": [{"symbol", "form", "code", "hint"}]    a symbol taken for something else
         "hints": [str]}}}            from gentle to concrete

A form is a formula as a reader might type it.
"""

DOMAINS = ("real", "positive", "unit", "binary", "sign")
VERDICTS = ("partial", "wrong")
TEXT, LIST, MAPPING, NUMBER, FLAG = "text", "list", "mapping", "number", "flag"
TYPES = {TEXT: (str,), LIST: (list,), MAPPING: (dict,), NUMBER: (int, float), FLAG: (bool,)}

SYMBOL = {"means": TEXT}
SYMBOL_OPTIONS = {
    "axis": TEXT,
    "domain": TEXT,
    "size": TEXT,
    "equals": TEXT,
    "of": TEXT,
    "aliases": LIST,
}
QUESTION = {
    "title": TEXT,
    "prompt": TEXT,
    "equation": TEXT,
    "axes": LIST,
    "symbols": LIST,
    "answer": TEXT,
    "slips": LIST,
    "hints": LIST,
}
QUESTION_OPTIONS = {
    "domains": MAPPING,
    "also": LIST,
    "learned": TEXT,
    "negated": TEXT,
    "simplify": FLAG,
    "up_to_constant": FLAG,
    "bounded": FLAG,
    "by": TEXT,
    "of": LIST,
    "exercise": FLAG,
    "left": MAPPING,
    "log_of": TEXT,
    "elsewhere": MAPPING,
    "terms": LIST,
    "grey_slips": LIST,
    "readings": LIST,
}
ITEMS = {
    "also": ({"form": TEXT, "note": TEXT}, {}),
    "terms": (
        {"name": TEXT, "form": TEXT, "coefficient": NUMBER},
        {"log_2_pi": NUMBER, "constant": FLAG},
    ),
    "slips": ({"form": TEXT, "code": TEXT, "hint": TEXT}, {"verdict": TEXT}),
    "grey_slips": ({"form": TEXT, "code": TEXT, "hint": TEXT}, {"verdict": TEXT}),
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
    if len(question["hints"]) < 2:
        faults.append(f"{where} needs at least two hints, from gentle to concrete")
    return faults
