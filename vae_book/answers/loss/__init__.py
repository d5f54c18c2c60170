"""The loss doctor: reads a line of a loss as text, and says which objective it is.

Pure Python with `math` alone, for CPython and MicroPython. Nothing pasted is executed: the line
is read into a tree, and the tree is computed on small arrays of its own.
"""

from ..judge.results import result
from ..read.limits import Unreadable
from .arrays import Array, scalar
from .roles import Roles
from .run import CONSTANTS, MODULES, Run
from .statements import statements
from .terms import SIZES, powers
from .verdict import Objective

UNKNOWN = (
    "I do not recognise the terms. I know cross-entropies, squared and absolute errors, and the "
    "KL of N(m, s^2) from N(0, 1) in closed form."
)


def read_loss(text):
    """The verdict on a pasted loss.

    Args:
        text: One line or a few, in NumPy, Keras, TensorFlow or PyTorch.

    Returns:
        A dictionary: `verdict` (`"right"`, `"partial"`, `"wrong"` or `"unparsed"`), `codes`
        (see `verdict`) and `hint`, one sentence or a few.
    """
    try:
        return _judged(statements(text))
    except Unreadable as error:
        return result("unparsed", ["parse", error.code], error.hint)
    except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        hint = "I can read the line, but not compute it. Paste the loss alone."
        return result("unparsed", ["parse", "not_computed"], hint)


def _judged(program):
    roles = Roles(free_names(program))
    notes = set()

    def loss(point):
        run = Run(arrays(point), roles)
        value = run.value(program)
        notes.update(run.notes)
        return value

    measured = powers(loss)
    if measured is None:
        return reply(None)
    objective = Objective(measured[0], measured[1], roles.kind(roles.third), SIZES[0])
    objective.judge()
    if not (objective.data and objective.has_kl):
        if roles.extra or "several" in notes:
            names = _listed(roles.extra) or "the sum"
            raise Unreadable("missing", f"Paste the lines that compute {names} too.")
        if roles.weights:
            hint = f"With 1 for {_listed(roles.weights)} a term vanishes: write your number there."
            raise Unreadable("weight", hint)
    add_notes(objective, roles, notes)
    return reply(objective)


def reply(objective):
    """The reply about a judged `Objective`, or None for a loss of unknown terms."""
    if objective is None:
        return result("wrong", ["unknown"], UNKNOWN)
    verdict = objective.verdict()
    if verdict == "right":
        objective.sentences.insert(0, "This is the negative ELBO.")
    codes = [code for code in objective.codes if code != "ok" or len(objective.codes) == 1]
    if verdict == "right" and "ok" not in codes:
        codes.insert(0, "ok")
    return result(verdict, codes, " ".join(objective.sentences))


def add_notes(objective, roles, notes):
    """Adds what the names tell, and what was seen on the way."""
    name = (roles.params_name or "").lower()
    if "cross" in objective.found and "logit" in name:
        objective.say("from_logits", "It takes logits for probabilities: say from_logits=True.")
    if "logits" in objective.found and ("prob" in name or "rho" in name):
        objective.say("probabilities", "It takes probabilities for logits.")
    if "swapped" in notes:
        objective.say("swapped", "Image and reconstruction are in the wrong order.")
    if "labels" in notes:
        objective.say("labels", "Labels stand where the image belongs.")
    if "add_loss_vector" in notes:
        objective.say("add_loss_vector", "add_loss of a vector adds its sum over the batch.")
    if "drawn" in notes:
        objective.sentences.append("I did not check how z is drawn.")
    for note in sorted(notes):
        if note[:6] == "noise ":
            objective.sentences.append(f"I took 0.7 for {note[6:]}, which is what you set there.")
    if roles.extra:
        listed = _listed(roles.extra)
        objective.say("extra", f"I left out what is no part of a VAE's loss: {listed}.")
    if roles.weights:
        listed = _listed(roles.weights)
        objective.sentences.append(f"I took 1 for {listed}; beta is what you set there.")


def _listed(names):
    return ", ".join(sorted(set(names)))


def arrays(point):
    """The arrays of `Run` from a point of `terms.make_point`."""
    batch, pixels, latents = point["B"], point["D"], point["K"]
    found = {name: scalar(point[name]) for name in ("B", "D", "K")}
    for name in ("x", "params"):
        found[name] = Array((batch, pixels), point[name], name)
    for name in ("mean", "third", "z"):
        found[name] = Array((batch, latents), point[name], name if name == "third" else "")
    return found


def free_names(program):
    """The names that the statements use before they assign them, in order, modules left out."""
    free, own = [], []
    for target, tree in program:
        for name in _names(tree):
            if name not in own and name not in free:
                free.append(name)
        if target is not None:
            own.append(target[0])
    return [name for name in free if name not in MODULES and name not in CONSTANTS]


def _names(tree):
    """The names in a tree; of `self.z_mean` the last one, of `x.sum()` the first."""
    if tree[:1] == ("name",):
        return [tree[1]]
    if tree[:1] == ("attribute",):
        inner = _names(tree[1])
        return [tree[2]] if inner and inner[-1] in MODULES else inner
    if tree[:1] == ("call",):
        function = tree[1]
        own = [function[1]] if function[0] == "attribute" else []
        own += [function] if function[0] == "call" else []
        tree = own + tree[2] + list(tree[3].values())
    elif tree[:1] == ("item",):
        tree = tree[1:2]
    elif tree[:1] == ("dict",):
        tree = [value for _, value in tree[1]]
    return [name for item in tree if isinstance(item, (tuple, list)) for name in _names(item)]
