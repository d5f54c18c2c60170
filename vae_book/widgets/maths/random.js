/** Random numbers from a seed, the same in every browser, so that a setting can be linked to. */

/**
 * Draws from the standard normal distribution.
 * @param {number} seed - A whole number.
 * @param {number} count
 * @returns {Float64Array} The same for the same seed.
 */
export const normals = (seed, count) => normalsFrom(generator(seed), count);

/**
 * Standard normal numbers out of numbers from 0 to 1.
 * @param {function(): number} uniform
 * @param {number} count
 * @returns {Float64Array}
 */
export function normalsFrom(uniform, count) {
  const values = new Float64Array(count + (count % 2));
  for (let k = 0; k < count; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // Box and Muller, two at a time
    const angle = 2 * Math.PI * uniform();
    values[k] = radius * Math.cos(angle);
    values[k + 1] = radius * Math.sin(angle);
  }
  return values.slice(0, count);
}

/**
 * Numbers from 0 to 1: a counter with a fixed step, scrambled. Each seed counts from elsewhere.
 * @param {number} seed - A whole number.
 * @returns {function(): number}
 */
export function generator(seed) {
  let state = scramble(seed);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return scramble(state) / 2 ** 32;
  };
}

/** A permutation of the 32-bit numbers (SplitMix32's). */
function scramble(number) {
  let bits = number ^ (number >>> 16);
  bits = Math.imul(bits, 0x21f0aaad);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
