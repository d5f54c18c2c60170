"""Right solutions in several styles, and the mistakes that the tests plant in them."""

import importlib.util
import re

# The functions in a language of their own, and what its words are in each framework.
STYLES = {
    "keras": {
        "SUM": "ops.sum", "MEAN": "ops.mean", "EXP": "ops.exp", "LOG": "ops.log",
        "SQUARE": "ops.square", "SOFTPLUS": "ops.softplus", "SIGMOID": "ops.sigmoid",
        "STOP": "ops.stop_gradient", "NORMAL": "keras.random.normal",
    },
    "tensorflow": {
        "SUM": "tf.reduce_sum", "MEAN": "tf.reduce_mean", "EXP": "tf.exp", "LOG": "tf.math.log",
        "SQUARE": "tf.square", "SOFTPLUS": "tf.nn.softplus", "SIGMOID": "tf.sigmoid",
        "STOP": "tf.stop_gradient", "NORMAL": "tf.random.normal",
    },
    "numpy": {
        "SUM": "np.sum", "MEAN": "np.mean", "EXP": "np.exp", "LOG": "np.log",
        "SQUARE": "np.square", "SOFTPLUS": "softplus", "SIGMOID": "sigmoid",
        "STOP": "np.asarray", "NORMAL": "np.random.normal",
    },
    "torch": {
        "SUM": "torch.sum", "MEAN": "torch.mean", "EXP": "torch.exp", "LOG": "torch.log",
        "SQUARE": "torch.square", "SOFTPLUS": "F.softplus", "SIGMOID": "torch.sigmoid",
        "STOP": "torch.Tensor.detach", "NORMAL": "torch.randn",
    },
}  # fmt: skip
# The book does not need PyTorch: its style is tried where it is installed.
if importlib.util.find_spec("torch") is None:
    del STYLES["torch"]
