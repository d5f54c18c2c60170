/** Training, replayed. Its class describes its state; bundle.py joins its modules. */
import { openArrays } from "../network/arrays.js";
import { formulaFigure } from "../page/formula.js";
import { createRows } from "../page/picture_rows.js";
import { createPlayer } from "../page/player.js";
import { choices, linear, logarithmic, nearest } from "../page/scale.js";
import { createScatter } from "../page/scatter.js";
import { createTable } from "../page/table.js";
import { createTermCurves } from "./term_curves.js";

const LIMIT = 6; // of the latent plane
const STEP_S = 0.35; // below the delay of the readout, which then speaks at the end only
const LARGEST = 32767;
const NATS = [100, 120, 150, 200, 250, 300, 400, 500, 600, 800, 1000];

export default formulaFigure("replay", ({ model, state, signal }) => {
  const arrays = openArrays(model.get("data"));
  const { positions, classes, images, reconstructions } = arrays;
  const epochs = [...arrays.epochs];
  const last = epochs.length - 1;
  const [height, width] = model.get("image_shape");
  const factor = model.get("reach") / LARGEST;
  const [training, validation] = [split(arrays.training), split(arrays.validation)];
  const index = () => nearest(epochs, state.current().epoch);
  const moveTo = (k) => state.moveTo({ epoch: epochs[Math.min(Math.max(k, 0), last)] });
  const piece = (array, k) => {
    const size = array.length / epochs.length;
    return array.subarray(k * size, (k + 1) * size);
  };

  const player = createPlayer({
    seconds: STEP_S * last,
    steps: last,
    step: "Next snapshot",
    current: () => index() / last,
    moveTo: (share) => moveTo(Math.floor(share * last + 1e-9)),
    onEnd: state.onEnd,
    signal,
  });
  const scatter = createScatter({
    limit: LIMIT,
    classes,
    name: `The latent plane with ${classes.length} validation digits.`,
    caption: `${classes.length} validation digits, each at its posterior mean. ` +
      "Circles: 1 and 2 standard deviations of the prior.",
  });
  const rows = createRows({
    rows: { images: "digit", reconstructions: "reconstruction" },
    alternatives: {
      images: "Validation digits.",
      reconstructions: "Their reconstructions, sharper from epoch to epoch.",
    },
    shape: [height, width],
    columns: images.length / (height * width),
  });
  rows.show("images", images);
  const table = createTable(
    ["nats an image", "training", "validation"],
    ["reconstruction", "KL", "sum, \u2212ELBO"],
  );
  const shared = {
    state,
    epochs,
    onPick: moveTo,
    onStep: (steps) => moveTo(index() + steps),
  };
  const loss = createTermCurves({
    title: "Reconstruction and sum, nats (logarithmic)",
    label: "Epoch, on the loss",
    lines: [
      { hue: "ink", text: "sum, validation", values: validation.sum },
      { hue: "ink vae-fitted", text: "sum, training", values: training.sum },
      { hue: "rec", text: "reconstruction, validation", values: validation.rec },
      { hue: "rec vae-fitted", text: "reconstruction, training", values: training.rec },
    ],
    y: logAxis([training, validation].flatMap(({ rec, sum }) => [...rec, ...sum])),
    ...shared,
  });
  const divergence = createTermCurves({
    title: "KL, nats",
    label: "Epoch, on the KL",
    lines: [
      { hue: "kl", text: "KL, validation", values: validation.kl },
      { hue: "kl vae-fitted", text: "KL, training", values: training.kl },
    ],
    y: axisFromZero([...training.kl, ...validation.kl]),
    ...shared,
  });
  /** All numbers that are shown for a snapshot, as Python can compute them too. */
  const shown = (k = index()) => {
    const places = piece(positions, k);
    return {
      epoch: epochs[k],
      training: tenths(training, k),
      validation: tenths(validation, k),
      same: neighbours(places, classes),
      outside: countOutside(places, LIMIT / factor),
    };
  };

  return {
    sliders: {
      epoch: {
        label: ["epoch"],
        step: 1 / last,
        scale: choices(epochs, Number),
        format: (epoch) => String(epochs[nearest(epochs, epoch)]),
      },
    },
    controls: [rows.block, table.block],
    buttons: [player.node],
    blocks: [scatter.block, loss.block, divergence.block],
    update: () => {
      const k = index();
      scatter.show(piece(positions, k), factor);
      rows.show("reconstructions", piece(reconstructions, k));
      loss.show(k);
      divergence.show(k);
      const columns = [training, validation].map((each) => tenths(each, k).map(nats));
      table.show([0, 1, 2].map((row) => columns.map((column) => column[row])));
    },
    paint: () => {
      scatter.paint();
      rows.paint();
    },
    describe: () => describe(shown(), classes.length),
    hooks: { shown, epochs },
  };
});

