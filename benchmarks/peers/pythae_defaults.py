"""pythae with its default networks, optimiser and trainer; only the loss is set to BCE.

    python pythae_defaults.py WEIGHTS EPOCHS SEED < digits.npy

Reads binary digits, trains, writes the weights as a NumPy archive and says how long it took.
"""

import io
import sys
import tempfile
import time

import numpy as np
import torch
from pythae.models import VAE, VAEConfig
from pythae.pipelines import TrainingPipeline
from pythae.trainers import BaseTrainerConfig

LATENT = 20
path, epochs, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
x = np.load(io.BytesIO(sys.stdin.buffer.read()))
torch.manual_seed(seed)
model = VAE(VAEConfig(input_dim=(x.shape[1],), latent_dim=LATENT, reconstruction_loss="bce"))
with tempfile.TemporaryDirectory() as folder:
    config = BaseTrainerConfig(output_dir=folder, num_epochs=epochs, seed=seed, no_cuda=True)
    start = time.perf_counter()
    TrainingPipeline(model=model, training_config=config)(train_data=x)
    seconds = time.perf_counter() - start
np.savez(path, **{name: weight.detach().numpy() for name, weight in model.state_dict().items()})
print(seconds)
