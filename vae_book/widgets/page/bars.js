/** Bars under each other on one axis in nats, each with its name and its number. */
import { div, element, formatNumber, italic, svgElement } from "./base.js";
import { tickText } from "./plot.js";
import { clamp, linear } from "./scale.js";

const ROW = 34; // pixels
const THICK = 20;

/**
 * Makes the bars.
 * @param {object} options
 * @param {Object<string, Label>} options.rows - What each bar is called, by its class.
 * @param {number} options.low - The axis runs from here
 * @param {number} options.high - to here.
 * @param {number} [options.every] - Nats from one number of the axis to the next.
 * @param {number} [options.grid] - Nats from one line of the grid to the next.
 * @param {number} [options.level] - A dashed line down all rows.
 * @returns {{block: HTMLElement, show: function(number[][], number[], number=): void,
 *   rename: function(string): void}}
 *   `show` gets the two ends of each bar, the numbers to print and, if it moves, the level; `rename`
 *   writes another text at the end of the axis.
 */
export function createBars({ rows, low, high, every = 1, grid = 1, level = null }) {
  const kinds = Object.keys(rows);
  const height = ROW * kinds.length;
  const scale = linear(low, high);
  const percent = (value) => `${100 * scale.share(clamp(value, low, high))}%`;
  const bars = kinds.map((kind, row) => bar(kind, row));
  const beyond = kinds.map((_, row) =>
    svgElement("text", { class: "vae-beyond", y: (row + 0.5) * ROW, dy: 5 })
  );
  const size = { height: height + 20, "aria-hidden": "true", focusable: "false" };
  const svg = svgElement("svg", size, axis({ low, high, every, grid, height, percent }), ...bars);
  const dashes = svgElement("line", { class: "vae-level", y1: 0, y2: height });
  const markLevel = (value) => {
    dashes.setAttribute("x1", percent(value));
    dashes.setAttribute("x2", percent(value));
  };
  if (level !== null) {
    markLevel(level);
    svg.append(dashes);
  }
  svg.append(...beyond);
  const values = kinds.map((kind) => element("dd", { class: `vae-value-${kind}` }));
  const list = element("dl", { class: "vae-values" });
  kinds.forEach((kind, k) => list.append(element("dt", {}, ...[rows[kind]].flat()), values[k]));

  const show = (spans, numbers, now = level) => {
    if (now !== null) markLevel(now);
    spans.forEach((ends, k) => {
      const [from, to] = [Math.min(...ends), Math.max(...ends)];
      const [left, right] = [from, to].map((value) => clamp(value, low, high));
      bars[k].setAttribute("x", percent(left));
      bars[k].setAttribute("width", `${100 * (scale.share(right) - scale.share(left))}%`);
      mark(beyond[k], from < low ? "low" : to > high ? "high" : "");
      values[k].textContent = formatNumber(numbers[k]);
    });
  };
  const rename = (text) => {
    svg.querySelector(".vae-axis-end").textContent = text;
  };
  return { block: div("vae-bars", list, svg), show, rename };
}

/** Rounds numbers to two decimals so that, as printed, the last one is the sum of the others. */
export function addingUp(parts, sum) {
  const hundreds = parts.map((value) => Math.round(100 * value));
  const total = Math.round(100 * sum);
  const last = hundreds.length - 1;
  hundreds[last] = hundreds.slice(0, last).reduce((rest, value) => rest - value, total);
  return [...hundreds, total].map((value) => value / 100);
}

/** The ELBO, the gap and log p(x) as printed: the gap may differ by one in its last digit. */
export const elboNumbers = ({ elbo, gap, evidence }) => addingUp([elbo, gap], evidence);

/** Their rows. */
export const elboRows = () => ({
  elbo: "ELBO",
  gap: "+ gap",
  evidence: ["= log ", italic("p"), "(", italic("x"), ")"],
});

const bar = (kind, row) =>
  svgElement("rect", {
    class: `vae-bar vae-bar-${kind}`,
    y: row * ROW + (ROW - THICK) / 2,
    height: THICK,
  });

/** A small arrow where a bar goes on beyond the axis. */
function mark(text, side) {
  text.toggleAttribute("hidden", side === "");
  text.textContent = side === "low" ? "\u25c2" : "\u25b8";
  text.setAttribute("x", side === "low" ? "3" : "100%");
  text.setAttribute("dx", side === "low" ? 0 : -3);
  text.setAttribute("text-anchor", side === "low" ? "start" : "end");
}

function axis({ low, high, every, grid, height, percent }) {
  const group = svgElement("g", { class: "vae-axis" });
  const below = (value) => ({ x: percent(value), y: height + 15, "text-anchor": "middle" });
  for (let tick = low; tick <= high; tick += grid) {
    const x = percent(tick);
    const line = { x1: x, x2: x, y1: 0, y2: height, class: tick ? "" : "vae-zero" };
    group.append(svgElement("line", line));
    if (tick === high || (high - tick) % every) continue;
    group.append(svgElement("text", below(tick), tickText(tick)));
  }
  // The last number carries the unit, and ends where the axis ends.
  const last = { ...below(high), class: "vae-axis-end", dx: 4, "text-anchor": "end" };
  group.append(svgElement("text", last, `${tickText(high)} nats`));
  return group;
}
