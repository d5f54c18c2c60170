/** The haystack figure. Its class describes its state; bundle.py joins its modules. */
import { createBars } from "../page/bars.js";
import { formatNumber, indexedName, italic } from "../page/base.js";
import { logDensity } from "../maths/densities.js";
import { createDragPlot } from "../page/drag_plot.js";
import { drawAgain, formulaFigure, oncePerNumbers } from "../page/formula.js";
import { normals } from "../maths/random.js";
import { formatPower } from "../page/numbers.js";
import { curve, set, through } from "../page/plot.js";
import { choices, linear, logarithmic } from "../page/scale.js";

const STRIDE = 12; // numbers of each draw; the first K are used, so that K moves no dot
const CARRIED = 0.99; // of the sum, by the draws that are marked
const SIZES = [1, 3, 10, 30, 100, 300, 1000];
const KEY_STEP = 0.1;
const ALL = "vae-trace vae-hue-muted vae-draws";
const COUNTED = "vae-trace vae-draws vae-counted";

export default formulaFigure("haystack", ({ state }) => {
  const { sigma } = state.ranges;
  const sizes = choices(SIZES);
  const plane = createDraws(state);
  const bars = createBars({
    rows: { elbo: "estimate", evidence: ["log ", italic("p"), "(", italic("x"), ")"] },
    low: -60,
    high: 10,
    every: 20,
    grid: 10,
    level: 0,
  });
  let noise = {};
  const compute = oncePerNumbers((numbers) => {
    const { seed, L } = numbers;
    if (noise.seed !== seed) noise = { seed, z: normals(seed, STRIDE * state.ranges.L.most) };
    return evidence(noise.z.subarray(0, STRIDE * L), numbers);
  });

  return {
    sliders: {
      K: { step: 1, format: String },
      sigma: { label: ["\u03c3"], step: 0.02, scale: logarithmic(sigma.least, sigma.most) },
      L: { step: 1 / (SIZES.length - 1), scale: sizes, format: String },
      x1: { label: indexedName("x", 1), step: KEY_STEP },
      x2: { label: indexedName("x", 2), step: KEY_STEP },
    },
    buttons: [drawAgain("Draw again", state)],
    blocks: [plane.block, bars.block],
    update: (numbers) => {
      const { estimate, exact, counted } = compute(numbers);
      plane.show(numbers, noise.z, counted);
      bars.show([[0, estimate], [0, exact]], [estimate, exact], exact);
    },
    describe: (numbers) => {
      const { estimate, exact, counted, needed } = compute(numbers);
      const { K, L } = numbers;
      return `${K} latent variables, ${L === 1 ? "one draw" : `${L} draws`}. ` +
        `${counted.length} of them carry${counted.length === 1 ? "s" : ""} 99 % of the sum. ` +
        `Estimate ${formatNumber(estimate)}, log p(x) ${formatNumber(exact)} nats. The relative ` +
        `variance of one draw is ${formatPower(needed)}: about as many draws are needed.`;
    },
    hooks: {
      shown: () => {
        const { estimate, exact, counted, needed } = compute(state.current());
        return [estimate, exact, counted.length, needed];
      },
    },
  };
});

/** The estimate of log p(x) from draws z, the exact one, and the draws that carry the sum. */
function evidence(z, { K, sigma, L, x1, x2 }) {
  const x = Array.from({ length: K }, (_, k) => [x1, x2][k] ?? 1);
  const logs = Array.from(
    { length: L },
    (_, l) => x.reduce((sum, value, k) => sum + logDensity(value, z[STRIDE * l + k], sigma), 0),
  );
  const top = Math.max(...logs);
  const total = logs.reduce((sum, value) => sum + Math.exp(value - top), 0);
  const falling = logs.map((_, l) => l).sort((a, b) => logs[b] - logs[a]);
  let [carried, count] = [0, 0];
  while (carried < CARRIED * total) carried += Math.exp(logs[falling[count++]] - top);
  const of = (sd) => x.reduce((sum, value) => sum + logDensity(value, 0, sd), 0);
  const exact = of(Math.hypot(1, sigma));
  const meanSquare = of(Math.sqrt(1 + sigma ** 2 / 2)) -
    (K / 2) * Math.log(4 * Math.PI * sigma ** 2);
  return {
    estimate: top + Math.log(total / L),
    exact,
    counted: falling.slice(0, count),
    needed: Math.expm1(meanSquare - 2 * exact),
  };
}

/** The first two dimensions of the draws, and of the image, which can be dragged. */
function createDraws(state) {
  const { least, most } = state.ranges.x1;
  const scale = linear(least, most);
  const axis = { scale, ticks: [-3, -2, -1, 0, 1, 2, 3] };
  const [all, some] = [ALL, COUNTED].map(curve);
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Place of the image",
    x: { ...axis, name: indexedName("z", 1), moves: "x1" },
    y: { ...axis, name: indexedName("z", 2), moves: "x2" },
    step: KEY_STEP,
    paths: [all, some],
    names: [
      [ALL, "draws of the prior"],
      [COUNTED, "carry 99 % of the sum"],
    ],
    caption: "Drag the image, or use the arrow keys. The plane shows the first two dimensions.",
  });
  const dots = (z, places) =>
    places.map((l) => `${through([[z[STRIDE * l], z[STRIDE * l + 1]]], scale, scale)}h0`).join("");
  const show = ({ L, x1, x2 }, z, counted) => {
    set(all, { d: dots(z, Array.from({ length: L }, (_, l) => l)) });
    set(some, { d: dots(z, counted) });
    moveHandle(x1, x2);
  };
  return { block, show };
}
