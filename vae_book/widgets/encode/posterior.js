/** q(z|x) on the latent plane among the test images, and close up with its samples. */
import { div, element, italic, svgElement } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { createCloud, createCross, nearestPoint, priorCircle } from "../page/latents.js";
import { centre, createPlot, dot, set } from "../page/plot.js";
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
  const scale = linear(-limit, limit);
  const cloud = createCloud(points, classes, scale);
  const cross = createCross(scale);
  const ellipses = ellipsesOf(limit);
  const sample = dot(4, "vae-hue-gap");
  const q = svgElement("g", {}, cross.node, ...ellipses.nodes, sample);
  const { frame, plot } = createPlot({
    ...axes(limit, ticksOf(limit), ["z", "z"]),
    marks: [cut(cloud.node, priorCircle(1, limit), priorCircle(2, limit), q)],
    className: "vae-latent",
  });
  set(plot, { role: "img" });
  const show = (posterior) => {
    q.toggleAttribute("hidden", posterior === null);
    if (posterior === null) return;
    const { mean, sd, z } = posterior;
    cross.show(mean);
    ellipses.show(mean, sd);
    set(sample, centre(scale, scale, z[0], z[1]));
  };
  const { beyond } = cloud;
  const caption =
    "Cross and ellipses: q, with 1 and 2 standard deviations. Dotted circles: the prior, likewise." +
    (points.length ? ` Digits: ${points.length} test images at their posterior means` : "") +
    (beyond ? ` (${beyond} beyond the edge)` : "") +
    (points.length ? "." : "");
  const name = div("vae-name", "On the latent plane");
  const note = div("vae-caption", caption);
  const tell = (text) => plot.setAttribute("aria-label", `Latent plane. ${text}`);
  return { block: div("vae-plane", name, frame, note), show, tell };
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
  const chosen = dot(6, "vae-hue-gap");
  const q = svgElement("g", {}, ...ellipses.nodes, ...dots, chosen);
  const { least, most } = state.ranges.sample;
  const scale = linear(-CLOSE, CLOSE);
  let places = noise;
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Samples of q, close up",
    ...axes(CLOSE, [-1, -0.5, 0, 0.5, 1], [["z", "m"], ["z", "m"]], [-1, 0, 1]),
    marks: [cut(q)],
    handle: false,
    title: "Its samples, close up",
    caption:
      "The same q, magnified around its mean. Dots: samples. Drag to choose one, or use the " +
      "arrow keys.",
    flat: false,
    ends: [least, most],
    onPoint: (right, up) => {
      const point = [right, up].map((share) => (2 * share - 1) * CLOSE);
      state.moveTo({ sample: nearestPoint(point, places).index });
    },
    onStep: (right, up) => state.moveTo({ sample: state.current().sample + right + up }),
  });
  const show = (posterior, sample) => {
    q.toggleAttribute("hidden", posterior === null);
    moveHandle(sample, 0, sample === 0 ? "the mean" : `sample ${sample}`);
    if (posterior === null) return;
    ellipses.show([0, 0], posterior.sd);
    places = noise.map((pair) => pair.map((value, k) => posterior.sd[k] * value));
    places.forEach(([x, y], k) => set(dots[k], centre(scale, scale, x, y)));
    set(chosen, centre(scale, scale, places[sample][0], places[sample][1]));
  };
  return { block, show };
}

/** Two ellipses around the mean, at 1 and 2 standard deviations. */
function ellipsesOf(limit) {
  const scale = linear(-limit, limit);
  const nodes = [2, 1].map((times) => svgElement("ellipse", { class: `vae-q-${times}` }));
  const show = (mean, sd) => {
    const place = centre(scale, scale, mean[0], mean[1]);
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

const lowered = (index) => element("sub", {}, String(index));
