/** The shell figure. Its class describes its state; bundle.py joins its modules. */
import { formatNumber, italic } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { formulaFigure, oncePerNumbers } from "../page/formula.js";
import { formatPower } from "../page/numbers.js";
import { curve, drawFilled, graph, set } from "../page/plot.js";
import { linear } from "../page/scale.js";
import { createTable } from "../page/table.js";

const KEY_STEP = 0.1;
const CELLS = 4000; // of a sum over distances

export default formulaFigure("shell", ({ state }) => {
  const plot = createDistances(state);
  const texts = oncePerNumbers(describeDistance);
  const table = createTable(["", "at r"], [
    ["density, against the origin"],
    ["room, against r = 1"],
    ["draws that lie nearer"],
  ]);
  return {
    sliders: { K: { step: 1, format: String }, r: { step: KEY_STEP } },
    controls: [table.block],
    blocks: [plot.block],
    update: (numbers) => {
      plot.show(numbers);
      table.show(texts(numbers).map((text) => [text]));
    },
    describe: (numbers) => {
      const [density, room, nearer] = texts(numbers);
      return `${numbers.K} latent variables, r = ${formatNumber(numbers.r)}. A point there has ` +
        `${density} times the density of the origin, and there is ${room} times the room of ` +
        `r = 1. Nearer to the origin lie ${nearer} of the draws.`;
    },
    hooks: { shown: () => shareWithin(state.current()) },
  };
});

function describeDistance({ K, r }) {
  const nearer = `${(100 * shareWithin({ K, r })).toFixed(2)} %`;
  return [formatPower(Math.exp(-r * r / 2)), formatPower(r ** (K - 1)), nearer];
}

/** The log-density of the norm of z but for its constant, so that its peak is 0. */
function logNorm(r, K) {
  const peak = Math.sqrt(K - 1);
  const value = (distance) => (K > 1 ? (K - 1) * Math.log(distance) : 0) - distance ** 2 / 2;
  return value(r) - (K > 1 ? value(peak) : 0);
}

/** The probability that the norm is below r: two sums over the midpoints of cells. */
function shareWithin({ K, r }) {
  const sum = (end) => {
    let total = 0;
    for (let k = 0; k < CELLS; k++) total += Math.exp(logNorm(((k + 0.5) * end) / CELLS, K));
    return total * end;
  };
  return r === 0 ? 0 : Math.min(1, sum(r) / sum(25));
}

function createDistances(state) {
  const { least, most } = state.ranges.r;
  const [x, y] = [linear(least, most), linear(0, 1.08)];
  const [area, line, point] = ["vae-q-area", "vae-trace", "vae-posterior-line"].map(curve);
  set(point, { d: graph((r) => Math.exp(-r * r / 2), x, y) });
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Distance from the origin",
    x: { scale: x, ticks: [0, 2, 4, 6, 8, 10, 12, 14], name: italic("r"), moves: "r" },
    y: { scale: y },
    step: KEY_STEP,
    height: 13,
    paths: [area, point, line],
    level: true,
    names: [
      ["vae-trace", "draws at distance ", italic("r")],
      ["vae-posterior-line", "density at a point"],
    ],
    caption: "Drag r, or use the arrow keys. Each curve is in units of its own peak.",
  });
  const show = ({ K, r }) => {
    const height = (distance) => Math.exp(logNorm(Math.max(distance, 1e-9), K));
    drawFilled([area, line], graph(height, x, y, 400));
    moveHandle(r, height(r));
  };
  return { block, show };
}
