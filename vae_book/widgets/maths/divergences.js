/** The divergence of N(m, s^2) from the standard normal, as in vae_lib/divergences.py; in nats. */
import { divergence } from "./densities.js";

/**
 * Equation (13) for one latent variable, term by term, and the divergence the other way round.
 * @returns {{mean: number, variance: number, precision: number, kl: number, reversed: number}}
 *   m^2 / 2, (s^2 - 1) / 2, -log s, their sum, and KL(p || q).
 */
export function terms(m, s) {
  const [mean, variance, precision] = [(m * m) / 2, (s * s - 1) / 2, -Math.log(s)];
  return { mean, variance, precision, kl: kl(m, s), reversed: divergence(0, 1, m, s) };
}

/** KL(q || p). With v = log s^2 it is m^2 + expm1(v) - v, halved: exact near the prior, too. */
export function kl(m, s) {
  const logvar = 2 * Math.log(s);
  return 0.5 * (m * m + Math.expm1(logvar) - logvar);
}

/** The positive m at which the divergence is `level` for this s; NaN where there is none. */
export function meanOfLevel(level, s) {
  return Math.sqrt(2 * (level - kl(0, s)));
}
