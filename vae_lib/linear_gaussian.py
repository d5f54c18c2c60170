"""A latent-variable model in which everything is known exactly."""

import numpy as np

from vae_lib.checks import require_count, require_finite, require_positive


class LinearGaussian:
    """z ~ N(0, I) and x | z ~ N(W z + b, sigma^2 I), with the symbols of the assignment.

    This is probabilistic principal component analysis (Tipping and Bishop, 1999). Its evidence,
    its posterior and its ELBO have closed forms, so it tells whether an estimate is right. All
    of them go through the K x K posterior precision I + W^T W / sigma^2; no D x D matrix is made.

    Args:
        W: The decoder's matrix, shape `(D, K)`.
        b: The decoder's offset, shape `(D,)`.
        sigma: Standard deviation of x given z, a number above 0.

    Raises:
        ValueError: For shapes that do not fit, values that are not finite, or sigma <= 0.
    """

    def __init__(self, W, b, sigma):
        self.W = np.asarray(W, dtype="float64")
        if self.W.ndim != 2 or 0 in self.W.shape:
            raise ValueError(f"W must have shape (D, K). Received shape {self.W.shape}.")
        require_finite(self.W, "W")
        self.data_size, self.latent_size = self.W.shape
        self.b = np.asarray(b, dtype="float64")
        if self.b.shape != (self.data_size,):
            raise ValueError(
                f"b must have shape ({self.data_size},), one number a row of W. "
                f"Received shape {self.b.shape}."
            )
        require_finite(self.b, "b")
        self.sigma = require_positive(sigma, "sigma")

    @property
    def precision(self):
        """Inverse covariance of the posterior, I + W^T W / sigma^2, shape `(K, K)`."""
        return np.eye(self.latent_size) + self.W.T @ self.W / self.sigma**2

    def log_evidence(self, x):
        """log p(x) = log N(x | b, W W^T + sigma^2 I) (equation 2).

        Args:
            x: Shape `(n, D)`.

        Returns:
            Shape `(n,)`, in nats.
        """
        residual = self._residual(x)
        mean, _ = self.posterior(x)
        quadratic = np.sum(residual * (residual - mean @ self.W.T), axis=1) / self.sigma**2
        log_det = np.linalg.slogdet(self.precision)[1]
        return self._log_normaliser() - 0.5 * (log_det + quadratic)

    def posterior(self, x):
        """p(z | x), which is Gaussian.

        Args:
            x: Shape `(n, D)`.

        Returns:
            The means, shape `(n, K)`, and the covariance, shape `(K, K)`, the same for every x.
        """
        covariance = np.linalg.inv(self.precision)
        mean = self._residual(x) @ self.W @ covariance / self.sigma**2
        return mean, covariance

    def elbo(self, x, m, s):
        """The two terms of the ELBO of q = N(m, diag(s^2)) (equation 8).

        Args:
            x: Shape `(n, D)`.
            m: Means of q, shape `(n, K)`.
            s: Standard deviations of q, shape `(n, K)`.

        Returns:
            E_q[log p(x | z)] and KL(q || p(z)), both of shape `(n,)`, in nats. The ELBO is the
            first minus the second.
        """
        m, s = self._check_encoder(x, m, s)
        squares = np.sum((self._residual(x) - m @ self.W.T) ** 2, axis=1)
        spread = s**2 @ np.sum(self.W**2, axis=0)
        reconstruction = self._log_normaliser() - 0.5 * (squares + spread) / self.sigma**2
        kl = 0.5 * np.sum(m**2 + s**2 - 2 * np.log(s) - 1, axis=1)
        return reconstruction, kl

    def gap(self, x, m, s):
        """KL(q || p(z | x)) for q = N(m, diag(s^2)): what the ELBO lacks of log p(x).

        Args:
            x: Shape `(n, D)`.
            m: Means of q, shape `(n, K)`.
            s: Standard deviations of q, shape `(n, K)`.

        Returns:
            Shape `(n,)`, in nats.
        """
        m, s = self._check_encoder(x, m, s)
        mean, _ = self.posterior(x)
        trace = s**2 @ np.diag(self.precision)
        distance = np.einsum("nk,kj,nj->n", m - mean, self.precision, m - mean)
        log_dets = np.linalg.slogdet(self.precision)[1] + np.sum(2 * np.log(s), axis=1)
        return 0.5 * (trace + distance - self.latent_size - log_dets)

    def sample(self, rng, n):
        """Draw z from the prior, then x given z.

        Args:
            rng: `numpy.random.Generator`.
            n: How many.

        Returns:
            x, shape `(n, D)`.
        """
        n = require_count(n, "n")
        z = rng.normal(size=(n, self.latent_size))
        return z @ self.W.T + self.b + self.sigma * rng.normal(size=(n, self.data_size))

    def _residual(self, x):
        x = np.asarray(x, dtype="float64")
        if x.ndim != 2 or x.shape[1] != self.data_size:
            raise ValueError(f"x must have shape (n, {self.data_size}). Received shape {x.shape}.")
        require_finite(x, "x")
        return x - self.b

    def _check_encoder(self, x, m, s):
        """The arrays m and s, one row an x; what is wrong with them is said."""
        m, s = np.asarray(m, dtype="float64"), np.asarray(s, dtype="float64")
        expected = (len(x), self.latent_size)
        if m.shape != expected or s.shape != expected:
            raise ValueError(
                f"m and s must have shape {expected}, one row for each x. "
                f"Received {m.shape} and {s.shape}."
            )
        require_finite(m, "m")
        require_finite(s, "s")
        if s.size and s.min() <= 0:
            raise ValueError(
                f"s is a standard deviation and must be above 0. Received: {s.min():g}."
            )
        return m, s

    def _log_normaliser(self):
        return -0.5 * self.data_size * np.log(2 * np.pi * self.sigma**2)
