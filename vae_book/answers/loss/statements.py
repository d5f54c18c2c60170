"""Takes the statements of a loss out of what surrounds them: a function, a loop, a training step.

What is left out is left out by its form alone: a line of records, a network whose outputs are told
by their names, and all that stands behind the gradient or a `return`. Everything else is read.
"""

from ..read.limits import Unreadable, quote
from . import functions, headers
from .headers import TWICE
from .syntax import lines, tree_of, turn
from .trees import calls, changes, holds, names_in, own_calls, parts, path_of, taken

MAX_CHARACTERS = 2000
AROUND = ("def", "class", "import", "from", "with", "pass", "@", "for", "while", "print")
BRANCHES = ("if", "else", "elif", "try", "except")
GRADIENTS = (
    "gradient gradients grad value_and_grad backward manual_backward minimize autograd"
).split()
CUT = ("no_grad", "inference_mode", "set_grad_enabled", "stop_recording", "requires_grad")
RECORDS = ("zero_grad", "train", "eval", "log", "watch", "update_state")
NETWORKS = (
    "model net network vae autoencoder forward reparameterize reparametrize reparameterise "
    "reparametrise sampling apply chunk split"
).split()

# Functions that compute no loss, by their names.
OTHERS = ("encode", "decode", "sample", "sampling", "reparam", "draw")
LOSSES = ("loss", "total_loss", "vae_loss", "self.loss")
FLOWING = ("mean", "params", "third")
LOOP = "{} grows in a loop. Paste the lines for one batch, without the loop."
SEVERAL = "Several gradients are taken here. Paste one loss."
FUNCTIONS = "There are several functions here. Paste the one that computes the loss."
UNCLEAR = "I cannot tell what this gradient is taken of. Paste the loss alone."


def statements(text):
    """The statements of a pasted text, each a pair `(target, tree)`.

    The target is `(name, sign)` for an assignment, with the sign `""`, `"+"`, `"*"` and so on,
    and None for a `return` or a bare formula. `self.loss` has the name `"self.loss"`.

    Raises:
        Unreadable: If the text is too long, or is no formula of this kind.
    """
    if len(text) > MAX_CHARACTERS:
        hint = f"That is over {MAX_CHARACTERS} characters. Paste the loss alone."
        raise Unreadable("too_long", hint)
    reader = Reader()
    for indent, tokens in lines(text):
        reader.line(indent, tokens)
    return reader.end()


