/** The linear-Gaussian model with K = D = 1, as in vae_lib/linear_gaussian.py; all in nats. */
import { logDensity } from "./densities.js";
import { divergence } from "./divergences.js";

/**
 * The posterior of z, which is Gaussian.
 * @param {{w: number, b: number, sigma: number, x: number}} model
 * @returns {{mean: number, sd: number}}
 */
export function posterior({ w, b, sigma, x }) {
  const precision = 1 + (w / sigma) ** 2;
  return { mean: (w * (x - b)) / sigma ** 2 / precision, sd: Math.sqrt(1 / precision) };
}

/**
 * Evidence, ELBO and gap for q = N(m, s^2). Each has its own formula: that they add up is a
 * result, not an arrangement.
 * @param {{w: number, b: number, sigma: number, x: number}} model
 * @param {{m: number, s: number}} q
 * @returns {{evidence: number, reconstruction: number, kl: number, elbo: number, gap: number}}
 */
export function bound(model, { m, s }) {
  const { w, b, sigma, x } = model;
  const { mean, sd } = posterior(model);
  const reconstruction = logDensity(x, w * m + b, sigma) - 0.5 * ((w * s) / sigma) ** 2;
  const kl = divergence(m, s, 0, 1);
  return {
    evidence: logDensity(x, b, Math.hypot(w, sigma)),
    reconstruction,
    kl,
    elbo: reconstruction - kl,
    gap: divergence(m, s, mean, sd),
  };
}
