/** The KL figure. Its class describes its state; bundle.py joins its modules. */
import { addingUp, createBars } from "../page/bars.js";
import { button, element, formatNumber, italic, raised } from "../page/base.js";
import { terms } from "../maths/divergences.js";
import { formulaFigure } from "../page/formula.js";
import { density } from "../maths/densities.js";
import { createPlot, curve, drawFilled, graph, legend, set } from "../page/plot.js";
import { linear } from "../page/scale.js";
import { createSurface } from "./surface.js";

export default formulaFigure("kl", ({ state }) => {
  const surface = createSurface(state);
  const densities = createDensities();
  const bars = createBars({
    rows: {
      mean: [italic("m"), raised("2"), " / 2"],
      variance: ["+ (", italic("s"), raised("2"), " \u2212 1) / 2"],
      precision: ["\u2212 log ", italic("s")],
      kl: ["= KL(", italic("q"), " \u2016 ", italic("p"), ")"],
      reversed: ["KL(", italic("p"), " \u2016 ", italic("q"), ")"],
    },
    low: -2,
    high: 8,
    every: 4,
  });
  return {
    sliders: { m: { step: 0.05 }, s: { step: 0.05 } },
    buttons: [button("Go to the prior", () => state.jumpTo({ m: 0, s: 1 }))],
    controls: [densities.block],
    blocks: [surface.block, bars.block],
    update: ({ m, s }) => {
      const { reversed } = terms(m, s);
      const numbers = [...printed(m, s), reversed];
      surface.show({ m, s });
      densities.show({ m, s });
      bars.show(numbers.map((value) => [0, value]), numbers);
    },
    paint: surface.paint,
    describe,
    hooks: { shown: () => printed(state.current().m, state.current().s) },
  };
});

/** The three terms and their sum, as printed. */
function printed(m, s) {
  const { mean, variance, precision, kl } = terms(m, s);
  return addingUp([mean, variance, precision], kl);
}

/** q and the prior. A narrow q runs out of the plot, so that the prior keeps its size. */
function createDensities() {
  const [x, y] = [linear(-5, 5), linear(0, 1)];
  const [area, line, prior] = ["vae-q-area", "vae-trace", "vae-posterior-line"].map(curve);
  const shape = (m, s) => graph((z) => density(z, m, s), x, y, 400);
  set(prior, { d: shape(0, 1) });
  const { frame } = createPlot({
    x: { scale: x, ticks: [-4, -2, 0, 2, 4], name: italic("z") },
    y: { scale: y },
    height: 6.5,
    paths: [area, prior, line],
  });
  const names = legend([
    ["vae-trace", italic("q")],
    ["vae-posterior-line", "prior ", italic("p")],
  ]);
  const show = ({ m, s }) => drawFilled([area, line], shape(m, s));
  return { block: element("div", {}, names, frame), show };
}

function describe({ m, s }) {
  const [mean, variance, precision, sum] = printed(m, s).map(formatNumber);
  const { kl, reversed } = terms(m, s);
  const sentences = [
    `m = ${formatNumber(m)}, s = ${formatNumber(s)}.`,
    `KL(q \u2016 p) ${sum} nats: ${mean} for m, ${variance} for s, ${precision} for \u2212log s.`,
    `The other way round, KL(p \u2016 q) is ${formatNumber(reversed)} nats.`,
  ];
  if (kl < 0.005) sentences.push("q is the prior: it costs nothing, and tells nothing.");
  return sentences.join(" ");
}
