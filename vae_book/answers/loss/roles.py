"""What the names in a loss stand for: image, reconstruction, mean, spread, sizes, weights."""

from ..read.limits import Unreadable, quote
from ..read.spellings import by_word

# The third argument by what it is called: how it stands for the spread of q(z|x).
SPREADS = {
    "logvar": "logvar log_var z_log_var z_logvar lv logv log_variance logvariance log_sigma2 "
    "logsigma2 log_sigma_sq z_log_sigma_sq log_sigma_squared log_s2 logs2 log_variances v "
    "latent_logvar latent_log_var mu_logvar q_logvar enc_logvar z_logvars logvars log_sigma_2 "
    "logvar_z",
    "log_sigma": "log_sigma logsigma z_log_sigma log_std logstd z_log_std log_s logs log_scale "
    "log_stddev z_logstd z_log_stddev",
    "variance": "variance sigma2 sigma_sq s2 z_variance sigma_squared var",
    "sigma": "sigma std stddev s z_sigma z_std sd sig z_scale scale",
    # Used for a variance, a log-variance and a standard deviation alike.
    "spread": "z_var zvar",
}
NAMES = {
    "mean": "mu mean z_mean m mu_z z_mu means zmean mus loc latent_mean latent_mu q_mean enc_mu "
    "z_means mu_q z_loc mean_z",
    "x": "x inputs input data x_true y_true target targets original images image img x_in real xs "
    "imgs originals x_train inp batch_x encoder_input x_batch true data_batch",
    "params": "x_hat xhat y_hat y_pred output outputs x_logit out x_sample x_mu mu_x p params rec "
    "recons a x_tilde x_prime rho probs x_mean generated z_out yhat outs x_out",
    "label": "y labels label digit digits y_train y_test classes",
    "z": "z latent_sample z_sample",
}
SIZES = {
    "B": "batch_size B N n bs mb_size batch n_batch num_images batchsize",
    "D": "original_dim input_dim D image_size input_size n_pixels num_pixels data_dim img_size "
    "x_dim input_shape max_length n_features input_dims img_dim image_dim x_size",
    "K": "latent_dim K z_dim latent_size n_z zdim code_size latent_dims n_latent num_latents",
}
WEIGHTS = ("beta", "weight", "lam", "scale", "alpha", "gamma", "coef", "factor", "anneal", "kl_w")
WEIGHT_LETTERS = ("C", "w", "c")
PART_WORDS = ("recon", "decod", "pred", "logit", "hat", "generat", "prob")


SPREAD_OF, ROLE_OF, SIZE_OF = by_word(SPREADS), by_word(NAMES), by_word(SIZES)


class Roles:
    """The roles of the names in one text.

    `mu` and `sigma` are the encoder's, unless the text has better names for these: then they
    are the decoder's mean and its noise.

    Args:
        names: All names that the text uses without having assigned them.
    """

    def __init__(self, names):
        self.extra = []  # names of terms that are no part of a VAE's loss
        self.weights = []  # names of free weights
        self.spreads = [name for name in names if name in SPREAD_OF]
        if "scale" in self.spreads and "loc" not in names:
            self.spreads.remove("scale")
        clear = [name for name in self.spreads if SPREAD_OF[name] not in ("sigma", "variance")]
        inner = [name for name in self.spreads if name[:5] != "sigma"]
        self.third = (clear or inner or self.spreads or [None])[0]
        means = [name for name in names if ROLE_OF.get(name) == "mean" and name != "mu"]
        self.mu_is_mean = not means
        self.has_x = any([ROLE_OF.get(name) == "x" for name in names])
        self.params_name = None

    def kind(self, name):
        """Which kind of spread the third argument is called: `"logvar"`, `"sigma"` and so on."""
        return SPREAD_OF[name] if name and name != "v" else None

    def of(self, name):
        """The role of a name: `"x"`, `"params"`, `"mean"`, `"third"`, `"B"`, a number, ...

        Raises:
            Unreadable: If the name says nothing.
        """
        if name == self.third:
            return "third"
        if name in self.spreads:
            kind = SPREAD_OF[name]
            if kind in ("sigma", "variance"):
                other = name[:5] != "sigma" and self.kind(self.third) in ("logvar", "log_sigma")
                return kind if other else "noise"
        if name == "mu" and not self.mu_is_mean:
            return self._params(name)
        if name == "y" and not self.has_x:
            return "x"
        if name in ROLE_OF:
            return self._params(name) if ROLE_OF[name] == "params" else ROLE_OF[name]
        if name in SIZE_OF:
            return SIZE_OF[name]
        return self._by_its_parts(name)

    def _params(self, name):
        self.params_name = name
        return "params"

    def _by_its_parts(self, name):
        low = name.lower()
        if low != name and (low in ROLE_OF or low in SPREAD_OF):
            return self.of(low)
        if name in WEIGHT_LETTERS or any([word in low for word in WEIGHTS]):
            self.weights.append(name)
            return "weight"
        if "loss" in low or "penalty" in low:
            self.extra.append(name)
            return "nothing"
        if "indicator" in low or "mask" in low:
            self.extra.append(name)
            return "one"
        if any([word in low for word in PART_WORDS]):
            return self._params(name)
        if low.startswith("eps"):
            return "tiny"
        if low.startswith("x"):
            return self._params(name) if "rec" in low or "gen" in low else "x"
        raise Unreadable(
            "unknown_name",
            f"I do not know what {quote(name)} is. Call the image x, what the decoder returns "
            "x_hat (or logits), and the encoder's two heads mean and logvar.",
        )
