/** What stands beside the Train button: the prediction, and how far the run is. */
import { div, element } from "../page/base.js";
import { createChoice } from "../page/choice.js";
import { createTable } from "../page/table.js";
import { TRAINING } from "./loss.js";
import { BREAKS, EXPECT_ERROR, EXPECT_KL, number } from "./words.js";

/**
 * @returns {{block: HTMLElement, ask: function(string): void, given: function(): object|null,
 *   focus: function(): void}} `ask` begins anew, against what its argument names; `given` is null until
 *   the reader has chosen.
 */
export function createPrediction() {
  const block = div("vae-training-predict");
  let chosen = {};
  const ask = (against) => {
    chosen = {};
    const group = (key, legend, names) =>
      createChoice({ legend, names, onPick: (index) => (chosen[key] = index) }).block;
    block.replaceChildren(
      element("strong", {}, "Predict"),
      group("error", `Reconstructions, against ${against}`, EXPECT_ERROR),
      group("kl", `KL, against ${against}`, EXPECT_KL),
    );
  };
  const given = () => {
    const { error, kl } = chosen;
    return error === BREAKS || (error !== undefined && kl !== undefined) ? { error, kl } : null;
  };
  return { block, ask, given, focus: () => block.querySelector("input").focus() };
}

/** @param {boolean} inWorker */
export function createProgress(inWorker) {
  const bar = element("progress", { "aria-label": "Epochs trained", max: 1, value: 0 });
  const where = div("vae-caption");
  const table = createTable(
    ["nats an image", "training", "validation"],
    ["reconstruction", "KL", "sum, \u2212ELBO"],
  );
  const show = (run) => {
    bar.max = run.setting.epochs;
    bar.value = Math.min(run.epochs, run.setting.epochs);
    where.textContent = progressText(run, inWorker);
    const columns = [run.training.at(-1), run.last].map((terms) => {
      const [rec, kl] = [terms?.reconstruction ?? NaN, terms?.kl ?? NaN];
      return [rec, kl, rec + kl].map((value) => number(value));
    });
    table.show([0, 1, 2].map((row) => columns.map((column) => column[row])));
  };
  return { nodes: [bar, where, table.block], show };
}

function progressText({ setting, epochs, backend, status, begun, from }, inWorker) {
  if (!backend) return "Getting ready \u2026";
  const seconds = (performance.now() - begun) / 1000;
  const speed = status === "running" && seconds > 0.5
    ? ` ${Math.round(((epochs - from) * TRAINING) / seconds / 100) * 100} images a second,`
    : "";
  const how = backend === "wasm" ? "WebAssembly" : "plain JavaScript, which is slower";
  const place = inWorker ? "in a worker" : "in the page";
  return `Epoch ${number(epochs, 1)} of ${setting.epochs},${speed} ${how}, ${place}.`;
}