/** Pairs of numbers as two lists, and their sums. */
function split(pairs) {
  const rec = [...pairs].filter((_, k) => k % 2 === 0);
  const kl = [...pairs].filter((_, k) => k % 2 === 1);
  return { rec, kl, sum: rec.map((value, k) => value + kl[k]) };
}

/** Both terms to a tenth, and their sum as printed. */
function tenths({ rec, kl }, k) {
  const [first, second] = [rec[k], kl[k]].map((value) => Math.round(10 * value));
  return [first, second, first + second].map((value) => value / 10);
}

const nats = (value) => (Number.isNaN(value) ? "\u2013" : value.toFixed(1));

/** How many points have a nearest neighbour of their own class. */
function neighbours(places, classes) {
  let same = 0;
  for (let n = 0; n < classes.length; n++) {
    let best = Infinity;
    let neighbour = -1;
    for (let other = 0; other < classes.length; other++) {
      const right = places[2 * other] - places[2 * n];
      const up = places[2 * other + 1] - places[2 * n + 1];
      const distance = right * right + up * up;
      if (distance < best && other !== n) [best, neighbour] = [distance, other];
    }
    if (classes[neighbour] === classes[n]) same += 1;
  }
  return same;
}

function describe({ epoch, training, validation, same, outside }, count) {
  const [rec, kl, sum] = validation.map(nats);
  const when = epoch === 0 ? "Before training" : `After epoch ${epoch}`;
  const fitted = epoch === 0 ? "" : ` In training: ${training.map(nats).join(", ")}.`;
  return (
    `${when}: reconstruction ${rec}, KL ${kl}, together ${sum} nats a validation digit.${fitted} ` +
    `For ${Math.round((100 * same) / count)}% of the digits the nearest neighbour on the plane ` +
    `shows the same digit.${outside ? ` ${outside} lie beyond the edge of the plane.` : ""}`
  );
}

/** How many points lie beyond the edges of the plane. */
function countOutside(places, edge) {
  let count = 0;
  for (let n = 0; n < places.length; n += 2) {
    if (Math.max(Math.abs(places[n]), Math.abs(places[n + 1])) > edge) count += 1;
  }
  return count;
}

function logAxis(values) {
  const known = values.filter((value) => value > 0);
  const scale = logarithmic(0.97 * Math.min(...known), 1.03 * Math.max(...known));
  const inside = (tick) => scale.share(tick) >= 0 && scale.share(tick) <= 1;
  return { scale, ticks: NATS.filter(inside) };
}

function axisFromZero(values) {
  const most = Math.max(...values.filter((value) => !Number.isNaN(value)));
  const distance = [0.5, 1, 2, 5, 10, 20, 50].find((each) => most / each <= 5) ?? 100;
  const count = Math.floor((1.05 * most) / distance);
  const ticks = Array.from({ length: count + 1 }, (_, k) => k * distance);
  return { scale: linear(0, 1.05 * most), ticks };
}
