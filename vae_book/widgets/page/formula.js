/**
 * The shell of a formula figure, whose state is a few numbers: sliders, readout, reset, address.
 *
 * For tests and benchmarks its root element carries `root.vaeFigure` with `numbers()`,
 * `moveTo(values)`, `updateMs` (the script of the last frame) and whatever the figure adds.
 */
import { linkToAddress } from "./address.js";
import {
  button,
  createNotice,
  div,
  drawOrSay,
  element,
  italic,
  labelledSlider,
  oncePerFrame,
  onThemeChange,
  uniqueId,
  whenShown,
} from "./base.js";
import { createReadout } from "./readout.js";
import { clamp, fits } from "./scale.js";

/**
 * The default export of a figure's script.
 * @param {string} kind - Its class is `vae-<kind>`, its name in an address `<kind>`.
 * @param {function(object): object} build - Gets `{ model, state, signal }` and what `prepare` gave.
 * @param {function(object): Promise<object>} [prepare] - Gets `{ model, signal, host }`, and does what
 *   takes time; may give another `model`.
 *
 * Parts are `sliders` (options of `labelledSlider` by the name of the number, which is the label of
 * one without a `label`), `blocks` (elements beside and below the controls), and the functions
 * `update` and `describe`, which get the numbers: one draws them, the other returns sentences, or
 * what is seen and what is heard. May be left out: `buttons`; `controls`, elements between sliders
 * and readout; `paint`, which takes colours from the page, once the figure is there and after a
 * change of theme; `hooks`, for tests; `samples`, texts for which the readout makes room;
 * `arrange`, which puts the parts together in place of `blocks`; `address`, the `current` and
 * `moveTo` that a link knows. A figure that is more than its numbers calls `state.changed()` when
 * the rest has changed.
 */
export function formulaFigure(kind, build, prepare) {
  return {
    render({ model, el, signal, host }) {
      return drawOrSay(el, async () => {
        const prepared = prepare ? await prepare({ model, signal, host }) : {};
        mount(kind, build, el, { model, signal, ...prepared });
      });
    },
  };
}

function mount(kind, build, el, given) {
  const { model, signal } = given;
  const state = createState(model);
  const parts = build({ ...given, state });
  const names = Object.keys(parts.sliders);
  const sliders = names.map((name) => {
    const onInput = (value) => state.moveTo({ [name]: value });
    const given = { ...state.ranges[name], ...parts.sliders[name] };
    const options = { label: [italic(name)], onInput, ...given };
    return labelledSlider({ ...options, onChange: state.onEnd });
  });
  const samples = parts.samples ?? (() => corners(state.ranges).map(parts.describe));
  const readout = createReadout(samples);
  const notice = createNotice();
  const reset = button("Reset", state.reset);
  const buttons = div("vae-buttons", ...(parts.buttons ?? []), reset);
  const titleId = uniqueId("vae-title");
  const look = parts.arrange ? `vae-figure vae-${kind}` : `vae-figure vae-formula vae-${kind}`;
  const root = element("div", { class: look, role: "group", "aria-labelledby": titleId });
  const title = element("div", { class: "vae-title", id: titleId }, model.get("label"));
  const rows = Object.fromEntries(names.map((name, k) => [name, sliders[k].row]));
  const all = { ...parts, root, rows, readout: readout.nodes, buttons };
  root.append(title, notice.line, ...(parts.arrange ?? inColumns)(all));
  root.vaeFigure = { ...parts.hooks, numbers: state.current, moveTo: state.moveTo, updateMs: 0 };

  const update = () => {
    const begin = performance.now();
    const values = state.current();
    names.forEach((name, k) => sliders[k].show(values[name]));
    parts.update(values);
    const [seen, heard] = [parts.describe(values)].flat();
    readout.show(seen, heard);
    root.vaeFigure.updateMs = performance.now() - begin;
  };
  update();
  el.append(root);
  if (parts.paint) {
    whenShown(root, parts.paint);
    onThemeChange(() => root.isConnected && parts.paint(), signal);
  }
  const updateSoon = oncePerFrame(update);
  state.changed = () => {
    updateSoon();
    notice.say("");
  };
  for (const name of state.names) model.on(`change:${name}`, state.changed);
  const { current, moveTo } = parts.address ?? state;
  const link = { root, kind, ranges: state.ranges, current, moveTo, onProblem: notice.say, signal };
  const { write, button: copy } = linkToAddress(link);
  if (copy) buttons.append(copy);
  state.onMoved(write);
}

/** `compute`, once for the numbers of a frame: `update` and `describe` get the same object. */
export function oncePerNumbers(compute) {
  let [seen, found] = [null, null];
  return (numbers) => {
    if (numbers !== seen) [seen, found] = [numbers, compute(numbers)];
    return found;
  };
}

/** A button for the next seed; after the last one comes the first. */
export function drawAgain(text, state) {
  return button(text, () => {
    const { least, most } = state.ranges.seed;
    const { seed } = state.current();
    state.jumpTo({ seed: seed === most ? least : seed + 1 });
  });
}

/** The numbers of a figure, each kept within its range. */
function createState(model) {
  const ranges = model.get("ranges");
  if (!ranges || !Object.keys(ranges).length) throw new Error("Its numbers have no ranges.");
  const names = Object.keys(ranges);
  const current = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
  const start = current();
  for (const name of names) {
    const { least, most, whole } = ranges[name];
    if (fits(start[name], ranges[name])) continue;
    const kind = whole ? "a whole number from" : "from";
    const wanted = `${kind} ${least} to ${most}`;
    throw new Error(`Its number ${name} is ${start[name]}, and should be ${wanted}.`);
  }
  const moveTo = (values) => {
    for (const [name, value] of Object.entries(values)) {
      const { least, most, whole } = ranges[name];
      model.set(name, clamp(whole ? Math.round(value) : value, least, most));
    }
  };
  let afterMove = () => {};
  const onEnd = () => {
    model.save_changes();
    afterMove();
  };
  const onMoved = (task) => {
    afterMove = task;
  };
  const jumpTo = (values) => {
    moveTo(values);
    onEnd();
  };
  return { ranges, names, current, moveTo, onEnd, onMoved, jumpTo, reset: () => jumpTo(start) };
}

/** The numbers at the ends and the middles of their ranges, in all combinations of three. */
function corners(ranges) {
  return Object.entries(ranges).slice(0, 3).reduce(
    (states, [name, { least, most, whole }]) => {
      const middle = whole ? Math.round((least + most) / 2) : (least + most) / 2;
      return states.flatMap((each) =>
        [least, middle, most].map((value) => ({ ...each, [name]: value }))
      );
    },
    [Object.fromEntries(Object.entries(ranges).map(([name, { least }]) => [name, least]))],
  );
}

/** The first block, the panel beside it, and the others below. */
function inColumns({ blocks: [first, ...rest], rows, controls = [], readout, buttons }) {
  const sliders = div("vae-sliders", ...Object.values(rows));
  const panel = div("vae-panel", sliders, ...controls, ...readout, buttons);
  return [div("vae-formula-layout", first, panel, ...rest)];
}

/** A number that belongs to the figure but does not move. */
export function constant(model, name, { positive = false } = {}) {
  const value = model.get(name);
  if (!Number.isFinite(value) || (positive && value <= 0)) {
    throw new Error(`Its number ${name} is ${value}.`);
  }
  return value;
}
