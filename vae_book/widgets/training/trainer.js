/** A training run: what the network sees when, with all chance from one seed. */
import { generator, normalsFrom } from "../maths/random.js";
import { BERNOULLI, D, TRAINING, weightsAt } from "./loss.js";
import { BATCH, createDenseVae } from "./dense_vae.js";

const VALIDATION_SEED = 1; // the same bits and noise for every run, so that runs compare

/**
 * @param {object} setting - All choices of the figure, by name.
 * @param {Uint8Array} digits - Grey levels from 0 to 255, D for each digit.
 * @param {object} [options]
 * @param {boolean} [options.wasm]
 */
export function createTrainer(setting, digits, { wasm = true } = {}) {
  const uniform = generator(setting.seed);
  const network = createDenseVae(setting, wasm);
  network.start(uniform);
  const stepsPerEpoch = TRAINING / BATCH;
  const order = Uint32Array.from({ length: TRAINING }, (_, k) => k);
  const batch = new Float32Array(BATCH * D);
  let done = 0; // steps

  /** Grey levels as the likelihood takes them: bits drawn anew each time, or grey in [0, 1]. */
  const fill = (images, indices, random) => {
    const bits = setting.likelihood === BERNOULLI;
    let to = 0;
    for (const index of indices) {
      for (let at = index * D; at < (index + 1) * D; at++) {
        const grey = digits[at] / 255;
        images[to++] = bits ? (grey && random() < grey ? 1 : 0) : grey;
      }
    }
    return images;
  };
  const shuffle = () => {
    for (let k = TRAINING - 1; k > 0; k--) {
      const other = Math.floor(uniform() * (k + 1));
      [order[k], order[other]] = [order[other], order[k]];
    }
  };
  /** One step on the next batch; returns both terms of it, means in nats. */
  const step = () => {
    const place = done % stepsPerEpoch;
    if (place === 0) shuffle();
    fill(batch, order.subarray(place * BATCH, (place + 1) * BATCH), uniform);
    const epsilon = normalsFrom(uniform, BATCH * setting.L * setting.K);
    const weights = weightsAt(setting, done / stepsPerEpoch);
    const { reconstruction, kl } = network.gradients(batch, epsilon, weights);
    done += 1;
    const means = { reconstruction: reconstruction / BATCH, kl: kl / BATCH };
    if (Number.isFinite(means.reconstruction + means.kl)) network.update(setting.rate);
    return means;
  };

  const count = digits.length / D - TRAINING;
  const fixed = generator(VALIDATION_SEED);
  const indices = Uint32Array.from({ length: count }, (_, k) => TRAINING + k);
  const validation = fill(new Float32Array(count * D), indices, fixed);
  const noise = normalsFrom(fixed, count * setting.K);
  const pieces = Array.from({ length: Math.ceil(count / BATCH) }, (_, k) => [
    k * BATCH,
    Math.min((k + 1) * BATCH, count),
  ]);
  /** Both terms, the KL of each unit and the squared error of the validation digits. */
  const evaluate = () => {
    const total = { reconstruction: 0, kl: 0, error: 0, units: new Float64Array(setting.K) };
    for (const [from, to] of pieces) {
      const part = validation.subarray(from * D, to * D);
      const found = network.terms(part, noise.subarray(from * setting.K, to * setting.K), 1);
      total.reconstruction += found.reconstruction / count;
      total.kl += found.kl / count;
      found.units.forEach((kl, k) => (total.units[k] += kl / count));
    }
    const shown = 100; // digits whose squared error is taken
    const images = network.decode(means().subarray(0, shown * setting.K));
    for (let k = 0; k < images.length; k++) {
      total.error += (images[k] - digits[TRAINING * D + k] / 255) ** 2 / shown;
    }
    return total;
  };
  /** The posterior means of the validation digits, K numbers each. */
  const means = () => {
    const { K } = setting;
    const result = new Float32Array(count * K);
    for (const [from, to] of pieces) {
      const q = network.posterior(validation.subarray(from * D, to * D));
      for (let n = from; n < to; n++) {
        result.set(q.subarray((n - from) * 2 * K, (n - from) * 2 * K + K), n * K);
      }
    }
    return result;
  };

  return {
    network,
    step,
    evaluate,
    means,
    validation,
    steps: () => done,
    epochs: () => done / stepsPerEpoch,
    stepsPerEpoch,
  };
}
