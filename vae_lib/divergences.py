"""Kullback-Leibler divergences in closed form, in nats."""

from keras import ops


def kl_to_standard_normal(mean, logvar):
    """KL(N(m, diag(s^2)) || N(0, I)), summed over the latent dimensions (equation 13).

    Args:
        mean: The mean m, shape `(batch, K)`.
        logvar: The log-variance log s^2, shape `(batch, K)`.

    Returns:
        Shape `(batch,)`, in nats.

    Raises:
        ValueError: If the two shapes differ.
    """
    return ops.sum(kl_per_unit(mean, logvar), axis=-1)


def kl_per_unit(mean, logvar):
    """The K terms of equation 13, 1/2 (m_k^2 + s_k^2 - log s_k^2 - 1), one for each latent unit.

    With `logvar` = log s^2 the last three are expm1(logvar) - logvar: near the prior, where s^2
    is close to 1, that keeps the digits which s^2 - 1 would lose in float32.

    Args:
        mean: The mean m, shape `(batch, K)`.
        logvar: The log-variance log s^2, shape `(batch, K)`.

    Returns:
        Shape `(batch, K)`, in nats.

    Raises:
        ValueError: If the two shapes differ.
    """
    mean, logvar = ops.convert_to_tensor(mean), ops.convert_to_tensor(logvar)
    if tuple(mean.shape) != tuple(logvar.shape):
        raise ValueError(
            "mean and logvar must have the same shape (batch, K). Received "
            f"{tuple(mean.shape)} and {tuple(logvar.shape)}."
        )
    return 0.5 * (ops.square(mean) + ops.expm1(logvar) - logvar)
