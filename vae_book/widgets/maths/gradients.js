/**
 * Two estimators of the gradient of E_q[f(z)] by m, for f(z) = z^2 and q = N(m, s^2), as in
 * vae_lib/gradients.py.
 */

/** The gradient of every draw. */
export function gradients(epsilon, m, s) {
  const z = epsilon.map((each) => m + s * each);
  return {
    z,
    reparametrised: z.map((each) => 2 * each), // f'(z) dz/dm
    score: z.map((each, k) => (each * each * epsilon[k]) / s), // f(z) d log q(z) / dm
  };
}

/** What the gradient is, and the standard deviation of one draw of each estimator. */
export function exact(m, s) {
  const score = Math.sqrt(m ** 4 + 14 * m * m * s * s + 15 * s ** 4) / s;
  return { gradient: 2 * m, reparametrised: 2 * s, score };
}

/**
 * Mean and standard error of the first 1, 2, ... values; a single value has no standard error.
 * @returns {{mean: Float64Array, error: Float64Array}}
 */
export function running(values) {
  const mean = new Float64Array(values.length);
  const error = new Float64Array(values.length);
  let squares = 0; // of the differences from the mean (Welford)
  let average = 0;
  values.forEach((value, k) => {
    const difference = value - average;
    average += difference / (k + 1);
    squares += difference * (value - average);
    mean[k] = average;
    error[k] = k ? Math.sqrt(squares / k / (k + 1)) : NaN;
  });
  return { mean, error };
}
