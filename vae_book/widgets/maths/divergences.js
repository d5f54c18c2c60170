/** Divergences of Gaussian densities, as in vae_lib/divergences.py; in nats. */

/**
 * Equation (13) for one latent variable, term by term, and the divergence the other way round.
 * @returns {{mean: number, variance: number, precision: number, kl: number, reversed: number}}
 *   m^2 / 2, (s^2 - 1) / 2, -log s, their sum, and KL(p || q).
 */
export function terms(m, s) {
  const [mean, variance, precision] = [(m * m) / 2, (s * s - 1) / 2, -Math.log(s)];
  return { mean, variance, precision, kl: kl(m, s), reversed: divergence(0, 1, m, s) };
}

/** KL(q || p) to the standard normal. */
export function kl(m, s) {
  return klPerUnit(m, 2 * Math.log(s));
}

/** The same from v = log s^2: m^2 + expm1(v) - v, halved, which is exact near the prior, too. */
export function klPerUnit(m, logvar) {
  return 0.5 * (m * m + Math.expm1(logvar) - logvar);
}

/** KL(N(m, s^2) || N(mean, sd^2)). */
export function divergence(m, s, mean, sd) {
  const ratio = (s / sd) ** 2;
  return 0.5 * (ratio - 1 - Math.log(ratio) + ((m - mean) / sd) ** 2);
}

/** The positive m at which the divergence is `level` for this s; NaN where there is none. */
export function meanOfLevel(level, s) {
  return Math.sqrt(2 * (level - kl(0, s)));
}
