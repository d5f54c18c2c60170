/** The plane of sigma and the KL, split by what the better image saves; a point is dragged. */
import { element, formatNumber, svgElement, uniqueId } from "../page/base.js";
import { makeControl } from "../page/drag.js";
import { at, createPlot, curve, legend, sampled, set, through } from "../page/plot.js";
import { linear, logarithmic, rounded } from "../page/scale.js";

const SIGMA_STEP = 0.01; // a share of the axis
const KL_STEP = 0.5; // nats

/**
 * Makes the plane.
 * @param {object} state - Of formula.js, with the numbers sigma and kl.
 * @param {function(number): number} saved - Nats that the better image saves, for a sigma.
 * @returns {{block: HTMLElement, show: function({sigma: number, kl: number}): void}}
 */
export function createBalance(state, saved) {
  const { sigma: across, kl: upright } = state.ranges;
  const [x, y] = [logarithmic(across.least, across.most), linear(0, upright.most)];
  const [area, line] = ["vae-q-area", "vae-q-line"].map(curve);
  const d = through(sampled(saved, x), x, y);
  line.setAttribute("d", d);
  area.setAttribute("d", `${d}V100H0Z`);
  const handle = svgElement("circle", { class: "vae-q-handle", r: 8 });
  const { frame, plot } = createPlot({
    x: {
      scale: x,
      ticks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20],
      texts: [0.1, 1, 10],
      name: "\u03c3",
    },
    y: { scale: y, ticks: [0, 20, 40, 60], name: "KL (nats)" },
    className: "vae-chart-plot",
    paths: [area, line],
    marks: [handle],
  });
  const captionId = uniqueId("vae-caption");
  const say = makeControl(plot, {
    label: "Balance of error and KL",
    captionId,
    ends: [across.least, across.most],
    onPoint: (right, up) => {
      state.moveTo({ sigma: rounded(x.value(right)), kl: rounded(y.value(up)) });
    },
    onStep: (right, up) => {
      const { sigma, kl } = state.current();
      const moved = x.value(x.share(sigma) + SIGMA_STEP * right);
      state.moveTo({ sigma: moved, kl: rounded(kl + KL_STEP * up) });
    },
    onEnd: state.onEnd,
  });

  const show = ({ sigma, kl }) => {
    const { x: cx, y: cy } = at(x.share(sigma), y.share(kl));
    set(handle, { cx, cy });
    say(sigma, `sigma ${formatNumber(sigma)}, KL ${formatNumber(kl)} nats`);
  };
  const names = legend([["vae-q-line", "nats that the better image saves"]]);
  const caption = element("div", { class: "vae-caption", id: captionId }, CAPTION);
  return { block: element("div", { class: "vae-plane vae-wide" }, names, frame, caption), show };
}

const CAPTION =
  "Drag the point, or use the arrow keys: across sets \u03c3, up and down the KL. Below the line " +
  "the better image saves more nats than it costs.";
