/** The bound figure. bound.py describes its state; bundle.py joins its modules. */
import { addingUp, createBars } from "../page/bars.js";
import { button, element, formatNumber } from "../page/base.js";
import { createCurves } from "../page/curves.js";
import { constant, formulaFigure } from "../page/formula.js";
import { bound, posterior } from "../maths/linear_gaussian.js";

const SLIDER_STEP = 0.05;
const NO_GAP = 0.005; // nats; less is printed as 0.00
const SPAN = 8; // nats below log p(x) that are drawn

export default formulaFigure("bound", ({ model, state }) => {
  const [w, b, x] = ["w", "b", "x"].map((name) => constant(model, name));
  const fixed = { w, b, x, sigma: constant(model, "sigma", { positive: true }) };
  const exact = posterior(fixed);
  const { evidence } = bound(fixed, state.current());

  const other = { ...exact, name: "true posterior" };
  const curves = createCurves({ state, limit: state.ranges.m.most, other });
  const bars = createBars({
    rows: {
      elbo: "ELBO",
      gap: "+ gap",
      evidence: ["= log ", element("i", {}, "p"), "(", element("i", {}, "x"), ")"],
    },
    low: Math.floor(evidence - SPAN),
    high: Math.max(0, Math.ceil(evidence)),
    every: 4,
    level: evidence,
  });
  const jump = () => state.jumpTo({ m: exact.mean, s: exact.sd });

  return {
    sliders: {
      m: { label: [element("i", {}, "m")], step: SLIDER_STEP },
      s: { label: [element("i", {}, "s")], step: SLIDER_STEP },
    },
    buttons: [button("Go to the posterior", jump)],
    blocks: [curves.block, bars.block],
    update: (q) => {
      const { elbo, gap } = bound(fixed, q);
      curves.show(q);
      bars.show([[elbo, 0], [elbo, elbo + gap], [evidence, 0]], printed(elbo, gap, evidence));
    },
    describe: (q) => describe(q, bound(fixed, q)),
    hooks: {
      bound,
      shown: () => {
        const { elbo, gap } = bound(fixed, state.current());
        return printed(elbo, gap, evidence);
      },
    },
  };
});

/** The gap may differ by one in its last digit from its own rounding. */
const printed = (elbo, gap, evidence) => addingUp([elbo, gap], evidence);

/** A few sentences on q, with the numbers of the bars and the ELBO's two terms. */
function describe({ m, s }, { evidence, reconstruction, kl, elbo, gap }) {
  const [low, difference, high] = printed(elbo, gap, evidence).map(formatNumber);
  const [first, minusKl] = addingUp([reconstruction, -kl], elbo);
  const sentences = [
    `m = ${formatNumber(m)}, s = ${formatNumber(s)}.`,
    `ELBO ${low} + gap ${difference} = log p(x) ${high}.`,
    `The ELBO is the reconstruction term ${formatNumber(first)} minus KL(q \u2016 prior) ` +
    `${formatNumber(-minusKl)}.`,
  ];
  if (gap < NO_GAP) sentences.push("q is the posterior, so there is no gap.");
  return sentences.join(" ");
}
