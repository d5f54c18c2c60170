/**
 * Trains in slices of time and tells of it; it runs in a worker or, without one, in the page.
 *
 * Commands are objects whose `do` is "load", "begin", "run", "step", "pause", "encode" or
 * "weights"; what it posts has a `kind`.
 */
import { normals } from "../maths/random.js";
import { D, deviation, klOfUnit, weightsAt } from "./loss.js";
import { createTrainer } from "./trainer.js";

const NEWS_MS = 200; // between two pictures, so at most five a second
const CURVE_STEPS = 10; // training steps whose terms make one point of a curve
export const CELLS = 10; // a side of the decoded grid
const REACH = 2.7; // of the grid, which shows what most of the prior holds
const DRAWS = 10; // of the noise of a gradient

/**
 * @param {object} options
 * @param {function(object): void} options.post
 * @param {number} options.sliceMs - How long it keeps the thread.
 * @returns {function(object): void} Takes a command.
 */
export function createSession({ post: send, sliceMs }) {
  let run = 0; // as the page counts them
  const post = (message) => send({ run, ...message });
  let [digits, shown, trainer, setting] = [null, [], null, null];
  let [running, last, told] = [false, 0, 0];
  let recent = []; // terms of the steps since the last point
  let before = null; // terms of the last step
  const channel = new MessageChannel(); // comes back at once, where a timer waits
  channel.port1.onmessage = () => slice();

  /** The two units with the most to say, for the plane and the grid. */
  const axesOf = (units) => {
    const order = [...units.keys()].sort((a, b) => units[b] - units[a]);
    return order.slice(0, 2).sort((a, b) => a - b);
  };
  const grid = (axes) => {
    const { K } = setting;
    const rows = axes.length > 1 ? CELLS : 1;
    const z = new Float32Array(rows * CELLS * K);
    const value = (k) => REACH * ((2 * k) / (CELLS - 1) - 1);
    for (let cell = 0; cell < rows * CELLS; cell++) {
      z[cell * K + axes[0]] = value(cell % CELLS);
      if (rows > 1) z[cell * K + axes[1]] = value(CELLS - 1 - Math.floor(cell / CELLS));
    }
    return trainer.network.decode(z);
  };
  let axes = [0];
  /** Everything there is to see; the terms of the validation digits once an epoch. */
  const tell = (withTerms) => {
    const validation = withTerms ? trainer.evaluate() : null;
    if (validation) axes = axesOf(validation.units);
    const means = trainer.means();
    const { K } = setting;
    const places = new Float32Array((2 * means.length) / K);
    for (let n = 0; n < means.length / K; n++) {
      axes.forEach((unit, k) => (places[2 * n + k] = means[n * K + unit]));
    }
    const some = shown.flatMap((index) => [...means.subarray(index * K, (index + 1) * K)]);
    const reconstructions = trainer.network.decode(Float32Array.from(some));
    const [step, epochs] = [trainer.steps(), trainer.epochs()];
    const { backend } = trainer.network;
    const pictures = { places, axes, reconstructions, grid: grid(axes) };
    post({ kind: "news", step, epochs, backend, validation, ...pictures });
    told = performance.now();
  };
  const point = () => {
    const mean = (name) => recent.reduce((sum, each) => sum + each[name], 0) / recent.length;
    post({
      kind: "point",
      epochs: trainer.epochs() - recent.length / 2 / trainer.stepsPerEpoch,
      reconstruction: mean("reconstruction"),
      kl: mean("kl"),
    });
    recent = [];
  };
  /** One batch; false where the loss is no longer a number. */
  const step = () => {
    const terms = trainer.step();
    if (!Number.isFinite(terms.reconstruction + terms.kl)) {
      running = false;
      post({ kind: "broken", step: trainer.steps(), terms: before });
      return false;
    }
    before = terms;
    recent.push(terms);
    if (recent.length === CURVE_STEPS) point();
    return true;
  };
  const slice = () => {
    const begun = performance.now();
    while (running && performance.now() - begun < sliceMs) {
      if (!step()) return;
      const whole = trainer.steps() % trainer.stepsPerEpoch === 0;
      running = trainer.steps() < last;
      if (whole || performance.now() - told > NEWS_MS) tell(whole);
      if (!running) post({ kind: "done", noise: noise() });
    }
    if (running) channel.port2.postMessage(null);
  };
  /** The standard deviation of one draw's gradient by m, for ten validation digits. */
  const noise = () => {
    const { K, L } = setting;
    const images = trainer.validation.subarray(0, DRAWS * D);
    const weights = weightsAt({ ...setting, warmup: 0 }, 0);
    const draws = Array.from({ length: DRAWS }, (_, k) => {
      trainer.network.gradients(images, normals(k, DRAWS * K * L), weights);
      return trainer.network.meanSlopes(DRAWS).map((slope) => DRAWS * slope);
    });
    let total = 0;
    for (let n = 0; n < DRAWS * K; n++) {
      const mean = draws.reduce((sum, each) => sum + each[n], 0) / DRAWS;
      total += draws.reduce((sum, each) => sum + (each[n] - mean) ** 2, 0) / (DRAWS - 1);
    }
    return Math.sqrt(total / (DRAWS * K));
  };

  const commands = {
    load: (command) => {
      digits = command.digits;
      shown = command.shown; // validation digits to reconstruct
    },
    begin: (command) => {
      ({ run, setting } = command);
      running = false;
      [recent, before] = [[], null];
      trainer = createTrainer(setting, digits, { wasm: command.wasm });
      tell(true);
    },
    run: () => {
      last = setting.epochs * trainer.stepsPerEpoch;
      running = trainer.steps() < last;
      slice();
    },
    step: () => {
      if (running || !step()) return;
      if (recent.length) point();
      tell(true);
    },
    pause: () => {
      running = false;
      tell(false);
    },
    encode: ({ image }) => {
      const { network } = trainer;
      const q = network.posterior(image);
      const { K, head } = setting;
      const [mean, second] = [q.slice(0, K), q.slice(K)];
      const kl = mean.reduce((sum, m, k) => sum + klOfUnit(head, m, second[k]), 0);
      const { reconstruction } = network.terms(image, new Float32Array(K), 1);
      const sd = second.map((h) => deviation(head, h));
      post({ kind: "encoded", mean, sd, kl, reconstruction, decoded: network.decode(mean), axes });
    },
    weights: () => {
      const { network } = trainer;
      post({ kind: "weights", arrays: network.weights(), shapes: network.shapes, setting });
    },
  };
  return (command) => {
    try {
      commands[command.do](command);
    } catch (error) {
      running = false;
      post({ kind: "failed", message: error.message });
    }
  };
}
