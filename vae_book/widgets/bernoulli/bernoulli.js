/** The Bernoulli figure. Its class describes its state; bundle.py joins its modules. */
import { element, formatNumber, italic, svgElement } from "../page/base.js";
import {
  clipped,
  CLIPPED_LOGIT,
  fromLogit,
  fromProbability,
  logit,
  sigmoid,
  slopes,
} from "../maths/bernoulli.js";
import { createDragPlot } from "../page/drag_plot.js";
import { formulaFigure } from "../page/formula.js";
import { formatPower } from "../page/numbers.js";
import { centre, curve, dot, graph, moveUpright, set, through, uprightLine } from "../page/plot.js";
import { clamp, linear, rounded } from "../page/scale.js";
import { createTable } from "../page/table.js";

const LOGIT_STEP = 0.5;
const SLOPE = "vae-trace vae-hue-gap vae-dotted";
const CLIPPED = "vae-trace vae-hue-gap vae-dashed";
const LIE = 0.005; // nats; a smaller error of the clipped value is not shown

export default formulaFigure("bernoulli", ({ state }) => {
  const overRho = createRhoPlot(state);
  const overLogit = createLogitPlot(state);
  const table = createTable(
    ["", "from the logit", "from \u03c1, clipped"],
    ["log-likelihood", "slope by a"],
  );
  return {
    sliders: { x: { step: 0.05 }, a: { step: LOGIT_STEP } },
    controls: [table.block],
    blocks: [overRho.block, overLogit.block],
    update: (point) => {
      overRho.show(point);
      overLogit.show(point);
      const { value, slope } = clipped(point.x, point.a);
      table.show([
        [fromLogit(point.x, point.a), value].map(formatNumber),
        [slopes(point.x, point.a).byLogit, slope].map(formatNumber),
      ]);
    },
    describe,
  };
});

/** The plot over rho, from 0 to 1, with the slope at the point. */
function createRhoPlot(state) {
  const [x, y] = [linear(0, 1), linear(-6, 0.3)];
  const [line, tangent] = ["vae-trace", SLOPE].map(curve);
  const best = uprightLine("vae-best");
  const ends = element("span");
  const goTo = (rho) => {
    const a = logit(clamp(rho, 0, 1));
    state.moveTo({ a: rounded(clamp(a, state.ranges.a.least, state.ranges.a.most)) });
  };
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Probability of a 1",
    x: { scale: x, ticks: [0, 0.25, 0.5, 0.75, 1], texts: [0, 0.5, 1], name: "\u03c1" },
    y: { scale: y, ticks: [-6, -4, -2, 0], name: "Log-likelihood of the pixel (nats)" },
    height: 13,
    paths: [tangent, line],
    marks: [best],
    names: [
      ["vae-trace", "log-likelihood"],
      [SLOPE, "its slope"],
      ["vae-best", "\u03c1 = ", italic("x")],
    ],
    caption: ["Drag to the left or right, or use the arrow keys. ", ends],
    ends: [0, 1],
    onPoint: goTo,
    onStep: (right, up) => {
      const { a } = state.current();
      const rho = sigmoid(a);
      // Near the ends a step of rho would pass them all at once; there it is a step of the logit.
      if (rho > 0.03 && rho < 0.97) goTo(rho + 0.02 * (right + up));
      else state.moveTo({ a: rounded(a + LOGIT_STEP * (right + up)) });
    },
  });
  const show = ({ x: pixel, a }) => {
    const rho = sigmoid(a);
    const value = fromLogit(pixel, a);
    const { byRho } = slopes(pixel, a);
    const along = (at) => value + byRho * (at - rho);
    set(line, { d: graph((r) => fromProbability(pixel, r), x, y) });
    const reach = 0.25 / Math.hypot(1, byRho / 6); // the same length on the page for every slope
    const two = [rho - reach, rho + reach].map((r) => [r, along(r)]);
    set(tangent, { d: through(two, x, y) });
    moveUpright(best, pixel);
    const [low, high] = [0, 1].map((end) => formatNumber(fromProbability(pixel, end)));
    ends.textContent = `At \u03c1 = 0 it is ${low}, at \u03c1 = 1 it is ${high}.`;
    moveHandle(rho, value, `rho ${formatProbability(a)}, log-likelihood ${formatNumber(value)}`);
  };
  return { block, show };
}

/** The plot over the logit: the exact value, and the one from clipped probabilities. */
function createLogitPlot(state) {
  const { least, most } = state.ranges.a;
  const [x, y] = [linear(least, most), linear(-25, 1.5)];
  const [exact, wrong] = ["vae-trace", CLIPPED].map(curve);
  const ghost = dot(5, "vae-hue-gap");
  const width = `${100 * x.share(-CLIPPED_LOGIT)}%`;
  const zones = [0, `${100 * x.share(CLIPPED_LOGIT)}%`].map((left) =>
    svgElement("rect", { class: "vae-zone", x: left, width, y: 0, height: "100%" })
  );
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Logit",
    x: { scale: x, ticks: [-20, -10, 0, 10, 20], name: italic("a"), moves: "a" },
    y: { scale: y, ticks: [-20, -10, 0], name: "The same over the logit (nats)" },
    step: LOGIT_STEP,
    height: 13,
    wide: true,
    paths: [exact, wrong],
    marks: [...zones, ghost],
    names: [
      ["vae-trace", "from the logit, exact"],
      [CLIPPED, "from \u03c1 in float32, clipped by Keras"],
    ],
    caption: "In the shaded parts \u03c1 is closer than 0.0000001 to 0 or 1: Keras moves it away.",
  });
  const show = ({ x: pixel, a }) => {
    set(exact, { d: graph((each) => fromLogit(pixel, each), x, y, 300) });
    set(wrong, { d: graph((each) => clipped(pixel, each).value, x, y, 300) });
    set(ghost, centre(x, y, a, clipped(pixel, a).value));
    const value = fromLogit(pixel, a);
    moveHandle(a, value, `a ${formatNumber(a)}, log-likelihood ${formatNumber(value)}`);
  };
  return { block, show };
}

/** Three decimals, or the distance from 0 or 1 where those would show none. */
function formatProbability(a) {
  if (Math.abs(a) < 6.9) return sigmoid(a).toFixed(3);
  const distance = formatPower(sigmoid(-Math.abs(a)));
  return a < 0 ? distance : `1 \u2212 ${distance}`;
}

function describe({ x, a }) {
  const { byRho, byLogit } = slopes(x, a);
  const exact = fromLogit(x, a);
  const { value } = clipped(x, a);
  const sentences = [
    `x = ${formatNumber(x)}, a = ${formatNumber(a)}, \u03c1 = ${formatProbability(a)}.`,
    `Log-likelihood ${formatNumber(exact)} nats; slope ${formatPower(byRho)} by \u03c1, ` +
    `${formatNumber(byLogit)} by a.`,
  ];
  if (Math.abs(value - exact) > LIE) {
    sentences.push(`From \u03c1 in float32 it would be ${formatNumber(value)}.`);
  }
  if (x > 0 && x < 1) sentences.push("A grey x is no value that a Bernoulli pixel can have.");
  return sentences.join(" ");
}
