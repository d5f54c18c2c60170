/** The squared-error figure. Its class describes its state; bundle.py joins its modules. */
import { createBalance } from "./balance.js";
import { createBars } from "../page/bars.js";
import {
  button,
  createPicture,
  div,
  element,
  formatNumber,
  inkColours,
  italic,
  paintImages,
  raised,
} from "../page/base.js";
import { formulaFigure } from "../page/formula.js";
import { logarithmic } from "../page/scale.js";

const SHAPE = [28, 28];
const REACHES = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4, 1e5, 2e5]; // nats
const SAME = 0.005; // relative; sigma is written with two decimals

export default formulaFigure("squared-error", ({ model, state }) => {
  const [image, reconstruction, average] = ["image", "reconstruction", "average"].map((name) =>
    grey(model.get(name), name)
  );
  const errors = squares(image, reconstruction);
  const E = sum(errors);
  const without = sum(squares(image, average));
  const D = image.length;
  const K = model.get("latents");
  const pictures = createPictures({
    image: ["image ", italic("x"), image],
    reconstruction: ["reconstruction \u03bc", reconstruction],
    error: ["(", italic("x"), " \u2212 \u03bc)", raised("2"), errors],
  });
  const bars = createBars({
    rows: {
      evidence: "average image",
      reconstruction: "reconstruction",
      gap: "+ its KL",
    },
    low: 0,
    high: 1, // of the reach that fits
    grid: 0.25,
  });
  /** @type {[string, number][]} */
  const sigmas = [
    ["Sum, \u03c3 = 0.2", 0.2],
    ["Mean over pixels", sigmaOfMean(D, 1)],
    [`Mean over pixels and ${K} latents`, sigmaOfMean(D, K)],
  ];
  const presets = sigmas.map(([text, sigma]) => button(text, () => state.jumpTo({ sigma })));
  const { sigma: range } = state.ranges;
  const saved = (sigma) => weighted(without - E, sigma);
  const balance = createBalance(state, saved);

  return {
    sliders: {
      sigma: { label: ["\u03c3"], step: 0.01, scale: logarithmic(range.least, range.most) },
      kl: { label: ["KL"], step: 0.5 },
    },
    buttons: presets,
    blocks: [
      div("vae-stack", pictures.block, CAPTION(), bars.block),
      balance.block,
    ],
    update: ({ sigma, kl }) => {
      const [first, second] = [weighted(without, sigma), weighted(E, sigma)];
      const reach = REACHES.find((each) => each >= Math.max(first, second + kl));
      const spans = [[0, first], [0, second], [second, second + kl]];
      bars.show(spans.map((ends) => ends.map((end) => end / reach)), [first, second, kl]);
      bars.rename(`${reach} nats`);
      balance.show({ sigma, kl });
      presets.forEach((node, k) =>
        node.setAttribute("aria-pressed", String(Math.abs(sigma / sigmas[k][1] - 1) < SAME))
      );
    },
    paint: pictures.paint,
    describe: ({ sigma, kl }) => {
      const verdict = saved(sigma) > kl ? "It pays to use z." : "Ignoring z is the cheaper model.";
      const mean = sigmas.slice(1).find(([, value]) => Math.abs(sigma / value - 1) < SAME);
      return (
        `\u03c3 = ${formatNumber(sigma)}` +
        `${mean ? `: that is what \u201c${mean[0].toLowerCase()}\u201d amounts to` : ""}. ` +
        `The reconstruction's squared error is ${formatNumber(E)}, the average image's ` +
        `${formatNumber(without)}. The better image saves ${
          formatNumber(saved(sigma))
        } nats and costs ` +
        `${formatNumber(kl)} nats of KL. ${verdict}`
      );
    },
    hooks: { weighted, sigmaOfMean, errors: () => [E, without] },
  };
});

/** A squared error in nats: its weight in equation (Q3). */
const weighted = (error, sigma) => error / (2 * sigma ** 2);

/**
 * The sigma for which the mean over D pixels, and over K latents of the KL, is the same loss as the
 * sum: D / (2 sigma^2) is K.
 */
const sigmaOfMean = (D, K) => Math.sqrt(D / (2 * K));

const squares = (x, mu) => x.map((value, d) => (value - mu[d]) ** 2);
const sum = (values) => values.reduce((total, value) => total + value, 0);

function grey(levels, name) {
  const whole = Array.isArray(levels) && levels.length === SHAPE[0] * SHAPE[1];
  if (!whole || !levels.every((level) => level >= 0 && level <= 255)) {
    throw new Error(`Its ${name} is not an image of ${SHAPE.join(" by ")} grey levels.`);
  }
  return levels.map((level) => level / 255);
}

const CAPTION = () =>
  element(
    "p",
    { class: "vae-caption" },
    "The bars: each image's squared error ",
    italic("E"),
    ", weighted as ",
    italic("E"),
    " / 2\u03c3",
    raised("2"),
    ", and the KL that the better image costs.",
  );

/** Pictures side by side with their names. */
function createPictures(pictures) {
  const painted = [];
  const row = div("vae-pictures");
  for (const [name, content] of Object.entries(pictures)) {
    const canvas = createPicture(`vae-picture-${name}`, NAMES[name]);
    painted.push([canvas, Float32Array.from(content.at(-1))]);
    const caption = div("vae-picture-name", ...content.slice(0, -1));
    row.append(element("div", {}, canvas, caption));
  }
  const paint = () => {
    for (const [canvas, pixels] of painted) {
      paintImages(canvas, pixels, { shape: SHAPE, columns: 1, colours: inkColours(canvas) });
    }
  };
  return { block: row, paint };
}

const NAMES = {
  image: "The test image.",
  reconstruction: "Its reconstruction, softer.",
  error: "The squared error of each pixel, largest along the strokes.",
};