class Reader:
    """Goes through the lines and keeps the statements of the loss."""

    def __init__(self):
        self.found = []
        self.networks = []  # names that networks return
        self.defined = []  # names of functions
        self.dead = None  # the indent of a return: what stands behind it is not run
        self.function = -1  # the indent of the function
        self.trained = self.returned = self.network_last = False
        self.loop, self.before, self.within, self.used = None, [], [], []
        self.slope = None  # the name of the gradient
        self.tape = None  # the indent of the gradient tape
        self.classes = False  # within a class, outside of its functions

    def targets(self):
        return [target[0] for target, _ in self.found if target]

    def used_names(self):
        return [name for _, tree in self.found for name in names_in(tree)]

    def line(self, indent, tokens):
        word = "" if tokens[0][0] == "text" else tokens[0][1]
        names = [text for kind, text in tokens if kind == "name"]
        gradient = any([text in GRADIENTS for kind, text in tokens if kind in ("name", "text")])
        self.indent = indent
        self.classes = self.classes or word == "class"
        dead = self.dead is not None and indent >= self.dead and word != "def"
        if self.trained or dead:
            if gradient:
                raise Unreadable("several", SEVERAL)
            self.check_behind(word, indent, tokens, names)
            return
        if any([name in CUT for name in names]):
            raise Unreadable("gradient", "No gradient flows where it is turned off.")
        if word in BRANCHES:
            raise Unreadable("branch", f"Paste the lines that run, without {quote(word)}.")
        if self.returned and word != "def" and indent > self.function:
            raise Unreadable("branch", "There are two ways out of this function. Paste one.")
        self.dead = indent if word == "return" else None
        self.returned = self.returned or word == "return"
        if self.loop is not None and indent <= self.loop:
            self.loop = None
        if word in AROUND:
            headers.check_header(word, tokens, names)
            self.defined += headers.bound(word, tokens, names) if word == "class" else []
            tokens = self.around(word, indent, tokens, names)
            if tokens == [("name", "pass")]:
                return
            self.returned = self.returned or tokens[:1] == [("name", "return")]
        if tokens and not (len(tokens) == 1 and tokens[0][0] == "text"):
            for target, tree in parsed(tokens):
                self.statement(target, tree, gradient)
        elif gradient:
            raise Unreadable("gradient", UNCLEAR)

    def check_behind(self, word, indent, tokens, names):
        """Refuses what stands behind the gradient or a return, and matters all the same."""
        if "add_loss" in names:
            raise Unreadable("add_loss", "I cannot tell what add_loss adds here.")
        if not self.trained:
            return
        if word in ("def", "class") and any(
            [names[1] in own_calls(tree) for _, tree in self.found]
        ):
            raise Unreadable("own_function", f"Paste what {quote(names[1])} returns, without it.")
        inside = self.loop is not None and indent > self.loop
        left = [text for _, text in tokens[: len(tokens) - 1]]
        equal = [left.index(sign) for sign in ("=", "+=", "-=", "*=", "/=") if sign in left]
        name = left[min(equal) - 1] if equal and min(equal) else ""
        if inside and any([used in (name, "self." + name) for used in self.used_names()]):
            raise Unreadable("branch", LOOP.format(quote(name)))
        if name == self.slope and "clip" not in " ".join(names):
            raise Unreadable("gradient", "I cannot tell what becomes of the gradient here.")

    def around(self, word, indent, tokens, names):
        """What a line such as `def f(x): return x` holds behind its colon."""
        if word in ("print", "@"):
            return []
        if word == "def":
            name = tokens[1][1].strip("_").lower()
            if name in OTHERS or name[:7] == "reparam" and "loss" not in name:
                self.dead = indent + 1
                return []
            self.begin_function(indent, tokens)
        elif word in ("import", "from"):
            headers.check_import(tokens, names)
            return []
        elif word in ("for", "while"):
            if self.loop is None:
                self.loop, self.before, self.within, self.used = indent, self.targets(), [], []
            self.within += headers.bound(word, tokens, names)
        elif word == "with" and "GradientTape" in names:
            used = self.networks + self.used_names()
            if any([taken(name) in FLOWING for name in used]):
                raise Unreadable("gradient", "No gradient flows from before the tape.")
            self.tape = indent
        return headers.body(tokens)

    def begin_function(self, indent, tokens):
        """A second function would be another loss; a default is what its name stands for."""
        if self.function >= 0 and self.found:
            raise Unreadable("several", FUNCTIONS)
        self.defined.append(tokens[1][1])
        self.function, self.returned = indent, False
        for words in headers.parameters(tokens):
            if words[0][1] in self.targets():
                raise Unreadable("syntax", TWICE.format(quote(words[0][1])))
            if ("sign", "=") in words:
                place = words.index(("sign", "="))
                tree = tree_of(words[place + 1 :])
                if not names_in(tree):
                    self.found.append(((words[0][1], ""), tree))
                elif tree not in headers.CONSTANTS:
                    raise Unreadable("syntax", f"I do not know the value of {quote(words[0][1])}.")

    def statement(self, target, tree, gradient):
        if gradient:
            if self.trained:
                raise Unreadable("several", SEVERAL)
            self.slope = target[0] if target else "-"
            target, tree = None, trained(tree)
            self.trained = True
        for name in own_calls(tree):
            if name in self.networks or "self." + name in self.networks:
                raise Unreadable("syntax", TWICE.format(quote(name)))
            if name in self.defined:
                hint = f"Paste what {quote(name)} returns, without the function."
                raise Unreadable("own_function", hint)
        if target is None and not gradient and is_record(tree):
            return
        if target and not target[1] and is_network(tree):
            self.take_network(target[0], tree)
            return
        if self.tape is not None and self.indent <= self.tape and not gradient:
            raise Unreadable("gradient", "No gradient flows from behind the tape.")
        if self.loop is not None:
            self.check_loop(target, tree)
        if target and self.classes and self.function < 0:
            target = ("self." + target[0], target[1])
        if target:
            other = target[0][5:] if target[0][:5] == "self." else "self." + target[0]
            if other in self.targets():
                raise Unreadable("syntax", TWICE.format(quote(target[0])))
        self.found.append((target, tree))
        self.network_last = False

    def check_loop(self, target, tree):
        if "add_loss" in calls(tree):
            raise Unreadable("branch", LOOP.format("The loss"))
        if target is None:
            return
        name = target[0]
        inherited = any([holds(tree, old) for old in self.before])
        grows = name not in self.within and (name in self.used or target[1] or holds(tree, name))
        carried = name in self.before and (target[1] or inherited)
        lent = target[1] and name not in self.targets()  # the loop's own name for something
        if grows or carried or lent:
            raise Unreadable("branch", LOOP.format(quote(name)))
        self.used += names_in(tree)
        self.within.append(name)
        if inherited and name not in self.before:
            self.before.append(name)

    def take_network(self, name, tree):
        """Leaves a network out: what it returns is told by its name."""
        role = taken(name)
        used = names_in(tree)
        if name in self.networks + self.targets() + self.used_names() + used:
            raise Unreadable("syntax", TWICE.format(quote(name)))
        computed = [n for n in used if n in self.targets() and taken(n) not in ("x", "z")]
        word = path_of(tree)[-1].lower()
        headers.check_bound(name)
        if any([call in functions.CUTS for call in calls(tree)]) or "data" in path_of(tree)[:-1]:
            raise Unreadable("gradient", "No gradient flows to the encoder from here.")
        parted = word in ("chunk", "split") and any([taken(n) for n in used])
        if role != "z" and computed or changes(tree) or "loss" in name.lower() or parted:
            raise Unreadable("unknown_function", f"I do not know what {quote(word)} returns.")
        self.networks.append(name)
        self.network_last = True

    def end(self):
        if not self.found:
            raise Unreadable("empty", "Paste a line of your loss first.")
        if self.network_last and not self.trained:
            raise Unreadable("no_loss", "The last line is no loss: it calls a network.")
        for target, tree in self.found[:-1]:
            if target is None and changes(tree):
                raise Unreadable("unknown_function", "I cannot follow what is changed in place.")
        last = self.found[-1][0]
        if last and not self.trained and "loss" not in last[0]:
            for name in self.targets()[:-1]:
                if name in LOSSES and name not in self.used_names():
                    hint = f"I cannot tell whether {quote(name)} or {quote(last[0])} is trained."
                    raise Unreadable("several", hint)
        for target, tree in self.found[:-1]:
            if target is None and tree[0] in ("tuple", "dict"):
                raise Unreadable("syntax", "I do not know what these parts are for.")
        if self.found[-1][1][0] in ("tuple", "dict") and changes(self.found[-1][1]):
            raise Unreadable("unknown_function", "I cannot follow what is changed in place.")
        if self.trained and any(["add_loss" in calls(tree) for _, tree in self.found]):
            raise Unreadable("add_loss", "This gradient leaves out what add_loss adds.")
        self.check_flow()
        return self.found

    def check_flow(self):
        """Refuses NumPy between the networks and the gradient, and a sigma of theirs."""
        flowing = list(self.networks)
        spreads = [name for name in self.used_names() if taken(name) == "third"]
        if any([name in flowing and name[:5] == "sigma" for name in spreads]) and any(
            [name[:5] != "sigma" for name in spreads]
        ):
            raise Unreadable("names", "I read a fixed sigma, and none that a network returns.")
        for target, tree in self.found:
            for part in parts(tree) if self.trained else ():
                plain = part[:1] == ("call",) and path_of(part)[0] in ("np", "numpy", "math")
                inner = names_in(part[2]) if plain and path_of(part)[-1] != "prod" else []
                if any([name in flowing or taken(name) in FLOWING for name in inner]):
                    raise Unreadable("gradient", "No gradient flows through NumPy.")
            if target and any([name in flowing for name in names_in(tree)]):
                flowing.append(target[0])


