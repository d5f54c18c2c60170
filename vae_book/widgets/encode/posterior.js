/** q(z|x) on the latent plane among the test images, and close up with its samples. */
import { element, italic, svgElement, uniqueId } from "../page/base.js";
import { makeControl } from "../page/drag.js";
import { mark, priorCircle } from "../page/pad.js";
import { percent } from "../page/plane.js";
import { createPlot, set } from "../page/plot.js";
import { clamp, linear } from "../page/scale.js";

const CLOSE = 1; // the close-up reaches so far from the mean of q

/**
 * Makes the plane: q's ellipses, the sample, the prior's circles and the test images.
 * @param {object} options
 * @param {number} options.limit - Both axes run from -limit to limit.
 * @param {number[][]} options.points - Posterior means of test images.
 * @param {number[]} options.classes - Their digits.
 * @returns {{block: HTMLElement, show: function(object|null): void, tell: function(string): void}} `show` gets
 *   `mean`, `sd` and `z`, or null for an empty drawing.
 */
export function createLatentPlane({ limit, points, classes }) {
  const inside = points.map((point) => Math.max(...point.map(Math.abs)) < limit);
  const cloud = svgElement("g", { class: "vae-points" });
  points.forEach((point, k) => inside[k] && cloud.append(mark(point, classes[k], limit)));
  const across = svgElement("line", { x1: 0, x2: "100%" });
  const upright = svgElement("line", { y1: 0, y2: "100%" });
  const cross = svgElement("g", { class: "vae-pointer" }, across, upright);
  const ellipses = ellipsesOf(limit);
  const sample = svgElement("circle", { class: "vae-sample", r: 4 });
  const q = svgElement("g", {}, cross, ...ellipses.nodes, sample);
  const { frame, plot } = createPlot({
    ...axes(limit, ticksOf(limit), ["z", "z"]),
    marks: [cut(cloud, priorCircle(1, limit), priorCircle(2, limit), q)],
    className: "vae-latent",
  });
  set(plot, { role: "img" });
  const show = (posterior) => {
    q.toggleAttribute("hidden", posterior === null);
    if (posterior === null) return;
    const { mean, sd, z } = posterior;
    const [x, y] = [percent(mean[0], limit), percent(mean[1], limit, true)];
    set(across, { y1: y, y2: y });
    set(upright, { x1: x, x2: x });
    ellipses.show(mean, sd);
    set(sample, { cx: percent(z[0], limit), cy: percent(z[1], limit, true) });
  };
  const beyond = inside.filter((value) => !value).length;
  const caption =
    "Cross and ellipses: q, with 1 and 2 standard deviations. Dotted circles: the prior, likewise." +
    (points.length ? ` Digits: ${points.length} test images at their posterior means` : "") +
    (beyond ? ` (${beyond} beyond the edge)` : "") +
    (points.length ? "." : "");
  const tell = (text) => plot.setAttribute("aria-label", `Latent plane. ${text}`);
  return { block: framed("On the latent plane", frame, caption), show, tell };
}

/**
 * Makes the close-up, in which the samples lie around the mean and one of them is chosen.
 * @param {object} options
 * @param {object} options.state - Of formula.js, with the number `sample`; 0 is the mean itself.
 * @param {number[][]} options.noise - Two numbers for each sample, from the prior.
 * @returns {{block: HTMLElement, show: function(object|null, number): void}}
 */
export function createCloseUp({ state, noise }) {
  const ellipses = ellipsesOf(CLOSE);
  const dots = noise.map(() => svgElement("circle", { class: "vae-draw", r: 3 }));
  const chosen = svgElement("circle", { class: "vae-sample", r: 6 });
  const q = svgElement("g", {}, ...ellipses.nodes, ...dots, chosen);
  const { frame, plot } = createPlot({
    ...axes(CLOSE, [-1, -0.5, 0, 0.5, 1], [["z", "m"], ["z", "m"]], [-1, 0, 1]),
    marks: [cut(q)],
  });
  const captionId = uniqueId("vae-caption");
  let places = noise;
  const say = makeControl(plot, {
    label: "Samples of q, close up",
    captionId,
    ends: [state.ranges.sample.least, state.ranges.sample.most],
    onPoint: (right, up) => {
      const point = [right, up].map((share) => (2 * share - 1) * CLOSE);
      const distances = places.map(([x, y]) => Math.hypot(x - point[0], y - point[1]));
      state.moveTo({ sample: distances.indexOf(Math.min(...distances)) });
    },
    onStep: (right, up) => state.moveTo({ sample: state.current().sample + right + up }),
    onEnd: state.onEnd,
  });
  const show = (posterior, sample) => {
    q.toggleAttribute("hidden", posterior === null);
    say(sample, sample === 0 ? "the mean" : `sample ${sample}`);
    if (posterior === null) return;
    ellipses.show([0, 0], posterior.sd);
    places = noise.map((pair) => pair.map((value, k) => posterior.sd[k] * value));
    places.forEach((place, k) => set(dots[k], centre(place)));
    set(chosen, centre(places[sample]));
  };
  const caption =
    "The same q, magnified around its mean. Dots: samples. Drag to choose one, or use the arrow " +
    "keys.";
  return { block: framed("Its samples, close up", frame, caption, captionId), show };
}

const centre = (/** @type {number[]} */ [x, y]) => ({
  cx: percent(x, CLOSE),
  cy: percent(y, CLOSE, true),
});

/** Two ellipses around the mean, at 1 and 2 standard deviations. */
function ellipsesOf(limit) {
  const nodes = [2, 1].map((times) => svgElement("ellipse", { class: `vae-q-${times}` }));
  const show = (mean, sd) => {
    const place = { cx: percent(mean[0], limit), cy: percent(mean[1], limit, true) };
    nodes.forEach((node, k) => {
      const [rx, ry] = sd.map((value) => `${(((2 - k) * value * 50) / limit).toFixed(3)}%`);
      set(node, { ...place, rx, ry });
    });
  };
  return { nodes, show };
}

/** Marks that lie beyond the edge are cut off there. */
const cut = (...nodes) =>
  svgElement("svg", { class: "vae-cut", width: "100%", height: "100%" }, ...nodes);

const ticksOf = (limit) => {
  const each = Math.floor(clamp(limit, 1, 10) / 2);
  return [-2 * each, -each, 0, each, 2 * each];
};

function axes(limit, ticks, names, texts = ticks) {
  const [x, y] = names.map((letters, k) => {
    const parts = [letters].flat().map((letter) => [italic(letter), lowered(k + 1)]);
    const name = parts.length > 1 ? [...parts[0], " \u2212 ", ...parts[1]] : parts[0];
    return { scale: linear(-limit, limit), ticks, texts, name };
  });
  return { x, y };
}

function framed(title, frame, caption, id = uniqueId("vae-caption")) {
  const name = element("div", { class: "vae-name" }, title);
  const note = element("div", { class: "vae-caption", id }, caption);
  return element("div", { class: "vae-plane" }, name, frame, note);
}

const lowered = (index) => element("sub", {}, String(index));