IMPORTS = (
    "import keras, math\nimport numpy as np\nimport tensorflow as tf\n"
    "from keras import layers, ops\nfrom vae_lib.data import binarise, load_digits\n"
    "def softplus(a): return np.logaddexp(0, a)\ndef sigmoid(a): return 1 / (1 + np.exp(-a))\n"
)
ARGUMENTS = {
    "log_bernoulli": "x, logits",
    "log_gaussian": "x, mu, sigma",
    "kl": "mean, logvar",
    "sample": "mean, logvar, epsilon",
    "elbo": "x, logits, mean, logvar",
}
DATA = "SUM(x * logits - SOFTPLUS(logits), axis=-1)"
KL = "0.5 * SUM(SQUARE(mean) + EXP(logvar) - logvar - 1, axis=-1)"
RIGHT = {
    "log_bernoulli": [
        DATA,
        "-SUM(SOFTPLUS(logits) - x * logits, axis=1)",
        "SUM(-x * SOFTPLUS(-logits) - (1 - x) * SOFTPLUS(logits), axis=-1)",
        "-784 * MEAN(SOFTPLUS(logits) - x * logits, axis=-1)",
    ],
    "log_gaussian": [
        "-SUM(SQUARE(x - mu) / (2 * sigma**2) + math.log(sigma) + 0.5 * math.log(2 * math.pi), "
        "axis=-1)",
        "-0.5 * SUM(SQUARE((x - mu) / sigma), axis=-1) - 392 * math.log(2 * math.pi * sigma**2)",
    ],
    "kl": [KL, "-0.5 * SUM(1 + logvar - mean**2 - EXP(logvar), axis=1)"],
    "sample": ["mean + EXP(logvar / 2) * epsilon", "epsilon * EXP(0.5 * logvar) + mean"],
    "elbo": [f"{DATA} - {KL}"],
}
FUNCTION_MISTAKES = [
    ("log_bernoulli", "MEAN(x * logits - SOFTPLUS(logits), axis=-1)", ["mean_pixels"]),
    ("log_bernoulli", "SUM(SOFTPLUS(logits) - x * logits, axis=-1)", ["sign"]),
    ("log_bernoulli", "SUM(x * SIGMOID(logits) - SOFTPLUS(SIGMOID(logits)), axis=-1)",
     ["probabilities"]),
    ("log_bernoulli", "SUM(x * LOG(SIGMOID(logits) + 1e-7) "
     "+ (1 - x) * LOG(1 - SIGMOID(logits) + 1e-7), axis=-1)", ["probabilities"]),
    ("log_bernoulli", "SUM(x * LOG(SIGMOID(logits)), axis=-1)", ["missing_term"]),
    ("log_bernoulli", "x * logits - SOFTPLUS(logits)", ["no_sum"]),
    ("log_bernoulli", "SUM(x * logits - SOFTPLUS(logits))", ["batch_sum"]),
    ("log_bernoulli", "MEAN(SOFTPLUS(logits) - x * logits, axis=-1)", ["sign", "mean_pixels"]),
    ("log_gaussian", "-SUM(SQUARE(x - mu) / (2 * sigma**2), axis=-1)", ["constant"]),
    ("log_gaussian", "-SUM(SQUARE(x - mu) / sigma**2 + math.log(sigma) "
     "+ 0.5 * math.log(2 * math.pi), axis=-1)", ["half"]),
    ("log_gaussian", "-SUM(SQUARE(x - mu) / (2 * sigma) + math.log(sigma) / 2 "
     "+ 0.5 * math.log(2 * math.pi), axis=-1)", ["s_for_s2", "logs_for_logs2"]),
    ("log_gaussian", "-SUM(SQUARE(x - mu) / (2 * sigma**2), axis=-1) - math.log(sigma) "
     "- 0.5 * math.log(2 * math.pi)", ["constant_once"]),
    ("log_gaussian", "-MEAN(SQUARE(x - mu) / (2 * sigma**2), axis=-1)",
     ["constant", "mean_pixels"]),
    ("log_gaussian", "SUM(SQUARE(x - mu) / 2, axis=-1)", ["sigma", "constant", "sign"]),
    ("kl", "0.5 * MEAN(SQUARE(mean) + EXP(logvar) - logvar - 1, axis=-1)", ["mean_latents"]),
    ("kl", "SUM(SQUARE(mean) + EXP(logvar) - logvar - 1, axis=-1)", ["half"]),
    ("kl", "0.5 * SUM(1 + logvar - SQUARE(mean) - EXP(logvar), axis=-1)", ["sign"]),
    ("kl", "0.5 * SUM(SQUARE(mean) + EXP(logvar) - logvar / 2 - 1, axis=-1)", ["logs_for_logs2"]),
    ("kl", "0.5 * SUM(SQUARE(mean) + EXP(logvar / 2) - logvar - 1, axis=-1)", ["s_for_s2"]),
    ("kl", "0.5 * SUM(SQUARE(mean) + EXP(2 * logvar) - logvar - 1, axis=-1)", ["exp_logvar"]),
    ("kl", "0.5 * SUM(SQUARE(mean) + SQUARE(logvar) - LOG(SQUARE(logvar)) - 1, axis=-1)",
     ["name"]),
    ("kl", "0.5 * SUM(SQUARE(mean) + EXP(logvar) - logvar, axis=-1)", ["constant"]),
    ("kl", "0.5 * SUM(SQUARE(mean) + EXP(logvar) - logvar - 1)", ["kl_batch_sum"]),
    ("kl", "0.5 * SUM(SQUARE(mean) + EXP(logvar) - logvar - 1, axis=0)", ["kl_batch_sum"]),
    ("kl", "MEAN(0.5 * SUM(SQUARE(mean) + EXP(logvar) - logvar - 1, axis=-1))", ["batch_mean"]),
    ("kl", "-0.5 * MEAN(1 + logvar - SQUARE(mean) - EXP(logvar))",
     ["mean_latents", "batch_mean"]),
    ("kl", "MEAN(SQUARE(mean) + EXP(logvar) - logvar - 1, axis=-1)", ["half", "mean_latents"]),
    ("kl", "0.5 * MEAN(SQUARE(mean) + EXP(logvar / 2) - logvar - 1, axis=-1)",
     ["s_for_s2", "mean_latents"]),
    ("sample", "mean + EXP(logvar) * epsilon", ["exp_logvar"]),
    ("sample", "mean + logvar * epsilon", ["name"]),
    ("sample", "mean + 0 * epsilon", ["mean_for_draw"]),
    ("sample", "mean + epsilon", ["no_spread"]),
    ("sample", "mean + EXP(logvar / 2) * epsilon[:1]", ["shared_noise"]),
    ("sample", "mean + EXP(logvar) * epsilon[:1]", ["exp_logvar", "shared_noise"]),
    ("sample", "mean + EXP(logvar / 2) * NORMAL(NOISE)", ["own_noise"]),
    ("sample", "STOP(mean + EXP(logvar / 2) * epsilon)", ["noise_gradient"]),
    ("sample", "mean + STOP(EXP(logvar / 2)) * epsilon", ["noise_gradient"]),
    ("elbo", f"{KL} - {DATA}", ["sign"]),
    ("elbo", f"{DATA} + {KL}", ["sign"]),
    ("elbo", f"{DATA} / 784 - {KL}", ["mean_pixels"]),
    ("elbo", f"{DATA} / 784 - {KL} / 3", ["mean_both"]),
    ("elbo", f"{DATA} - SUM({KL})", ["kl_batch_sum"]),
    ("elbo", f"{DATA} - 4 * {KL}", ["beta"]),
    ("elbo", f"MEAN({DATA} - {KL})", ["batch_mean"]),
]  # fmt: skip