def parsed(tokens):
    """The statements of a line: one, or one for each name of `a, b = ...`."""
    if tokens[0] == ("name", "return"):
        return [(None, tree_of(tokens[1:]))]
    depth = 0
    for place in range(len(tokens)):
        kind, sign = tokens[place]
        depth += turn(tokens[place])
        if kind == "sign" and sign in ("=", "+=", "-=", "*=", "/=") and depth == 0 < place:
            left = tokens[:place]
            if tokens[1] == ("sign", ":"):
                left = left[:1]  # `loss: Tensor = ...`
            tree = tree_of(tokens[place + 1 :])
            names = tree_of(left)
            if sign == "=" and names[0] == "tuple":
                return unpacked(names, tree)
            return [((_target(names), sign[:-1]), tree)]
    return [(None, tree_of(tokens))]


def _target(tree):
    """The name of `name` or `self.name`."""
    if tree[0] == "name":
        return tree[1]
    if tree[0] == "attribute" and tree[1] == ("name", "self"):
        return "self." + tree[2]
    raise Unreadable("syntax", "I cannot follow an assignment to a part of something.")


def unpacked(names, tree):
    """The statements of `a, b = c, d`, or of `a, b = network(x)`."""
    flat = _flat(names)
    if tree[0] == "tuple" and len(tree[1]) == len(flat) == len(names[1]):
        if not any([holds(tree, name) for name in flat]):
            return [((name, ""), part) for name, part in zip(flat, tree[1])]
    elif is_network(tree):
        return [((name, ""), tree) for name in flat if name != "_"]
    elif tree[0] == "name":  # what a loader has given
        return [
            ((name, ""), ("call", ("name", "model"), [tree], {})) for name in flat if name != "_"
        ]
    raise Unreadable("syntax", f"I cannot follow what {quote(', '.join(flat))} are made of.")


