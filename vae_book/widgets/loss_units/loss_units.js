/** The lab of loss units. Its class describes its state; bundle.py joins its modules. */
import { openArrays } from "../network/arrays.js";
import { createBars } from "../page/bars.js";
import { div, element } from "../page/base.js";
import { createChoice } from "../page/choice.js";
import { constant, formulaFigure } from "../page/formula.js";
import { lossTerms, lossWeights } from "./weights.js";
import { formatPower } from "../page/numbers.js";
import { createRows } from "../page/picture_rows.js";
import { choices } from "../page/scale.js";
import { createTable } from "../page/table.js";
import { createWeightCurves } from "./weight_curves.js";

const SHAPE = [28, 28];
const D = SHAPE[0] * SHAPE[1];
const IN_USE = 0.1; // nats of KL
const REDUCTIONS = ["sum", "mean"];

export default formulaFigure("loss-units", ({ model, state }) => {
  const arrays = openArrays(model.get("data"));
  const { kl, errors, images, reconstructions, samples } = arrays;
  const weights = [...arrays.weights];
  const K = kl.length / weights.length;
  const variance = constant(model, "variance", { positive: true });
  const [betas, sigmas] = ["betas", "sigmas"].map((name) => choices(model.get(name)));
  const piece = (array, k) => {
    const size = array.length / weights.length;
    return array.subarray(k * size, (k + 1) * size);
  };
  /** The setting of the numbers; a link may ask for a beta between two that were trained. */
  const setting = ({ pixels, latents, beta, sigma }) => ({
    pixels,
    latents,
    beta: betas.value(betas.share(beta)),
    sigma: sigmas.value(sigmas.share(sigma)),
  });
  const trained = (weight) => {
    const found = weights.findIndex((each) => Math.abs(each / weight - 1) < 1e-5);
    if (found < 0) throw new Error(`No model was trained for the weight ${weight}.`);
    return found;
  };
  /** All that is shown for the numbers of the figure. */
  const shown = (numbers) => {
    const chosen = setting(numbers);
    const { betaEff, weight, equalSigma } = lossWeights(chosen, D, K);
    const which = trained(weight);
    const units = [...piece(kl, which)];
    const total = units.reduce((sum, value) => sum + value, 0);
    const terms = lossTerms(chosen, D, K, errors[which], total);
    const used = units.filter((value) => value > IN_USE).length;
    const saves = variance / chosen.sigma ** 2;
    return { ...chosen, betaEff, weight, equalSigma, which, units, used, saves, ...terms };
  };

  const switches = ["pixels", "latents"].map((name) =>
    createChoice({
      legend: name === "pixels" ? "Squared error over pixels" : "KL over latent units",
      names: REDUCTIONS,
      onPick: (index) => state.jumpTo({ [name]: index }),
    })
  );
  const verdict = element("p", { class: "vae-amounts" });
  const most = Math.ceil(Math.max(...kl) / 2) * 2;
  const rows = Array.from({ length: K }, (_, k) => [`unit-${k + 1}`, `unit ${k + 1}`]);
  const axis = { low: 0, high: most, every: 4, grid: 2 };
  const bars = createBars({ rows: Object.fromEntries(rows), ...axis });
  const table = createTable(
    ["at this setting", "value"],
    ["reconstruction, nats", "KL, nats", [...effective(), " \u00b7 KL, nats"], "the printed loss"],
  );
  const pictures = createRows({
    rows: { images: "digit", reconstructions: "reconstruction", samples: "new sample" },
    alternatives: {
      images: "Digits that the models have not seen.",
      reconstructions: "Their reconstructions; where no unit is in use, all are one blurred image.",
      samples: "Images decoded from draws of the prior.",
    },
    shape: SHAPE,
    columns: images.length / D,
  });
  pictures.show("images", images);
  const perUnit = rows.map((_, k) => weights.map((_, n) => kl[n * K + k]));
  const curves = [
    createWeightCurves({
      title: "KL of each unit, nats",
      lines: perUnit,
      most,
      distance: 2,
      weights,
      level: variance,
      caption: [LAMBDA, ...effective(), CAPTION],
    }),
    createWeightCurves({
      title: "Squared error of an image",
      lines: [[...errors]],
      most: Math.ceil(Math.max(...errors) / 10) * 10,
      distance: 10,
      weights,
      level: variance,
      caption: [`All ${weights.length} models. Settings with one \u03bb train the same model.`],
    }),
  ];
  for (const beta of model.get("betas")) {
    for (const sigma of model.get("sigmas")) {
      for (const [pixels, latents] of [[0, 0], [0, 1], [1, 0], [1, 1]]) {
        shown({ pixels, latents, beta, sigma }); // a setting without a model shows now, not later
      }
    }
  }

  const slider = (scale, values) => {
    const format = (value) => short(scale.value(scale.share(value)));
    return { step: 1 / (values.length - 1), scale, format };
  };
  return {
    sliders: {
      beta: { label: ["\u03b2"], ...slider(betas, model.get("betas")) },
      sigma: { label: ["\u03c3"], ...slider(sigmas, model.get("sigmas")) },
    },
    controls: [...switches.map((each) => each.block), verdict, table.block],
    blocks: [
      div("vae-stack", pictures.block, BARS(), bars.block),
      ...curves.map((each) => each.block),
    ],
    update: (numbers) => {
      const now = shown(numbers);
      switches[0].show(now.pixels);
      switches[1].show(now.latents);
      const value = ` = ${short(now.betaEff)} at \u03c3 = ${short(now.sigma)}.`;
      verdict.replaceChildren("This is the ELBO with ", ...effective(), value);
      const terms = [now.reconstruction, now.kl, now.price, now.printed];
      table.show(terms.map((value) => [formatPower(value)]));
      bars.show(now.units.map((value) => [0, value]), now.units);
      pictures.show("reconstructions", piece(reconstructions, now.which));
      pictures.show("samples", piece(samples, now.which));
      for (const each of curves) each.show(now.which);
    },
    paint: pictures.paint,
    describe: (numbers) => describe(shown(numbers), K),
    hooks: { shown: (numbers = state.current()) => shown(numbers) },
  };
});

const BARS = () => element("p", { class: "vae-caption" }, "KL of each latent unit, in nats:");
const LAMBDA = "\u03bb = ";
const CAPTION = " \u00b7 \u03c3\u00b2, the weight of the KL beside half the squared error. " +
  "Dotted: the largest variance of the digits along one direction.";

/** The name of the effective beta. */
const effective = () => ["\u03b2", element("sub", {}, "eff")];

/** To four significant digits. */
const short = (value) => String(Number(value.toPrecision(4)));

function describe(now, K) {
  return (
    `Pixels ${REDUCTIONS[now.pixels]}, latents ${REDUCTIONS[now.latents]}: this is the ELBO with ` +
    `an effective \u03b2 of ${short(now.betaEff)} at \u03c3 = ${short(now.sigma)}, or with ` +
    `\u03b2 = 1 at \u03c3 = ${short(now.equalSigma)}. A nat of KL costs as much as ` +
    `${short(now.betaEff)} of reconstruction. Where no unit is in use, the first ones save ` +
    `${short(now.saves)} each, ${verdictOn(now, K)}`
  );
}

function verdictOn({ saves, betaEff, used }, K) {
  if (saves <= betaEff) return "so no unit is worth using: the model has collapsed.";
  if (used) return `so it pays to use a unit: ${used} of ${K} are in use.`;
  return "too little more for a short training to find it: no unit is in use.";
}
