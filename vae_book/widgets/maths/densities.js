/** Gaussian densities of one variable, as in vae_lib/densities.py; in nats. */

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** The logarithm of the density of N(mean, sd^2) at `value`. */
export function logDensity(value, mean, sd) {
  const [error, constant] = logDensityParts(value, mean, sd);
  return error + constant;
}

/** Its two parts (equation Q3): minus the squared error over 2 sd^2, and the constant. */
export function logDensityParts(value, mean, sd) {
  return [-0.5 * ((value - mean) / sd) ** 2, -Math.log(sd * ROOT_TWO_PI)];
}

/** The density of N(mean, sd^2) at `value`. */
export function density(value, mean, sd) {
  return Math.exp(logDensity(value, mean, sd));
}

/** The standard deviation of a Gaussian density of this height. */
export function sdOfPeak(height) {
  return 1 / (height * ROOT_TWO_PI);
}
