/** Gaussian densities of one variable and their divergence, in nats. */

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** The logarithm of the density of N(mean, sd^2) at `value`. */
export function logDensity(value, mean, sd) {
  return -0.5 * ((value - mean) / sd) ** 2 - Math.log(sd * ROOT_TWO_PI);
}

/** The density of N(mean, sd^2) at `value`. */
export function density(value, mean, sd) {
  return Math.exp(logDensity(value, mean, sd));
}

/** The standard deviation of a Gaussian density of this height. */
export function sdOfPeak(height) {
  return 1 / (height * ROOT_TWO_PI);
}

/** KL(N(m, s^2) || N(mean, sd^2)). */
export function divergence(m, s, mean, sd) {
  const ratio = (s / sd) ** 2;
  return 0.5 * (ratio - 1 - Math.log(ratio) + ((m - mean) / sd) ** 2);
}
