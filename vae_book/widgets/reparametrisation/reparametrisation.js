/** The reparametrisation figure. Its class describes its state; bundle.py joins its modules. */
import { div, formatNumber, italic } from "../page/base.js";
import { createCurves } from "../page/curves.js";
import { exact, FUNCTIONS, gradients, running } from "../maths/gradients.js";
import { createErrors } from "./errors.js";
import { drawAgain, formulaFigure } from "../page/formula.js";
import { createNoise } from "./noise.js";
import { curve, set, through } from "../page/plot.js";
import { normals } from "../maths/random.js";
import { choices } from "../page/scale.js";
import { createTable } from "../page/table.js";

const LIMIT = 6; // of the axis of z
const BIN = 0.25;
const SIZES = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000];
const STEP = 1 / (SIZES.length - 1);

export default formulaFigure("reparametrisation", ({ state }) => {
  const sizes = choices(SIZES);
  const histogram = curve("vae-trace vae-hue-muted vae-faint");
  histogram.dataset.name = "histogram of z";
  const noise = createNoise(LIMIT);
  const curves = createCurves({ state, limit: LIMIT, behind: [histogram] });
  const errors = createErrors({ state, sizes, step: STEP });
  const table = createTable(["", "estimate", "\u00b1 error"], ["reparametrised", "score function"]);
  const first = div("vae-stack", noise.block, curves.block);

  let drawn = {};
  /** All that follows from the numbers; each draw of noise is made once. */
  const compute = ({ m, s, f, seed }) => {
    if (drawn.seed !== seed) drawn = { seed, epsilon: normals(seed, state.ranges.L.most) };
    const { z, reparametrised, score } = gradients(drawn.epsilon, m, s, f);
    const estimates = { reparametrised: running(reparametrised), score: running(score) };
    return { epsilon: drawn.epsilon, z, estimates, truth: exact(m, s, f) };
  };

  return {
    sliders: {
      m: { step: 0.05 },
      s: { step: 0.05 },
      L: { step: STEP, scale: sizes, format: String },
      f: {
        label: [italic("f"), "(", italic("z"), ")"],
        step: 1,
        format: (which) => FUNCTIONS[Math.round(which)].name,
      },
    },
    controls: [table.block],
    buttons: [drawAgain("Redraw \u03b5", state)],
    blocks: [first, errors.block],
    update: (numbers) => {
      const { epsilon, z, estimates, truth } = compute(numbers);
      noise.show(epsilon, z, numbers.L);
      curves.show(numbers);
      set(histogram, { d: outline(z, numbers.L, curves.axes) });
      errors.show(numbers.L, estimates, truth);
      table.show(rows(estimates, numbers.L));
    },
    describe: (numbers) => describe(numbers, compute(numbers)),
    hooks: { normals, shown: () => compute(state.current()) },
  };
});

/** The outline of a histogram whose area is 1, as the data of a path. */
function outline(z, count, { x, y }) {
  const heights = new Array((2 * LIMIT) / BIN).fill(0);
  for (let k = 0; k < count; k++) {
    const bin = Math.floor((z[k] + LIMIT) / BIN);
    if (bin in heights) heights[bin] += 1 / (count * BIN);
  }
  const points = heights.flatMap((height, bin) => {
    const left = bin * BIN - LIMIT;
    return [[left, 0], [left, height], [left + BIN, height], [left + BIN, 0]];
  });
  return `${through(points, x, y)}Z`;
}

function rows({ reparametrised, score }, count) {
  return [reparametrised, score].map(({ mean, error }) => {
    const size = error[count - 1];
    return [formatNumber(mean[count - 1]), Number.isNaN(size) ? "\u2013" : formatNumber(size)];
  });
}

function describe({ m, s, L, f }, { estimates, truth }) {
  const [[first, firstError], [second, secondError]] = rows(estimates, L);
  const draws = L === 1 ? "one draw" : `${L} draws`;
  const within = (error) => (L === 1 ? "" : ` \u00b1 ${error}`);
  return (
    `m = ${formatNumber(m)}, s = ${formatNumber(s)}, ${draws}. ` +
    `f(z) is ${FUNCTIONS[f].name}; the gradient of E[f(z)] by m is ` +
    `${formatNumber(truth.gradient)}. ` +
    `Reparametrised ${first}${within(firstError)}, score function ${second}${within(secondError)}.`
  );
}
