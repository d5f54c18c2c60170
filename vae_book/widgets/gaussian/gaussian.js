/** The Gaussian figure. Its class describes its state; bundle.py joins its modules. */
import { addingUp } from "../page/bars.js";
import { button, element, formatNumber, italic, raised, uniqueId } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { formulaFigure } from "../page/formula.js";
import { density, logDensity, logDensityParts } from "../maths/densities.js";
import { formatPower } from "../page/numbers.js";
import { curve, drawFilled, graph, legend, moveUpright, uprightLine } from "../page/plot.js";
import { clamp, linear, logarithmic } from "../page/scale.js";
import { createTable } from "../page/table.js";

const KEY_STEP = 0.05;
const CLOSE = 0.005; // of sigma to the best one

export default formulaFigure("gaussian", ({ state }) => {
  const { sigma } = state.ranges;
  const captionId = uniqueId("vae-caption");
  const text = "Drag x in either plot to the left or right, or use the arrow keys.";
  const caption = element("div", { class: "vae-caption", id: captionId }, text);
  const names = legend([
    ["vae-trace", "as a function of ", italic("x")],
    ["vae-best", italic("x"), " = \u03bc"],
  ]);
  const plots = [
    createView(state, captionId, {
      label: "Pixel, over the density",
      name: "Density",
      y: linear(0, 4.2),
      ticks: [0, 1, 2, 3, 4],
      f: density,
    }),
    createView(state, captionId, {
      label: "Pixel, over the log-density",
      name: "Log-density (nats)",
      y: linear(-12, 2.5),
      ticks: [-12, -8, -4, 0],
      f: logDensity,
    }),
  ];
  const table = createTable(["", "nats"], [
    ["\u2212 (", italic("x"), " \u2212 \u03bc)", raised("2"), " / 2\u03c3", raised("2")],
    ["\u2212 log(\u03c3 \u221a2\u03c0)"],
    ["= log-density"],
  ]);
  const best = ({ x, mu }) => clamp(Math.abs(x - mu), sigma.least, sigma.most);
  return {
    sliders: {
      x: { step: KEY_STEP },
      mu: { label: ["\u03bc"], step: KEY_STEP },
      sigma: { label: ["\u03c3"], step: 0.02, scale: logarithmic(sigma.least, sigma.most) },
    },
    controls: [table.block],
    buttons: [button("Best \u03c3", () => state.jumpTo({ sigma: best(state.current()) }))],
    blocks: [element("div", {}, names, ...plots.map((plot) => plot.frame), caption)],
    update: (numbers) => {
      for (const plot of plots) plot.show(numbers);
      table.show(printed(numbers).map((value) => [formatNumber(value)]));
    },
    describe: (numbers) => {
      const { x, mu, sigma } = numbers;
      const sentences = [
        `x = ${formatNumber(x)}, \u03bc = ${formatNumber(mu)}, \u03c3 = ${formatNumber(sigma)}.`,
        `Density ${formatPower(density(x, mu, sigma))}, ` +
        `log-density ${formatNumber(logDensity(x, mu, sigma))} nats.`,
      ];
      if (Math.abs(sigma - Math.abs(x - mu)) < CLOSE) {
        sentences.push(
          "\u03c3 is the size of the error: no other \u03c3 gives this x more density.",
        );
      }
      return sentences.join(" ");
    },
  };
});

/** The squared error, the constant, and their sum, so that they add up as printed. */
function printed({ x, mu, sigma }) {
  const parts = logDensityParts(x, mu, sigma);
  return addingUp(parts, parts[0] + parts[1]);
}

/** One function of x over the pixel's values, with x as a handle. */
function createView(state, captionId, { label, name, y, ticks, f }) {
  const { least, most } = state.ranges.x;
  const x = linear(least, most);
  const [area, line] = ["vae-q-area", "vae-trace"].map(curve);
  const mean = uprightLine("vae-best");
  const { frame, moveHandle } = createDragPlot({
    state,
    label,
    captionId,
    x: {
      scale: x,
      ticks: [-1, -0.5, 0, 0.5, 1, 1.5, 2],
      texts: [-1, 0, 1, 2],
      name: italic("x"),
      moves: "x",
    },
    y: { scale: y, ticks, name },
    step: KEY_STEP,
    height: 13,
    paths: f === density ? [area, line] : [line],
    marks: [mean],
  });
  const show = ({ x: pixel, mu, sigma }) => {
    drawFilled([area, line], graph((each) => f(each, mu, sigma), x, y, 300));
    moveUpright(mean, x.share(mu));
    const value = f(pixel, mu, sigma);
    moveHandle(pixel, value, `x ${formatNumber(pixel)}, ${name} ${formatPower(value)}`);
  };
  return { frame, show };
}
