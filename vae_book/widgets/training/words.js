/** What runs are and how they differ, in words. Pure, so that it is tested without a browser. */
import { CHOICES, valueText } from "./choices.js";
import { effectiveBeta, GAUSSIAN } from "./loss.js";

const COLLAPSED = 0.1; // nats of KL, below which no unit is in use
const CLOSE = 0.05; // a squared error so much larger or smaller is much the same
const CLOSE_KL = [0.3, 0.1]; // nats, or a share

export const EXPECT_ERROR = ["sharper", "much the same", "more blurred", "none: it breaks off"];
export const EXPECT_KL = ["larger", "much the same", "smaller"];
export const BREAKS = 3; // of the first

/** The names of the choices in which two settings differ; sigma counts for a Gaussian only. */
function differing(a, b) {
  const bothBits = a.likelihood !== GAUSSIAN && b.likelihood !== GAUSSIAN;
  return Object.keys(CHOICES).filter((name) =>
    a[name] !== b[name] && !(name === "sigma" && bothBits)
  );
}

/** Whether log-likelihoods of two settings are of the same kind, and so can be compared. */
export const comparable = (a, b) =>
  a.likelihood === b.likelihood && (a.likelihood !== GAUSSIAN || a.sigma === b.sigma);

/** A setting by what sets it apart from another one. */
export function nameOf(setting, from) {
  const names = differing(setting, from);
  const part = (name) => `${CHOICES[name].text.split(",")[0]}: ${valueText(name, setting[name])}`;
  return names.length ? names.map(part).join(", ") : "the setting at the start";
}

/** Where a run stands, from its last terms. */
export function outcome({ setting, status, last, broken, epochs }) {
  if (status === "broken") return brokenText(broken, setting);
  if (status === "running") return `The training runs, to epoch ${setting.epochs}.`;
  if (!last) return "Not trained yet.";
  const { reconstruction, kl, error } = last;
  const when = epochs === 0 ? "Before training" : `After ${Number(epochs.toFixed(2))} epochs`;
  const sum = number(reconstruction + kl);
  return `${when}: reconstruction ${number(reconstruction)}, KL ${number(kl)}, together ${sum} ` +
    `nats a validation digit. Squared error of a reconstruction: ${number(error)}.` +
    (epochs > 0 && kl < COLLAPSED ? ` ${COLLAPSE}` : "");
}

const COLLAPSE = "The posterior has collapsed onto the prior: no latent unit is in use, and all " +
  "digits have one and the same reconstruction.";

function brokenText({ step, terms }, setting) {
  const before = terms
    ? `One step before, the reconstruction was ${number(terms.reconstruction)} and the KL ` +
      `${number(terms.kl)} nats. `
    : "";
  const advice = setting.head
    ? "A linear layer gave an s below 0, whose logarithm is no number: take the log-variance as " +
      "the head."
    : "Take a smaller step, a smaller \u03b2 or the reparametrised gradient.";
  return `The loss became NaN at step ${step}, and the run stopped there. ${before}${advice}`;
}

/** What changed from run a to run b, sentence by sentence. */
export function whatChanged(a, b) {
  const names = differing(a.setting, b.setting);
  const change = (name) =>
    `${CHOICES[name].text}: ${valueText(name, a.setting[name])} became ` +
    `${valueText(name, b.setting[name])}.`;
  const sentences = names.length ? names.map(change) : ["Both runs have one setting."];
  const betas = [a, b].map(({ setting }) => effectiveBeta(setting));
  if (betas[0] !== betas[1]) {
    sentences.push(`Up to a factor, the loss is now \u2212ELBO with \u03b2 = ${short(betas[1])}.`);
  }
  if (b.status === "broken") return [...sentences, brokenText(b.broken, b.setting)];
  if (a.status === "broken") return [...sentences, "The first of the two runs broke off."];
  const [from, to] = [a.last, b.last];
  sentences.push(`The KL ${moved(from.kl, to.kl, sameKl)} nats.`);
  if (to.kl < COLLAPSED) sentences.push(COLLAPSE);
  if (comparable(a.setting, b.setting)) {
    const close = (x, y) => Math.abs(x - y) < 1;
    sentences.push(
      `The reconstruction term ${moved(from.reconstruction, to.reconstruction, close)} nats.`,
    );
  } else {
    sentences.push(
      "Their reconstruction terms are logarithms of different densities, and cannot be compared.",
    );
  }
  sentences.push(
    `The squared error of a reconstruction ${moved(from.error, to.error, sameError)}.`,
  );
  if (a.noise && b.noise && b.setting.gradient !== a.setting.gradient) {
    sentences.push(
      `The gradient by m of one draw had a standard deviation of ${short(a.noise)}, and has ` +
        `${short(b.noise)} now.`,
    );
  }
  return sentences;
}

/** What came of a prediction; `base` are the terms that it compares with. */
export function judge({ error, kl }, run, base) {
  const broke = run.status === "broken";
  if (error === BREAKS || broke) {
    const right = broke === (error === BREAKS);
    return `You expected ${error === BREAKS ? "" : "no "}breaking off: ${
      right ? "right" : "wrong"
    }.`;
  }
  const { last } = run;
  const errorNow = sameError(base.error, last.error) ? 1 : last.error < base.error ? 0 : 2;
  const klNow = sameKl(base.kl, last.kl) ? 1 : last.kl > base.kl ? 0 : 2;
  const verdict = (what, names, expected, found) =>
    `${what}: you expected ${names[expected]}, ` +
    (expected === found ? "and so it is." : `it is ${names[found]}.`);
  return [
    verdict("Reconstructions", EXPECT_ERROR, error, errorNow),
    verdict("KL", EXPECT_KL, kl, klNow),
  ].join(" ");
}

const sameError = (a, b) => Math.abs(b - a) < CLOSE * a;
const sameKl = (a, b) => Math.abs(b - a) < Math.max(CLOSE_KL[0], CLOSE_KL[1] * a);

function moved(from, to, same) {
  const verb = same(from, to) ? "hardly moved, from" : to > from ? "rose from" : "fell from";
  return `${verb} ${number(from)} to ${number(to)}`;
}

/** To one decimal, with a true minus sign; a dash for what is no number. */
export function number(value, decimals = 1) {
  if (!Number.isFinite(value)) return "\u2013";
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `\u2212${text}` : text;
}

const short = (value) => String(Number(value.toPrecision(3)));
