/** The list of runs, of which two are laid side by side. */
import { div, element, FOCUSABLE, uniqueId } from "../page/base.js";
import { createTable } from "../page/table.js";
import { createCurves } from "./curves.js";
import { createPictures } from "./pictures.js";
import { comparable, judge, nameOf, number, outcome, whatChanged } from "./words.js";

const SIDES = ["left", "right"];

/**
 * @param {object} options - Of `createPictures`, with `start`, the setting at the start, and
 *   `onPick`, which is called when other runs lie side by side.
 * @returns {{block: HTMLElement, add: function(object): void, chosen: function(): object[],
 *   numberOf: function(object): number, paint: function(): void}}
 */
export function createRuns({ start, onPick, ...options }) {
  const runs = [];
  const chosen = [null, null];
  const groups = SIDES.map((side) => uniqueId(`vae-${side}`));
  const body = element("tbody");
  const heads = ["run", "setting", "reconstruction", "KL", "squared error", ...SIDES];
  const columns = heads.map((text) => element("th", { scope: "col" }, text));
  const list = element(
    "table",
    { class: "vae-numbers vae-training-runs" },
    element("caption", {}, "Your runs, in nats a validation digit"),
    element("thead", {}, element("tr", {}, ...columns)),
    body,
  );
  const words = div("vae-training-words");
  const loss = createCurves("Reconstruction, nats");
  const divergence = createCurves("KL, nats");
  const sides = SIDES.map(() => {
    const title = div("vae-name");
    const pictures = createPictures(options);
    return { title, pictures, block: element("div", {}, title, pictures.block) };
  });
  const table = createTable(["", "left", "right", "right \u2212 left"], ROWS);
  const pair = element(
    "div",
    { class: "vae-training-compare", hidden: true },
    words,
    div("vae-training-pair", loss.block, divergence.block),
    table.block,
    div("vae-training-pair", ...sides.map((side) => side.block)),
  );
  const scroller = div("vae-training-scroll", list);
  const block = element(
    "div",
    { class: "vae-wide vae-training-list", hidden: true },
    scroller,
    pair,
  );

  const show = () => {
    const [a, b] = chosen;
    pair.hidden = a === b || a === null || b === null;
    if (pair.hidden) return;
    const title = `Run ${runs.indexOf(b) + 1} against run ${runs.indexOf(a) + 1}: what changed`;
    const sentences = whatChanged(a, b).map((text) => element("li", {}, text));
    words.replaceChildren(
      div("vae-name", element("strong", {}, title)),
      element("ul", {}, ...sentences),
    );
    const last = Math.max(a.setting.epochs, b.setting.epochs);
    const lines = (name) =>
      [a, b].map((run, k) => ({
        hue: ["rec", "ink vae-fitted"][k],
        text: `run ${runs.indexOf(run) + 1}`,
        points: run.validation.map((each) => [each.epochs, each[name]]),
      }));
    loss.block.hidden = !comparable(a.setting, b.setting);
    loss.show(lines("reconstruction"), last);
    divergence.show(lines("kl"), last);
    const cells = ["reconstruction", "kl", "error"].map((name) => {
      const [left, right] = [a, b].map((run) => (run.status === "broken" ? NaN : run.last[name]));
      const apart = name === "reconstruction" && loss.block.hidden ? NaN : right - left;
      return [left, right, apart].map((value) => number(value));
    });
    table.show(cells);
    [a, b].forEach((run, k) => {
      sides[k].title.textContent = `${SIDES[k]}: run ${runs.indexOf(run) + 1}, ` +
        nameOf(run.setting, start);
      sides[k].pictures.show(run.pictures);
    });
    paint();
  };
  const pick = (side, run) => {
    chosen[side] = run;
    runs.forEach((each) => each.inputs.forEach((input, k) => (input.checked = chosen[k] === each)));
    show();
    onPick();
  };
  /** A run that has ended. */
  const add = (run) => {
    runs.push(run);
    run.inputs = groups.map((name, side) => {
      const label = `Run ${runs.length} on the ${SIDES[side]}`;
      const input = element("input", { type: "radio", name, "aria-label": label, ...FOCUSABLE });
      input.addEventListener("change", () => pick(side, run));
      return input;
    });
    const terms = ["reconstruction", "kl", "error"].map((name) =>
      run.status === "broken" ? "NaN" : number(run.last[name])
    );
    const note = run.prediction ? ` ${judge(run.prediction, run, run.base)}` : "";
    const text = element("td", {}, nameOf(run.setting, start));
    text.append(element("small", {}, note || ` ${outcome(run)}`));
    const cells = [...terms.map((each) => element("td", {}, each))];
    const radios = run.inputs.map((input) => element("td", {}, input));
    const head = element("th", { scope: "row" }, String(runs.length));
    body.append(element("tr", {}, head, text, ...cells, ...radios));
    block.hidden = false;
    if (chosen[0] === null && run.status !== "broken") pick(0, run);
    else pick(1, run);
  };
  const paint = () => {
    if (!pair.hidden) sides.forEach(({ pictures }) => pictures.paint());
  };
  return { block, add, chosen: () => chosen, numberOf: (run) => runs.indexOf(run) + 1, paint };
}

const ROWS = ["reconstruction, nats", "KL, nats", "squared error"];
