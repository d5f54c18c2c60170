/** "How to type formulas": examples in the three ways of writing that the checker reads. */
import { element } from "../page/base.js";

const EXAMPLES = [
  ["Plain", "sum_d (x_d*log(rho_d))", "m + s*epsilon", "(x - mu)^2 / (2 sigma^2)"],
  ["LaTeX", "\\sum_d x_d \\log\\rho_d", "m + s \\epsilon", "\\frac{(x-\\mu)^2}{2\\sigma^2}"],
  ["numpy", "np.sum(x*np.log(rho))", "m + s*epsilon", "(x-mu)**2/(2*sigma**2)"],
];

/** @returns {HTMLElement} A folded box. */
export function helpBox() {
  const terms = EXAMPLES.flatMap(([name, ...formulas]) => [
    element("dt", {}, name),
    element("dd", {}, ...formulas.map((formula) => element("code", {}, formula))),
  ]);
  const text = [
    "Write Greek letters by name (rho, mu, sigma, epsilon) or as letters (ρ, μ, σ, ε). " +
    "An index is x_d; vectors without an index are fine, too.",
    "Put brackets around what a sum covers. Enter checks, Shift+Enter starts a new line.",
    "Your answers are kept in this browser and sent nowhere.",
  ];
  return element(
    "details",
    { class: "vae-help" },
    element("summary", {}, "How to type formulas"),
    element("dl", {}, ...terms),
    ...text.map((sentence) => element("p", {}, sentence)),
  );
}
