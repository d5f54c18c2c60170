/** What a mean in place of a sum, a beta and a sigma amount to, as in vae_book/widgets/loss_units/weights.py. */

/**
 * @param {{pixels: number, latents: number, beta: number, sigma: number}} setting - Of the
 *   switches, 1 is the mean and 0 the sum.
 * @param {number} D - How many pixels.
 * @param {number} K - How many latent units.
 * @returns {{betaEff: number, weight: number, equalSigma: number}} The beta of the ELBO that the
 *   setting amounts to, its weight of the KL beside half the squared error, and the sigma at which
 *   the ELBO with beta = 1 has the same weight.
 */
export function lossWeights({ pixels, latents, beta, sigma }, D, K) {
  const betaEff = (beta * (pixels ? D : 1)) / (latents ? K : 1);
  const weight = betaEff * sigma ** 2;
  return { betaEff, weight, equalSigma: Math.sqrt(weight) };
}

/**
 * The terms of a model at a setting, in nats but for the last.
 * @param {number} squaredError - Of an image, summed over the pixels.
 * @param {number} kl - Summed over the units.
 * @returns {{reconstruction: number, kl: number, price: number, printed: number}} `price` is
 *   what the setting charges for the KL, `printed` the loss as the code with the switches has it.
 *   The constant of the normal density is left out.
 */
export function lossTerms(setting, D, K, squaredError, kl) {
  const { betaEff } = lossWeights(setting, D, K);
  const reconstruction = squaredError / (2 * setting.sigma ** 2);
  const price = betaEff * kl;
  const printed = (reconstruction + price) / (setting.pixels ? D : 1);
  return { reconstruction, kl, price, printed };
}
