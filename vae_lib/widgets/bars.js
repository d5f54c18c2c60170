/** Three bars on one axis in nats: the gap begins where the ELBO ends, and ends at log p(x). */
import { element, formatNumber, svgElement } from "./base.js";

const SPAN = 8; // nats below log p(x) that are drawn
const ROW = 34; // pixels
const THICK = 20;
const TICK_TEXTS = 4; // nats from one number of the axis to the next
const NAMES = ["elbo", "gap", "evidence"];

/**
 * Makes the bars.
 * @param {number} evidence - log p(x), which does not change.
 * @returns {{block: HTMLElement, show: function({elbo: number, gap: number})}}
 */
export function createBars(evidence) {
  const low = Math.floor(evidence - SPAN);
  const high = Math.max(0, Math.ceil(evidence));
  const place = (value) => (100 * (Math.max(value, low) - low)) / (high - low);

  const bars = NAMES.map((name, row) => bar(name, row));
  const beyond = svgElement("text", { class: "vae-beyond", x: 3, y: ROW / 2, dy: 4 }, "\u25c2");
  const level = svgElement("line", { class: "vae-level", y1: 0, y2: 3 * ROW });
  for (const end of ["x1", "x2"]) level.setAttribute(end, `${place(evidence)}%`);
  const svg = svgElement(
    "svg",
    { "aria-hidden": "true", focusable: "false", height: 3 * ROW + 20 },
    axis(low, high, place),
    ...bars,
    level,
    beyond,
  );
  const values = NAMES.map((name) => element("dd", { class: `vae-value-${name}` }));
  const block = element("div", { class: "vae-bars" }, list(values), svg);

  const show = ({ elbo, gap }) => {
    stretch(bars[0], place(elbo), place(0));
    stretch(bars[1], place(elbo), place(elbo + gap));
    stretch(bars[2], place(evidence), place(0));
    beyond.toggleAttribute("hidden", elbo >= low);
    shownValues(elbo, evidence).forEach((value, k) => {
      values[k].textContent = formatNumber(value);
    });
  };
  return { block, show };
}

/**
 * ELBO, gap and log p(x) to two decimals, so that the first two add up to the third as they are
 * printed. The gap may differ by one in its last digit from its own rounding.
 */
export function shownValues(elbo, evidence) {
  const [first, sum] = [elbo, evidence].map((value) => Math.round(100 * value));
  return [first / 100, (sum - first) / 100, sum / 100];
}

const bar = (name, row) =>
  svgElement("rect", {
    class: `vae-bar vae-bar-${name}`,
    y: row * ROW + (ROW - THICK) / 2,
    height: THICK,
  });

function stretch(rectangle, from, to) {
  rectangle.setAttribute("x", `${Math.min(from, to)}%`);
  rectangle.setAttribute("width", `${Math.abs(to - from)}%`);
}

function list(values) {
  const [elbo, gap, evidence] = values;
  return element(
    "dl",
    { class: "vae-values" },
    element("dt", {}, "ELBO"),
    elbo,
    element("dt", {}, "+ gap"),
    gap,
    element("dt", {}, "= log ", element("i", {}, "p"), "(", element("i", {}, "x"), ")"),
    evidence,
  );
}

function axis(low, high, place) {
  const group = svgElement("g", { class: "vae-axis" });
  for (let tick = low; tick <= high; tick++) {
    const x = `${place(tick)}%`;
    group.append(
      svgElement("line", { x1: x, x2: x, y1: 0, y2: 3 * ROW, class: tick ? "" : "vae-zero" }),
    );
    if ((high - tick) % TICK_TEXTS) continue;
    group.append(svgElement("text", below(x), String(tick).replace("-", "\u2212")));
  }
  const unit = below(`${place(high - TICK_TEXTS / 2)}%`);
  group.append(svgElement("text", { ...unit, class: "vae-axis-name" }, "nats"));
  return group;
}

const below = (x) => ({ x, y: 3 * ROW + 15, "text-anchor": "middle" });
