/** The Jensen figure. Its class describes its state; bundle.py joins its modules. */
import { addingUp, createBars } from "../page/bars.js";
import { formatNumber, italic, svgElement } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { formulaFigure } from "../page/formula.js";
import { centre, curve, graph, set, through } from "../page/plot.js";
import { linear, rounded } from "../page/scale.js";

const KEY_STEP = 0.05;
const GAP = "vae-trace vae-hue-gap vae-thick";

export default formulaFigure("jensen", ({ state }) => {
  const plot = createChord(state);
  const bars = createBars({
    rows: { elbo: "mean of log", gap: "+ gap", evidence: "= log of mean" },
    low: -3,
    high: 2,
    level: 0,
  });
  const printed = (numbers) => {
    const { below, above } = means(numbers);
    return addingUp([below, above - below], above);
  };
  return {
    sliders: { a: { step: KEY_STEP }, b: { step: KEY_STEP }, w: { step: KEY_STEP } },
    blocks: [plot.block, bars.block],
    update: (numbers) => {
      const { below, above } = means(numbers);
      plot.show(numbers);
      bars.show([[0, below], [below, above], [0, above]], printed(numbers), above);
    },
    describe: (numbers) => {
      const { a, b, w } = numbers;
      const [below, gap, above] = printed(numbers).map(formatNumber);
      const still = gap === "0.00" ? " r does not vary, so nothing is lost." : "";
      return `r is ${formatNumber(a)} with probability ${formatNumber(1 - w)} and ` +
        `${formatNumber(b)} with probability ${formatNumber(w)}. Mean of log ${below} + gap ` +
        `${gap} = log of mean ${above}.${still}`;
    },
    hooks: { shown: () => printed(state.current()) },
  };
});

/** The mean of r, the mean of its logarithm and the logarithm of its mean. */
function means({ a, b, w }) {
  const mean = (1 - w) * a + w * b;
  return { mean, below: (1 - w) * Math.log(a) + w * Math.log(b), above: Math.log(mean) };
}

/** The logarithm, the chord from a to b, and the gap at the mean. */
function createChord(state) {
  const [x, y] = [linear(0, 4.2), linear(-3.2, 1.7)];
  const [log, chord, gap] = ["vae-posterior-line", "vae-trace", GAP].map(curve);
  set(log, { d: graph((r) => Math.log(Math.max(r, 1e-3)), x, y) });
  const other = svgElement("circle", { class: "vae-q-handle", r: 8 }); // at a
  const { block, moveHandle } = createDragPlot({
    state,
    label: "The two values of r",
    x: { scale: x, ticks: [0, 1, 2, 3, 4], name: italic("r"), moves: "b" },
    y: { scale: y, ticks: [-3, -2, -1, 0, 1], name: ["log ", italic("r")] },
    height: 13,
    paths: [log, chord, gap],
    marks: [other],
    names: [
      ["vae-posterior-line", "log ", italic("r")],
      ["vae-trace", "chord"],
      [GAP, "gap at the mean"],
    ],
    caption: "Drag the ends of the chord, or use the arrow keys: across moves b, up and down a.",
    onPoint: (right) => {
      const [value, { a, b }] = [x.value(right), state.current()];
      const nearer = Math.abs(value - a) < Math.abs(value - b) ? "a" : "b";
      state.moveTo({ [nearer]: rounded(value) });
    },
    onStep: (right, up) => {
      const { a, b } = state.current();
      state.moveTo({ a: rounded(a + KEY_STEP * up), b: rounded(b + KEY_STEP * right) });
    },
  });
  const show = (numbers) => {
    const { a, b } = numbers;
    const { mean, below, above } = means(numbers);
    set(chord, { d: through([[a, Math.log(a)], [b, Math.log(b)]], x, y) });
    set(gap, { d: through([[mean, below], [mean, above]], x, y) });
    set(other, centre(x, y, a, Math.log(a)));
    const texts = [a, b, above - below].map(formatNumber);
    moveHandle(b, Math.log(b), `a ${texts[0]}, b ${texts[1]}, gap ${texts[2]}`);
  };
  return { block, show };
}
