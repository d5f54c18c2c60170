"""PyTorch: a plain loop over shuffled rows, with the fused Adam."""

import torch
from torch import nn
from turns import BATCH, HIDDEN, LATENT, PIXELS, RATE, epochs_of_digits, take_turns

torch.manual_seed(0)
DIGITS = epochs_of_digits()
COUNT = len(next(DIGITS))
encoder = nn.Sequential(nn.Linear(PIXELS, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 2 * LATENT))
decoder = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, PIXELS))
weights = [*encoder.parameters(), *decoder.parameters()]
optimizer = torch.optim.Adam(weights, lr=RATE, fused=True)


def negative_elbo(x):
    mean, logvar = encoder(x).chunk(2, dim=1)
    logits = decoder(mean + torch.exp(logvar / 2) * torch.randn_like(mean))
    reconstruction = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = torch.sum(mean**2 + logvar.exp() - logvar - 1) / 2
    return (reconstruction + kl) / len(x)


def train(epochs):
    for _ in range(epochs):
        x, total = torch.from_numpy(next(DIGITS)), torch.zeros(())
        for rows in torch.randperm(COUNT).split(BATCH):
            loss = negative_elbo(x[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.detach() * len(rows)
    return float(total) / COUNT


take_turns(train, COUNT)