def _flat(tree):
    if tree[0] == "tuple":
        return [name for part in tree[1] for name in _flat(part)]
    return [_target(tree)]


def trained(tree):
    """What `loss.backward()`, `tape.gradient(loss, ...)` and the like take the gradient of."""
    if tree[0] == "call" and tree[1][0] == "attribute":
        owner, name = tree[1][1], tree[1][2]
        if name == "backward" and not tree[2] and all([word == "retain_graph" for word in tree[3]]):
            return owner
        alone = name in ("manual_backward", "backward") and len(tree[2]) == 1 and not tree[3]
        usual = all([w in ("var_list", "tape", "unconnected_gradients") for w in tree[3]])
        first = name in ("gradient", "minimize") and tree[2] and usual
        if (alone or first) and tree[2][0][0] == "name":
            return tree[2][0]
    raise Unreadable("gradient", UNCLEAR)


def is_record(tree):
    """Whether a line such as `optimizer.zero_grad()` only calls what changes no loss."""
    path = path_of(tree)
    if tree[0] != "call" or len(path) < 2 or path[-1] not in RECORDS or changes(tree):
        return False
    # `np.log(x)` is a formula, `self.log("loss", loss)` is not.
    items = tree[2] + list(tree[3].values())
    plain = all([item[0] in ("text", "name", "number") for item in items])
    if path[-1] in ("train", "eval") and any([item not in headers.CONSTANTS for item in items]):
        return False
    return plain and (path[-1] != "log" or path[0] == "self")


def is_network(tree):
    """Whether a network is called, whose outputs are told by their names."""
    if tree[0] == "item":
        return is_network(tree[1])
    if tree[0] != "call":
        return False
    path = path_of(tree)
    word = path[-1].lower()
    network = word in NETWORKS or "encode" in word or "decode" in word or path == ["self"]
    return network and not any([part in word for part in ("loss", "elbo", "kl")])
