/** Terms of one or two runs over their epochs. A new plot each time: the axes follow the runs. */
import { div } from "../page/base.js";
import { createPlot, curve, legend, set, through } from "../page/plot.js";
import { linear, roundTicks } from "../page/scale.js";

/**
 * @param {string} title
 * @returns {{block: HTMLElement, show: function(object[], number): void}} `show` gets lines
 *   `{ hue, text, points }`, of which each point is an epoch and a value, and the last epoch.
 */
export function createCurves(title) {
  const block = div("vae-plane");
  const show = (lines, last) => {
    const x = linear(0, last);
    const y = fitting(lines.flatMap(({ points }) => points), last);
    const paths = lines.map(({ hue, points }) => {
      const path = curve(traceOf(hue));
      const known = points.filter(([, value]) => Number.isFinite(value));
      if (known.length) set(path, { d: through(known, x, y) });
      return path;
    });
    const { frame } = createPlot({
      x: { scale: x, ticks: roundTicks(0, last, 4), name: "epoch" },
      y: { scale: y, ticks: roundTicks(y.value(0), y.value(1), 4), name: title },
      height: 11,
      paths,
    });
    block.replaceChildren(legend(lines.map(({ hue, text }) => [traceOf(hue), text])), frame);
  };
  return { block, show };
}

const traceOf = (hue) => `vae-trace vae-hue-${hue}`;

/** Both terms of one run, of the training and of the validation digits. */
export function createTerms() {
  const plots = [
    { key: "reconstruction", hue: "rec", ...createCurves("Reconstruction, nats") },
    { key: "kl", hue: "kl", ...createCurves("KL, nats") },
  ];
  const points = (terms, key) => terms.map((each) => [each.epochs, each[key]]);
  const show = ({ setting, training, validation }) => {
    for (const { key, hue, show } of plots) {
      const lines = [
        { hue, text: "validation", points: points(validation, key) },
        { hue: `${hue} vae-fitted`, text: "training", points: points(training, key) },
      ];
      show(lines, setting.epochs);
    }
  };
  const blocks = plots.map(({ block }) => block);
  return { block: div("vae-training-pair", ...blocks), show };
}

/** An axis for what comes after the first two epochs, or, before that, for what there is. */
function fitting(points, last) {
  const known = points.filter(([, value]) => Number.isFinite(value));
  const later = known.filter(([epoch]) => epoch >= Math.min(2, last / 2));
  const values = (later.length > 2 ? later : known).map(([, value]) => value);
  if (!values.length) return linear(0, 1);
  const least = Math.min(...values);
  const most = Math.max(...values, least + 1); // less than a nat is no height
  const margin = 0.08 * (most - least);
  return linear(least - margin, most + margin);
}
