"""The codes of the examiner, each with the sentence that the reader gets.

The codes that concern a whole loss are those of the loss doctor, `vae_book.answers.loss.verdict`.
"""

SENTENCES = {
    "ok": "Right.",
    # Sums, means, signs, factors
    "mean_pixels": "You took a mean over the {D} pixels where their sum belongs.",
    "mean_latents": "You took a mean over the {K} latent units where their sum belongs.",
    "mean_both": "You took means over pixels and over latent units where their sums belong.",
    "no_sum": "You returned the single terms: sum them over the last axis.",
    "batch_mean": "You took the mean over the batch already: return one number for each image, "
    "shape (batch,).",
    "kl_batch_sum": "You summed over the batch: each image has its own KL.",
    "batch_sum": "You summed over the batch: return one number for each image, shape (batch,).",
    "half": "A factor 1/2 is missing, or there is one too many.",
    "sign": "A sign is wrong.",
    "scale": "The loss is {factor} times the negative ELBO. Its minimum is the same one, but its "
    "value is not in nats per image.",
    "beta": "The KL has the weight {factor}; in the ELBO it has the weight 1.",
    # The spread
    "logs_for_logs2": "log s stands where log s^2 belongs. logvar is log s^2.",
    "s_for_s2": "s stands where s^2 belongs.",
    "exp_logvar": "The power of e is wrong: s = exp(logvar / 2), s^2 = exp(logvar).",
    "name": "You use logvar as something else: it is log s^2.",
    "sigma": "sigma is not used. It is the standard deviation of each pixel.",
    # The likelihoods
    "probabilities": "You take probabilities for logits, or go through probabilities: where one "
    "rounds to 0 or 1, its logarithm is lost. Use x * logits - softplus(logits).",
    "from_logits": "What the decoder returns are logits, and the loss takes them for "
    "probabilities: say from_logits=True.",
    "missing_term": "One of the two terms of the Bernoulli is missing: x log(rho) and "
    "(1 - x) log(1 - rho).",
    "constant": "A constant is missing. Training does not see it, but the value is no "
    "log-density without it.",
    "constant_once": "The constant counts for each of the {D} pixels, not once.",
    # Noise
    "mean_for_draw": "This is the mean, not a draw: no noise is in it.",
    "no_spread": "The noise is not multiplied by s = exp(logvar / 2).",
    "own_noise": "epsilon is given as an argument, and your code draws another one.",
    "shared_noise": "All images get the same noise: draw epsilon in the shape of the mean.",
    "frozen_noise": "The noise is the same at each step: draw it inside the call.",
    "noise_gradient": "The gradient does not reach the encoder through z: do not detach or stop "
    "it, and draw epsilon apart from the mean and s.",
    "gradient": "The values are right, and their gradient is not.",
    # The model
    "no_kl": "There is no KL in the loss: this is an autoencoder.",
    "kl": "The KL in the loss is not that of N(m, s^2) from N(0, 1).",
    "importance_sign": "The draws are weighted by a softmax of the losses, so that the one that "
    "explains the image worst counts most. Take the softmax of the log-weights.",
    "absolute": "The absolute error is a Laplace likelihood; take the Bernoulli or the Gaussian.",
    "unknown": "This is no loss of a VAE that I know.",
    "add_loss_vector": "add_loss got a vector: Keras adds its sum over the batch. Give it the "
    "mean.",
    "attributes": "MyVAE needs the attributes encoder and decoder.",
    "no_keras": "MyVAE is {type}, and no keras.Model. The functions may be written in PyTorch; the "
    "model is to be one of Keras.",
    "no_model": "It needs MyVAE, which is not written yet.",
    "constructor": "I could not make one by MyVAE().",
    "encoder": "The encoder must return the mean and the log-variance, each of shape "
    "(batch, latent size).",
    "loss": "fit reports no loss, or one that is no finite number.",
    "labels": "Labels went into the training: a VAE learns from images alone.",
    "test_data": "{count} of the images that you train on are test digits. Keep these out.",
    "grey": "The pixels are grey levels, and a Bernoulli is about 0 and 1: binarise them.",
    "unscaled": "The pixels are not between 0 and 1: divide them by 255.",
    "frozen_beta": "Your training changes {number}, a Python number. The first step made it a "
    "constant of the compiled graph, so that the change has no effect: make it a keras.Variable, "
    "and assign to it.",
    "not_falling": "After your training the negative ELBO is not lower than before.",
    "nan": "After your training the loss is not finite.",
    "shape": "The shape is wrong: {shape}, where {wanted} belongs.",
    "range": "Pixels are probabilities here, between 0 and 1: apply the sigmoid.",
    "not_prior": "z must be drawn from the prior N(0, I), a new draw for each image.",
    # The code
    "other": "The values differ from the right ones, and I do not see by which slip.",
    "order": "Right up to the order of the arguments: it should be {order}.",
    "type": "It returned {type}; it should return an array or a tensor.",
    "numpy": "It is right as NumPy. Keras needs keras.ops there, to differentiate it.",
    "inherited": "You put the two together rightly; the slip is in the parts.",
    "missing": "Not written yet.",
    "raised": "It stopped with {error}.",
    "time": "It did not return within {seconds} seconds.",
    "memory": "It took too much memory.",
    "crash": "It ended the whole process.",
    "exit": "It calls exit.",
    "input": "It asks for input, and nobody is there to answer.",
    "syntax": "Line {line} is no Python: {error}.",
    "no_torch": "It needs PyTorch, which is not installed here. Install torch, and check again.",
    "no_file": "There is no such file.",
    "too_big": "The file is too big: more than {megabytes} MB of code.",
    "unreadable": "The file cannot be read: {error}.",
}
# A part with these codes alone is nearly right.
MILD = {"constant", "batch_mean", "order", "numpy", "scale", "beta", "sigma", "frozen_noise"}


def finding(part, codes, **details):
    """The verdict on a part as a dictionary: `part`, `verdict`, `codes`, `hint`.

    Args:
        part: Name of the part.
        codes: List of codes, empty for a part that is right.
        details: What the sentences quote, such as `D=784`.
    """
    from types import SimpleNamespace

    known = vars(SimpleNamespace(**{"D": 784, "K": "K", "factor": "another", **details}))
    codes = list(dict.fromkeys(codes)) or ["ok"]
    hint = " ".join(SENTENCES[code].format(**known) for code in codes)
    return {"part": part, "verdict": verdict(codes), "codes": codes, "hint": hint}


def verdict(codes):
    """`"right"`, `"partial"`, `"wrong"`, `"missing"` or `"error"` for a list of codes."""
    if codes == ["ok"] or codes == ["numpy"]:
        return "right"
    if codes[0] in ("missing", "no_model"):
        return "missing"
    failures = {"raised", "time", "memory", "crash", "exit", "input", "syntax", "no_torch"}
    if set(codes) & (failures | {"no_file", "too_big", "unreadable", "constructor", "no_keras"}):
        return "error"
    return "partial" if set(codes) <= MILD | {"inherited"} else "wrong"
