"""What all likelihoods share."""

import keras


class Likelihood(keras.layers.Layer):
    """Turns the decoder's output `params` into a density of the data.

    Log-probabilities are in nats, one number per example: summed over the D data dimensions,
    never averaged. For binary data they are logarithms of probabilities and at most 0; for real
    numbers they are logarithms of densities, which can be positive.

    A likelihood is a Keras layer, so that the model saves it and trains what it has to learn. It
    is not called: it offers `log_prob(x, params)`, `mean(params)` and `sample(params)`.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.built = True  # it has all its weights from the start

    def check_data(self, x):
        """Raise a `ValueError` where `x` has a value that this likelihood cannot have made."""

    def observe(self, x, params):
        """Look at a training batch before its loss is computed; most likelihoods need not."""
