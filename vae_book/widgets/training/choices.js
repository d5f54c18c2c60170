/** The choices: their names, their equations, the chapters that explain them, and the controls. */
import { div, element, labelledSlider } from "../page/base.js";
import { createChoice } from "../page/choice.js";
import { choices } from "../page/scale.js";

/**
 * A slider has `values` to stop at, a choice of two has `names`. In an equation *x* is italic, _x
 * lowered and ^x raised.
 */
const GROUPS = [
  {
    legend: "The likelihood p(x|z)",
    choices: {
      likelihood: {
        text: "Pixels",
        names: ["Bernoulli, on bits", "Gaussian, on grey levels"],
        equations: [
          "log *p*(*x*|*z*) = \u2211_d *x*_d log \u03c1_d + (1 \u2212 *x*_d) log(1 \u2212 \u03c1_d)",
          "log *p*(*x*|*z*) = \u2212\u2211_d (*x*_d \u2212 \u03bc_d)^2 / 2\u03c3^2 \u2212 ^1\u2044_2 " +
          "*D* log 2\u03c0\u03c3^2",
        ],
        chapters: ["03-bernoulli-likelihood", "04-gaussian-likelihood"],
      },
      sigma: {
        text: "\u03c3, of the Gaussian",
        values: [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 0.7, 1, 2],
        equations: ["the squared error weighs 1 / 2\u03c3^2"],
        chapters: ["08-sigma"],
      },
    },
  },
  {
    legend: "The loss",
    choices: {
      pixels: {
        text: "Over the pixels",
        names: ["sum", "mean"],
        equations: ["\u2211_d log *p*(*x*_d|*z*)", "^1\u2044_D \u2211_d log *p*(*x*_d|*z*)"],
        chapters: ["12-what-goes-wrong"],
      },
      latents: {
        text: "Over the latent units",
        names: ["sum", "mean"],
        equations: ["\u2211_k KL_k", "^1\u2044_K \u2211_k KL_k"],
        chapters: ["12-what-goes-wrong"],
      },
      beta: {
        text: "\u03b2, weight of the KL",
        values: [0, 0.1, 0.25, 0.5, 1, 2, 4, 10, 20, 50, 100],
        equations: ["loss = E_q[\u2212log *p*(*x*|*z*)] + \u03b2 KL(*q*(*z*|*x*) \u2016 *p*(*z*))"],
        chapters: ["13-beyond"],
      },
      warmup: {
        text: "Epochs of warm-up",
        values: [0, 1, 2, 5, 10, 20, 50],
        equations: ["\u03b2 grows from 0 to its value over these epochs"],
        chapters: ["12-what-goes-wrong"],
      },
    },
  },
  {
    legend: "The code z",
    choices: {
      K: {
        text: "K, latent units",
        values: [1, 2, 3, 5, 10, 20],
        equations: [
          "KL = \u2211_k ^1\u2044_2 (*m*_k^2 + *s*_k^2 \u2212 1 \u2212 log *s*_k^2), *k* = 1 \u2026 *K*",
        ],
        chapters: ["06-kl"],
      },
      head: {
        text: "The second head h is",
        names: ["the log-variance", "s itself"],
        equations: ["*s* = exp(*h* / 2)", "*s* = *h*"],
        chapters: ["08-autoencoder"],
      },
      gradient: {
        text: "Gradient by \u03c6",
        names: ["reparametrised", "score function"],
        equations: [
          "*z* = *m* + *s* \u03b5, \u2207_\u03c6 log *p*(*x*|*z*) goes through *z*",
          "log *p*(*x*|*z*) \u2207_\u03c6 log *q*(*z*|*x*), and *z* stays where it is",
        ],
        chapters: ["07-gradients", "07-estimators"],
      },
      L: {
        text: "L, draws of z",
        values: [1, 2, 3, 5, 10],
        equations: ["E_q[log *p*(*x*|*z*)] \u2248 ^1\u2044_L \u2211_l log *p*(*x*|*z*_l)"],
        chapters: ["07-gradients"],
      },
    },
  },
  {
    legend: "The training",
    choices: {
      rate: {
        text: "Adam\u2019s step",
        values: [1e-4, 3e-4, 1e-3, 2e-3, 4e-3, 1e-2, 3e-2, 0.1],
        equations: [
          "\u03b8 \u2190 \u03b8 \u2212 step \u00b7 *\u011d* / \u221a*v\u0302*, and \u03c6 alike",
        ],
        chapters: ["09-training-bernoulli"],
      },
      epochs: {
        text: "Epochs",
        values: [1, 2, 5, 10, 20, 30, 50, 100],
        equations: ["40 steps each, of 100 of the 4,000 digits"],
        chapters: ["09-training-bernoulli"],
      },
      seed: {
        text: "Seed",
        values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        equations: ["of the first weights, of the order, the bits and \u03b5"],
        chapters: ["07-gradients"],
      },
    },
  },
];

