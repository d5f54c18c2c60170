/** The posterior figure. Its class describes its state; bundle.py joins its modules. */
import { createBars, elboNumbers, elboRows } from "../page/bars.js";
import { button, formatNumber, indexedName } from "../page/base.js";
import { constant, formulaFigure, oncePerNumbers } from "../page/formula.js";
import { bestQ, bound, openGrid } from "./grid.js";
import { createPosterior } from "./plane.js";

const STEPS = 200; // of a slider
const NO_GAP = 0.005; // nats; less is printed as 0.00
const SPAN = 8; // nats below log p(x) that are drawn

export default formulaFigure("posterior", ({ model, state }) => {
  const [c1, c2] = ["c1", "c2"].map((name) => constant(model, name));
  const reach = constant(model, "reach", { positive: true });
  const grid = openGrid(model.get("data"), { c1, c2, reach });
  const plane = createPosterior(state, grid);
  const low = Math.floor(grid.evidence - SPAN);
  const bars = createBars({
    rows: elboRows(),
    low,
    high: Math.ceil(grid.evidence) + 1,
    every: 4,
    level: grid.evidence,
  });
  const slider = (label, name) => {
    const { least, most } = state.ranges[name];
    return { label, step: (most - least) / STEPS };
  };
  const terms = oncePerNumbers((q) => bound(grid, q));
  const best = () => state.jumpTo(bestQ(grid, state.current(), state.ranges));
  return {
    sliders: {
      m1: slider(indexedName("m", 1), "m1"),
      m2: slider(indexedName("m", 2), "m2"),
      s1: slider(indexedName("s", 1), "s1"),
      s2: slider(indexedName("s", 2), "s2"),
      r: { step: 0.05 },
    },
    buttons: [button("Best m and s for this r", best)],
    blocks: [plane.block, bars.block],
    update: (q) => {
      const { evidence, elbo, gap } = terms(q);
      plane.show(q);
      bars.show([[low, elbo], [elbo, elbo + gap], [low, evidence]], elboNumbers(terms(q)));
    },
    paint: plane.paint,
    describe: (q) => {
      const { m1, m2, s1, s2, r } = q;
      const [elbo, gap, evidence] = elboNumbers(terms(q)).map(formatNumber);
      const sentences = [
        `q has the means ${formatNumber(m1)} and ${formatNumber(m2)}, the widths ` +
        `${formatNumber(s1)} and ${formatNumber(s2)}, the correlation ${formatNumber(r)}.`,
        `ELBO ${elbo} + gap ${gap} = log p(x) ${evidence}.`,
      ];
      if (terms(q).gap < NO_GAP) sentences.push("q is the posterior, so there is no gap.");
      return sentences.join(" ");
    },
    hooks: { shown: () => elboNumbers(bound(grid, state.current())) },
  };
});
