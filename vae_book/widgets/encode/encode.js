/**
 * The encoder's figure: an image is drawn, q(z|x) is shown, a sample of it is decoded.
 * Its class describes its state; bundle.py joins its modules.
 *
 * The drawing itself is kept in the page only; neither the address nor a kernel hears of it.
 */
import { div, formatNumber, italic } from "../page/base.js";
import { sigmoid } from "../maths/bernoulli.js";
import { klToPrior, reconstructionLoss } from "../maths/model.js";
import { formulaFigure } from "../page/formula.js";
import { createDrawing, shiftOf } from "../page/drawing.js";
import { binary, fitAsMnist, SIDE } from "../page/ink.js";
import { aDigit, nearestPoint } from "../page/latents.js";
import { createCloseUp, createLatentPlane } from "./posterior.js";
import { normals } from "../maths/random.js";
import { createTable } from "../page/table.js";
import { openArrays } from "../network/arrays.js";
import { createVae } from "../network/vae.js";

const SEED = 0; // of the noise of the samples

export default formulaFigure("encode", build, async ({ model, host }) => {
  const names = ["encoder", "decoder"];
  const [encoder, decoder] = await Promise.all(
    names.map((name) => host.getModel(model.get(name))),
  );
  return { vae: createVae(encoder, decoder) };
});

function build({ model, state, vae }) {
  const arrays = openArrays(model.get("data"));
  const size = SIDE * SIDE;
  const digits = Array.from(
    { length: arrays.digits.length / size },
    (_, digit) =>
      Float32Array.from(arrays.digits.subarray(digit * size, (digit + 1) * size), (n) => n / 255),
  );
  const noise = noiseOf(state.ranges.sample.most);
  const classes = [...arrays.classes];
  const points = classes.map((_, k) => [...arrays.points.subarray(2 * k, 2 * k + 2)]);
  const average = model.get("average");

  const drawing = createDrawing({
    state,
    digits,
    kind: "test digit",
    names: [["input ", italic("x")], ["decoded \u03c1"]],
    spoken: [
      "The binary image x that the encoder gets.",
      "The reconstruction rho, decoded from the sample z.",
    ],
  });
  const plane = createLatentPlane({ limit: model.get("limit"), points, classes });
  const closeUp = createCloseUp({ state, noise });
  const table = createTable(
    ["nats", "this image", ...(average.length ? ["test images"] : [])],
    ["reconstruction", "KL", "loss"],
  );

  /** All that follows from the numbers and the ink; null where there is no ink. */
  const look = (numbers) => {
    const image = drawing.image(numbers);
    return image && encodeAndDecode(vae, binary(image), noise[numbers.sample]);
  };
  const { reset } = state;
  state.reset = () => {
    drawing.clear();
    reset();
    state.changed();
  };

  const { sheet, pictures, presets } = drawing;
  const top = div("vae-stack", div("vae-encode-top", sheet, pictures), presets);
  const planes = div("vae-wide vae-encode-planes", plane.block, closeUp.block);
  return {
    sliders: {
      right: { label: ["shift right"], step: 1, format: signed },
      up: { label: ["shift up"], step: 1, format: signed },
      sample: { label: ["sample"], step: 1, format: (n) => (n === 0 ? "mean" : String(n)) },
    },
    controls: [table.block],
    blocks: [top, planes],
    update: (numbers) => {
      const seen = look(numbers);
      drawing.show(numbers, seen && seen.x, seen && seen.rho);
      plane.show(seen);
      closeUp.show(seen, numbers.sample);
      table.show(rows(seen, average));
    },
    paint: drawing.paint,
    describe: (numbers) => {
      const now = look(numbers);
      const text = describe(numbers, now, {
        nameOf: drawing.nameOf,
        points,
        classes,
        limit: model.get("limit"),
      });
      plane.tell(text);
      return text;
    },
    hooks: {
      look: (numbers) => look({ ...state.current(), ...numbers }),
      fit: fitAsMnist,
      noise: () => noise,
      ink: drawing.ink,
      posterior: (x) => vae.posterior(Float32Array.from(x)),
      backend: vae.backend,
    },
  };
}

/** From an image to q, from its sample to the loss; all in nats. */
function encodeAndDecode(vae, x, epsilon) {
  const { mean, logvar } = vae.posterior(x);
  const sd = logvar.map((value) => Math.exp(value / 2));
  const z = mean.map((m, k) => m + sd[k] * epsilon[k]); // equation 22
  const logits = vae.logits(z);
  const reconstruction = reconstructionLoss(x, logits);
  const kl = klToPrior(mean, logvar);
  return { x, mean, logvar, sd, z, rho: logits.map(sigmoid), reconstruction, kl };
}

/** The noise of each sample; sample 0 has none, which makes it the mean. */
function noiseOf(count) {
  const values = normals(SEED, 2 * count);
  const pairs = Array.from({ length: count }, (_, k) => [values[2 * k], values[2 * k + 1]]);
  return [[0, 0], ...pairs];
}

function rows(seen, average) {
  const values = seen ? [seen.reconstruction, seen.kl] : [NaN, NaN];
  const columns = [values, ...(average.length ? [average] : [])];
  const withLoss = columns.map(([reconstruction, kl]) => [reconstruction, kl, reconstruction + kl]);
  const text = (value) => (Number.isNaN(value) ? "\u2013" : formatNumber(value));
  return [0, 1, 2].map((row) => withLoss.map((column) => text(column[row])));
}

function describe(numbers, seen, { nameOf, points, classes, limit }) {
  if (seen === null) return "The sheet is empty. Draw a digit on it, or choose a given image.";
  const { mean, sd, z, reconstruction, kl } = seen;
  const pair = (values) => `(${values.map(formatNumber).join(", ")})`;
  const which = numbers.sample === 0 ? "At the mean," : `Sample ${numbers.sample}:`;
  const sentences = [
    `${capital(nameOf(numbers.preset))}${shiftOf(numbers)}.`,
    `m = ${pair(mean)}, s = ${pair(sd)}. ${which} z = ${pair(z)}.`,
    `Reconstruction ${formatNumber(reconstruction)} nats, KL ${formatNumber(kl)} nats, together ` +
    `${formatNumber(reconstruction + kl)}.`,
  ];
  if (classes.length) {
    const { index } = nearestPoint(mean, points);
    sentences.push(`The test image nearest to m is ${aDigit(classes[index])}.`);
  }
  if (mean.some((value) => Math.abs(value) > limit)) {
    sentences.push("q lies beyond the edge of the plane.");
  }
  return sentences.join(" ");
}

const signed = (value) => String(value).replace("-", "\u2212");
const capital = (text) => text[0].toUpperCase() + text.slice(1);
