/** The bound figure. Its class describes its state; bundle.py joins its modules. */
import { addingUp, createBars, elboNumbers, elboRows } from "../page/bars.js";
import { button, formatNumber } from "../page/base.js";
import { createCurves } from "../page/curves.js";
import { constant, formulaFigure, oncePerNumbers } from "../page/formula.js";
import { bentPosterior, bestBend, bestQ, bound, posterior } from "../maths/linear_gaussian.js";

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
    rows: elboRows(),
    low: Math.floor(evidence - SPAN),
    high: Math.max(0, Math.ceil(evidence)),
    every: 4,
    level: evidence,
  });
  const terms = oncePerNumbers((q) => bound(fixed, q));
  const expect = () => state.jumpTo(bestQ(fixed, state.current().c, state.ranges, SLIDER_STEP));
  const maximise = () => state.jumpTo({ c: bestBend(fixed, state.current(), state.ranges.c) });

  return {
    sliders: { m: { step: SLIDER_STEP }, s: { step: SLIDER_STEP }, c: { step: SLIDER_STEP } },
    buttons: [button("Best q (E-step)", expect), button("Best c (M-step)", maximise)],
    blocks: [curves.block, bars.block],
    update: (q) => {
      const now = terms(q);
      const { elbo, gap, evidence } = now;
      const { logDensityAt } = bentPosterior(fixed, q.c);
      curves.show(q);
      curves.showOther((z) => Math.exp(logDensityAt(z)));
      const spans = [[elbo, 0], [elbo, elbo + gap], [evidence, 0]];
      bars.show(spans, elboNumbers(now), evidence);
    },
    describe: (q) => describe(q, terms(q)),
    hooks: { shown: () => elboNumbers(bound(fixed, state.current())) },
  };
});

/** A few sentences on q, with the numbers of the bars and the ELBO's two terms. */
function describe({ m, s, c }, terms) {
  const [low, difference, high] = elboNumbers(terms).map(formatNumber);
  const { reconstruction, kl, elbo, gap } = terms;
  const [first, minusKl] = addingUp([reconstruction, -kl], elbo);
  const sentences = [
    `m = ${formatNumber(m)}, s = ${formatNumber(s)}${c ? `, c = ${formatNumber(c)}` : ""}.`,
    `ELBO ${low} + gap ${difference} = log p(x) ${high}.`,
    `The ELBO is the reconstruction term ${formatNumber(first)} minus KL(q \u2016 prior) ` +
    `${formatNumber(-minusKl)}.`,
  ];
  if (gap < NO_GAP) sentences.push("q is the posterior, so there is no gap.");
  return sentences.join(" ");
}
