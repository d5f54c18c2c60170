"""The losses of ten public threads, transcribed, with the codes that name them.

The lines are those that the threads quote or link to. Of keras-io#983 and introtodeeplearning#173
the text was not at hand: their entries are the losses that these two publish.
"""

THREADS = {
    "keras-team/keras#6015, the blog": (
        """
        xent_loss = objectives.binary_crossentropy(x, x_decoded_mean)
        kl_loss = - 0.5 * K.mean(1 + z_log_sigma - K.square(z_mean) - K.exp(z_log_sigma), axis=-1)
        return xent_loss + kl_loss
        """,
        ["name", "mean_both", "beta"],
    ),
    "keras-team/keras#6015, the example": (
        """
        xent_loss = original_dim * metrics.binary_crossentropy(x, x_decoded_mean)
        kl_loss = - 0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)
        return K.mean(xent_loss + kl_loss)
        """,
        ["ok"],
    ),
    "pytorch/examples#824": (
        """
        BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784), reduction='sum')
        KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        return BCE + KLD
        """,
        ["ok"],
    ),
    "pytorch/examples#824, as asked": (
        """
        BCE = F.binary_cross_entropy(recon_x, x.view(-1, 784), reduction='sum')
        KLD = 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        return BCE + KLD
        """,
        ["sign"],
    ),
    "deepchem/deepchem PR 4888": (
        "0.5 * torch.mean(torch.square(mu) + torch.square(logvar) "
        "- torch.log(1e-20 + torch.square(logvar)) - 1, -1)",
        ["name", "no_reconstruction", "mean_latents"],
    ),
    "MITDeepLearning/introtodeeplearning#173": (
        """
        latent_loss = 0.5 * torch.sum(torch.exp(logsigma) + mu**2 - 1.0 - logsigma, dim=1)
        reconstruction_loss = torch.mean(torch.abs(x - x_recon), dim=(1, 2, 3))
        vae_loss = kl_weight * latent_loss + reconstruction_loss
        """,
        ["name", "absolute", "mean_pixels", "beta"],
    ),
    "MITDeepLearning/introtodeeplearning#180": (
        """
        latent_loss = 0.5 * torch.sum(torch.exp(logsigma) + mu**2 - 1.0 - logsigma, dim=1)
        reconstruction_loss = torch.mean(torch.abs(x - x_recon), dim=(1, 2, 3))
        vae_loss = kl_weight * latent_loss + reconstruction_loss
        total_loss = torch.mean(classification_loss * face_indicator + vae_loss)
        """,
        ["name", "absolute", "mean_pixels", "beta", "extra"],
    ),
    "keras-team/keras-io#983": (
        """
        reconstruction_loss = tf.reduce_mean(
            tf.reduce_sum(keras.losses.binary_crossentropy(data, reconstruction), axis=(1, 2))
        )
        kl_loss = -0.5 * (1 + z_log_var - tf.square(z_mean) - tf.exp(z_log_var))
        kl_loss = tf.reduce_mean(tf.reduce_sum(kl_loss, axis=1))
        total_loss = reconstruction_loss + kl_loss
        """,
        ["ok"],
    ),
    "fchollet/deep-learning-with-python-notebooks#120": (
        """
        xent_loss = keras.metrics.binary_crossentropy(x, z_decoded)
        kl_loss = -5e-4 * K.mean(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)
        return K.mean(xent_loss + kl_loss)
        """,
        ["mean_both", "beta"],
    ),
    "wiseodd/generative-models#43": (
        """
        recon_loss = nn.binary_cross_entropy(X_sample, X, size_average=False) / mb_size
        kl_loss = torch.mean(0.5 * torch.sum(torch.exp(z_var) + z_mu**2 - 1. - z_var, 1))
        loss = recon_loss + kl_loss
        """,
        ["ok"],
    ),
    "wiseodd/generative-models#43, as asked": (
        """
        recon_loss = nn.binary_cross_entropy(X_sample, X, size_average=False) / mb_size
        kl_loss = torch.mean(0.5 * torch.sum(torch.exp(z_var) + z_mu**2 - 1. - z_var, 1))
        loss = recon_loss - kl_loss
        """,
        ["sign"],
    ),
    "maxhodak/keras-molecules#59": (
        """
        xent_loss = max_length * objectives.binary_crossentropy(x, x_decoded_mean)
        kl_loss = - 0.5 * K.mean(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis = -1)
        return xent_loss + kl_loss
        """,
        ["mean_latents", "beta"],
    ),
    "pyg-team/pytorch_geometric PR 1368, before": (
        "-0.5 * torch.mean(torch.sum(1 + logvar - mu**2 - logvar.exp(), dim=1))",
        ["no_reconstruction"],
    ),
    "pyg-team/pytorch_geometric PR 1368, after": (
        "-0.5 * torch.mean(torch.sum(1 + 2 * logstd - mu**2 - logstd.exp()**2, dim=1))",
        ["no_reconstruction"],
    ),
    "pyg-team/pytorch_geometric PR 1368, its formula with the old name": (
        "-0.5 * torch.mean(torch.sum(1 + 2 * logvar - mu**2 - logvar.exp()**2, dim=1))",
        ["name", "no_reconstruction"],
    ),
}
# What the issues of this book add: spellings and slips in one line.
LINES = {
    "0.5*np.mean((x-x_hat)**2) + 0.5*np.mean(mean**2+np.exp(logvar)-logvar-1)": [
        "mean_both",
        "sigma",
        "beta",
    ],
    "F.mse_loss(x_hat, x, reduction='sum') - 0.5*torch.sum(1+logvar-mu**2-logvar.exp())": [
        "ok",
        "sigma",
    ],
    "tf.reduce_sum(x*logits - tf.nn.softplus(logits), -1)"
    " - 0.5*tf.reduce_sum(mean**2 + tf.exp(logvar) - logvar - 1, -1)": ["sign"],
    "784*keras.losses.BinaryCrossentropy()(x, logits)"
    " - 0.5*K.mean(K.sum(1+logvar-mean**2-K.exp(logvar), 1))": ["from_logits"],
    "784*tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=probs)"
    " - 0.5*tf.reduce_sum(1+logvar-mu**2-tf.exp(logvar), 1, keepdims=True)": ["probabilities"],
    "loss = 784*keras.losses.binary_crossentropy(x, x_hat)\n"
    "self.add_loss(-0.5*ops.sum(1+logvar-ops.square(mean)-ops.exp(logvar), axis=-1))\nloss": [
        "kl_batch_sum",
        "add_loss_vector",
    ],
    "F.binary_cross_entropy(x, x_hat, reduction='sum')"
    " - 0.5*torch.sum(1+logvar-mu**2-logvar.exp())": ["swapped"],
    "784*keras.losses.binary_crossentropy(x, x_hat)"
    " + 0.5*ops.sum(mean**2+ops.exp(logvar)-logvar/2-1, -1)": ["logs_for_logs2"],
    "784*keras.losses.binary_crossentropy(x, x_hat)"
    " + 0.5*ops.sum(mean**2+ops.exp(logvar/2)-logvar-1, -1)": ["s_for_s2"],
    "784*keras.losses.binary_crossentropy(x, x_hat)"
    " + ops.sum(mean**2+ops.exp(logvar)-logvar-1, -1)": ["half"],
    "784*keras.losses.binary_crossentropy(x, x_hat)"
    " + 0.5*ops.sum(mean**2+ops.exp(logvar)+logvar-1, -1)": ["sign"],
    "784*keras.losses.binary_crossentropy(labels, x_hat)"
    " + 0.5*ops.sum(mean**2+ops.exp(logvar)-logvar-1, -1)": ["labels"],
    "784*keras.losses.binary_crossentropy(x, x_hat)"
    " + 4*0.5*ops.sum(mean**2+ops.exp(logvar)-logvar-1, -1)": ["beta"],
    "keras.losses.mse(x, x_hat)": ["no_kl"],
    "np.sum(0.5*(x - mu)**2/sigma**2) + 0.5*np.sum(m**2+np.exp(v)-v-1)": ["ok", "sigma"],
}