export const CHOICES = Object.assign({}, ...GROUPS.map(({ choices }) => choices));

/** What a choice is set to, in words. */
export function valueText(name, value) {
  const { names } = CHOICES[name];
  if (names) return names[value];
  return String(Number(value.toPrecision(3)));
}

/**
 * Makes all controls, folded by group.
 * @param {object} state - Of formula.js.
 * @returns {{block: HTMLElement, show: function(object): void}}
 */
export function createChoices(state) {
  const shows = [];
  const groups = GROUPS.map(({ legend, choices }) => {
    const now = element("span", { class: "vae-training-now" });
    const rows = Object.entries(choices).map(([name, choice]) => createRow(name, choice, state));
    shows.push((setting) => {
      rows.forEach((row) => row.show(setting));
      const short = ([name, { text }]) =>
        `${text.split(",")[0]}: ${valueText(name, setting[name])}`;
      now.textContent = Object.entries(choices).map(short).join(" \u00b7 ");
    });
    return element(
      "details",
      { class: "vae-training-group" },
      element("summary", {}, element("strong", {}, legend), now),
      ...rows.map((row) => row.block),
    );
  });
  const block = div("vae-training-choices", ...groups);
  return { block, show: (setting) => shows.forEach((show) => show(setting)) };
}

function createRow(name, choice, state) {
  const { text, names, values, equations, chapters } = choice;
  const equation = div("vae-training-equation");
  const onPick = (index) => state.jumpTo({ [name]: index });
  /** @type {{block?: HTMLElement, row?: HTMLElement, show: function(number): void}} */
  const control = names
    ? createChoice({ legend: text, names, onPick })
    : slider(name, text, values, state);
  const show = (setting) => {
    const value = setting[name];
    control.show(value);
    const which = equations[names ? value : 0];
    equation.replaceChildren(
      ...maths(which),
      "; see ",
      chapterLink(chapters[value] ?? chapters[0]),
    );
  };
  return { block: element("div", {}, control.block ?? control.row, equation), show };
}

function slider(name, text, values, state) {
  return labelledSlider({
    label: [text],
    step: 1 / (values.length - 1),
    scale: choices(values, Number),
    format: (value) => valueText(name, value),
    onInput: (value) => state.moveTo({ [name]: value }),
    onChange: state.onEnd,
  });
}

/** A link, where the chapter lies beside this page; its name in a notebook. */
function chapterLink(file) {
  const text = CHAPTERS[file];
  const inBook = !document.body.hasAttribute("data-jp-theme-light");
  return inBook ? element("a", { href: `${file}.html` }, text) : text;
}

/** The chapters that explain the choices, in a word or two: their numbers change. */
const CHAPTERS = {
  "03-bernoulli-likelihood": "binary images",
  "04-gaussian-likelihood": "grey images",
  "06-kl": "the divergence",
  "07-gradients": "gradients",
  "07-estimators": "two gradients",
  "08-autoencoder": "the autoencoder",
  "08-sigma": "what sigma decides",
  "09-training-bernoulli": "training",
  "12-what-goes-wrong": "what goes wrong",
  "13-beyond": "beyond",
};

/** The nodes of an equation. */
export function maths(text) {
  const parts = text.split(/(\*[^*]+\*|[_^](?:[\w\u03c6]+))/);
  const tags = { "*": "i", "_": "sub", "^": "sup" };
  return parts.map((part) => {
    const tag = part.length > 1 && tags[part[0]];
    return tag ? element(tag, {}, part.replaceAll(/[*_^]/g, "")) : part;
  });
}
