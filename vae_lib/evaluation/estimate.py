"""A Monte Carlo estimate for each image, with its two kinds of error."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """One number an image, in nats, and how far off it may be.

    Args:
        values: Shape `(N,)`.
        errors: Monte Carlo standard errors of the values, shape `(N,)`; NaN where one sample
            cannot tell.
    """

    values: np.ndarray
    errors: np.ndarray

    @property
    def mean(self) -> float:
        """The mean over the images."""
        return float(np.mean(self.values))

    @property
    def monte_carlo_error(self) -> float:
        """Standard error of the mean for these very images: more samples make it smaller."""
        return float(np.sqrt(np.sum(self.errors**2)) / len(self.errors))

    @property
    def standard_error(self) -> float:
        """Standard error of the mean as an estimate for new images: only more images help.

        It comes from the spread over the images, which the Monte Carlo error is a part of. NaN
        for a single image.
        """
        if len(self.values) < 2:
            return float("nan")
        return float(np.std(self.values, ddof=1) / np.sqrt(len(self.values)))
