/** The plane of sigma and the KL, split by what the better image saves; a point is dragged. */
import { formatNumber } from "../page/base.js";
import { createDragPlot } from "../page/drag_plot.js";
import { curve, drawFilled, graph } from "../page/plot.js";
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
  const [area, line] = ["vae-q-area", "vae-trace"].map(curve);
  drawFilled([area, line], graph(saved, x, y));
  const { block, moveHandle } = createDragPlot({
    state,
    label: "Balance of error and KL",
    x: {
      scale: x,
      ticks: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20],
      texts: [0.1, 1, 10],
      name: "\u03c3",
      moves: "sigma",
    },
    y: { scale: y, ticks: [0, 20, 40, 60], name: "KL (nats)", moves: "kl" },
    height: 13,
    wide: true,
    paths: [area, line],
    names: [["vae-trace", "nats that the better image saves"]],
    caption:
      "Drag the point, or use the arrow keys: across sets \u03c3, up and down the KL. Below the " +
      "line the better image saves more nats than it costs.",
    onStep: (right, up) => {
      const { sigma, kl } = state.current();
      const moved = x.value(x.share(sigma) + SIGMA_STEP * right);
      state.moveTo({ sigma: moved, kl: rounded(kl + KL_STEP * up) });
    },
  });
  const show = ({ sigma, kl }) =>
    moveHandle(sigma, kl, `sigma ${formatNumber(sigma)}, KL ${formatNumber(kl)} nats`);
  return { block, show };
}
