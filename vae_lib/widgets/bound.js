/**
 * The bound figure. bound.py describes its state; bundle.py joins its modules.
 *
 * For tests its root element carries `root.vaeBound` with `bound(model, q)`, the arithmetic, and
 * `shown()`, the three printed numbers.
 */
import { createBars, shownValues } from "./bars.js";
import {
  button,
  debounce,
  element,
  formatNumber,
  labelledSlider,
  oncePerFrame,
  showError,
  uniqueId,
} from "./base.js";
import { createCurves } from "./curves.js";
import { bound, posterior } from "./linear_gaussian.js";

const SLIDER_STEP = 0.05;
const READOUT_DELAY_MS = 400; // a screen reader is told where a move ended, not each step of it
const NO_GAP = 0.005; // nats; less is printed as 0.00
const CONSTANTS = ["w", "b", "sigma", "x"];

export default {
  render({ model, el }) {
    try {
      draw(model, el);
    } catch (error) {
      showError(el, `This figure cannot be drawn. ${error.message}`);
    }
  },
};

function draw(model, el) {
  const fixed = Object.fromEntries(CONSTANTS.map((name) => [name, finite(model, name)]));
  const start = { m: finite(model, "m"), s: finite(model, "s") };
  const limit = model.get("limit");
  const widths = model.get("widths");
  const exact = posterior(fixed);

  const current = () => ({ m: model.get("m"), s: model.get("s") });
  const moveTo = ({ m, s }) => {
    model.set("m", clamp(m, -limit, limit));
    model.set("s", clamp(s, ...widths));
  };
  const onEnd = () => model.save_changes();
  const jumpTo = (q) => () => {
    moveTo(q);
    onEnd();
  };
  const reset = jumpTo(start);

  const slider = (name, least, most) =>
    qSlider(name, [least, most], (value) => moveTo({ ...current(), [name]: value }), onEnd);
  const sliders = { m: slider("m", -limit, limit), s: slider("s", ...widths) };
  const buttons = [
    button("Go to the posterior", jumpTo({ m: exact.mean, s: exact.sd })),
    button("Reset", reset),
  ];
  const onMove = ({ m, s }) => moveTo({ m: rounded(m), s: rounded(s) });
  const shared = { limit, widths, posterior: exact, current, onMove, onEnd, onHome: reset };
  const curves = createCurves(shared);
  const bars = createBars(bound(fixed, start).evidence);
  const readout = element("p", { class: "vae-readout", role: "status" });

  const root = assemble(model.get("label"), { curves, bars, sliders, readout, buttons });
  const shown = () => {
    const { elbo, evidence } = bound(fixed, current());
    return shownValues(elbo, evidence);
  };
  root.vaeBound = { bound, shown };
  el.append(root);

  const update = () => {
    const q = current();
    sliders.m.show(q.m);
    sliders.s.show(q.s);
    curves.show();
    bars.show(bound(fixed, q));
  };
  const speak = () => {
    readout.textContent = describe(current(), bound(fixed, current()));
  };
  update();
  speak();
  const updateSoon = oncePerFrame(update);
  const speakLater = debounce(speak, READOUT_DELAY_MS);
  for (const name of ["m", "s"]) {
    model.on(`change:${name}`, () => {
      updateSoon();
      speakLater();
    });
  }
}

/** A slider of base.js with its own ends. */
function qSlider(name, [least, most], onInput, onChange) {
  const label = [element("i", {}, name)];
  const slider = labelledSlider({ label, limit: most, step: SLIDER_STEP, onInput, onChange });
  slider.row.querySelector("input").min = least;
  return slider;
}

function assemble(label, { curves, bars, sliders, readout, buttons }) {
  const titleId = uniqueId("vae-title");
  const group = { class: "vae-explorer vae-bound", role: "group", "aria-labelledby": titleId };
  const rows = Object.values(sliders).map((slider) => slider.row);
  const controls = element(
    "div",
    { class: "vae-bound-controls" },
    element("div", { class: "vae-sliders" }, ...rows),
    readout,
    element("div", { class: "vae-buttons" }, ...buttons),
  );
  const title = element("div", { class: "vae-title", id: titleId }, label);
  const layout = element("div", { class: "vae-bound-layout" }, curves.block, bars.block, controls);
  return element("div", group, title, layout);
}

/** A few sentences on q, with the numbers of the bars and the ELBO's two terms. */
function describe({ m, s }, { evidence, reconstruction, elbo, gap }) {
  const [low, difference, high] = shownValues(elbo, evidence).map(formatNumber);
  const first = Math.round(100 * reconstruction) / 100;
  const kl = first - Math.round(100 * elbo) / 100; // so that the terms, too, add up as printed
  const sentences = [
    `m = ${formatNumber(m)}, s = ${formatNumber(s)}.`,
    `ELBO ${low} + gap ${difference} = log p(x) ${high}.`,
    `The ELBO is the reconstruction term ${formatNumber(first)} minus KL(q \u2016 prior) ` +
      `${formatNumber(kl)}.`,
  ];
  if (gap < NO_GAP) sentences.push("q is the posterior, so there is no gap.");
  return sentences.join(" ");
}

function finite(model, name) {
  const value = model.get(name);
  if (!Number.isFinite(value) || (["s", "sigma"].includes(name) && value <= 0)) {
    throw new Error(`Its number ${name} is ${value}.`);
  }
  return value;
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

/** To a thousandth: far below a pixel. */
const rounded = (value) => Math.round(1000 * value) / 1000;