def function(part, body, style):
    """The source of one function in one style."""
    words = STYLES[style]
    noise = "size=np.shape(mean)" if style == "numpy" else "mean.shape"
    body = body.replace("NOISE", noise)
    body = re.sub(r"\b[A-Z]{3,}\b", lambda word: words.get(word[0], word[0]), body)
    more = "import torch\nfrom torch.nn import functional as F\n" if style == "torch" else ""
    return f"{IMPORTS}{more}\ndef {part}({ARGUMENTS[part]}):\n    return {body}\n"


# The model: three ways to give Keras a loss, with the same lines in them.
NETWORKS = """
class MyVAE(keras.Model):
    def __init__(self, latent_size=2):
        super().__init__()
        x = keras.Input((784,))
        h = layers.Dense(32, activation="relu")(x)
        self.encoder = keras.Model(x, [layers.Dense(latent_size)(h), layers.Dense(latent_size)(h)])
        z = keras.Input((latent_size,))
        h = layers.Dense(32, activation="relu")(z)
        self.decoder = keras.Model(z, layers.Dense(784, activation={last})(h))
"""
FORWARD = """
        mean, logvar = self.encoder(x)
        noise = keras.random.normal(ops.shape(mean))
        z = {draw}
        logits = self.decoder(z)
"""
TERMS = """
        data = {data}
        kl = {kl}
"""
MODELS = {
    "compute_loss": NETWORKS + "    def call(self, x):" + FORWARD
    + "        return mean, logvar, logits\n"
    "    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):\n"
    "        mean, logvar, logits = y_pred" + TERMS + "        return {total}\n",
    "train_step": NETWORKS + '        self.tracker = keras.metrics.Mean(name="loss")\n'
    "    def train_step(self, x):\n"
    "        with tf.GradientTape() as tape:"
    + (FORWARD + TERMS).replace("\n        ", "\n            ")
    + "            loss = {total}\n"
    "        grads = tape.gradient(loss, self.trainable_weights)\n"
    "        self.optimizer.apply_gradients(zip(grads, self.trainable_weights))\n"
    "        self.tracker.update_state(loss)\n"
    '        return {{"loss": self.tracker.result()}}\n',
    "add_loss": NETWORKS + "    def call(self, x):" + FORWARD + TERMS
    + "        self.add_loss({total})\n        return logits\n",
}  # fmt: skip
LINES = {
    "last": "None",
    "draw": "mean + ops.exp(logvar / 2) * noise",
    "data": "ops.sum(ops.softplus(logits) - x * logits, axis=-1)",
    "kl": "0.5 * ops.sum(ops.square(mean) + ops.exp(logvar) - logvar - 1, axis=-1)",
    "total": "ops.mean(data + kl)",
}
SIGMOID = {"last": "'sigmoid'"}
RIGHT_MODELS = [
    {},
    {"data": "ops.sum(ops.square(x - logits), axis=-1) / 2"},
    {**SIGMOID, "data": "784 * keras.losses.binary_crossentropy(x, logits)"},
    {"kl": "ops.sum(ops.square(z) - ops.square(noise) - logvar, axis=-1) / 2",
     "style": "train_step"},
]  # fmt: skip
MODEL_MISTAKES = [
    ({"data": "ops.mean(ops.softplus(logits) - x * logits, axis=-1)"}, ["mean_pixels"]),
    ({"kl": LINES["kl"].replace("ops.sum", "ops.mean")}, ["mean_latents"]),
    ({"data": LINES["data"].replace("sum", "mean"), "kl": LINES["kl"].replace("sum", "mean")},
     ["mean_both"]),
    ({"kl": LINES["kl"][6:]}, ["half"]),
    ({"total": "ops.mean(data - kl)"}, ["sign"]),
    ({"total": "-ops.mean(data + kl)"}, ["sign"]),
    ({"kl": LINES["kl"].replace("- logvar", "- logvar / 2")}, ["logs_for_logs2"]),
    ({"kl": LINES["kl"].replace("exp(logvar)", "exp(logvar / 2)")}, ["s_for_s2"]),
    (SIGMOID, ["probabilities"]),
    ({"data": "784 * keras.losses.binary_crossentropy(x, logits)"}, ["from_logits"]),
    ({"kl": f"ops.sum({LINES['kl']})"}, ["kl_batch_sum"]),
    ({"total": "ops.mean(data)"}, ["no_kl"]),
    ({"total": "ops.mean(data + 10 * kl)"}, ["beta"]),
    ({"draw": "mean"}, ["mean_for_draw"]),
    ({"draw": "mean + ops.exp(logvar) * noise"}, ["exp_logvar"]),
    ({"draw": "mean + ops.exp(logvar / 2) * noise[:1]"}, ["shared_noise"]),
    ({"draw": "ops.stop_gradient(mean + ops.exp(logvar / 2) * noise)"}, ["noise_gradient"]),
    ({"draw": "mean + ops.exp(logvar / 2) * keras.random.normal(ops.shape(mean), seed=1)"},
     ["frozen_noise"]),
    ({"draw": "mean + ops.exp(logvar) * noise", "kl": LINES["kl"].replace("ops.sum", "ops.mean")},
     ["mean_latents", "exp_logvar"]),
    ({**SIGMOID, "data": "keras.losses.binary_crossentropy(x, logits)", "draw": "mean"},
     ["mean_pixels", "mean_for_draw"]),
    ({"total": "data + kl", "style": "add_loss"}, ["add_loss_vector"]),
]  # fmt: skip


# A training that is given some data, which may use `images` and `labels`.
TRAIN = """
def train(vae):
    images, labels = load_digits("train")
    vae.compile(keras.optimizers.SGD({rate}))
    return vae.fit({data}, epochs={epochs}, batch_size=100)
"""


def model(style, changes):
    """The source of a model in one style, with some of its lines changed."""
    lines = {**LINES, **{name: text for name, text in changes.items() if name != "style"}}
    return IMPORTS + MODELS[style].format(**lines)


def styles(changes):
    """The styles in which a set of changes makes sense."""
    return [changes["style"]] if "style" in changes else list(MODELS)


def run(source):
    """The names that a source defines, as in a notebook."""
    names = {"__name__": "planted"}
    exec(source, names)
    return names
