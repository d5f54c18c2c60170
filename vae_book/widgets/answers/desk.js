/**
 * `<vae-derivation derivation="elbo">`: a text box in which every line is a step, each judged as
 * it is typed; the book's own steps, opened one at a time.
 *
 * Its own content (see html.py) is the title, the prompt and the folded steps. All that is echoed
 * goes in as text or through mathml.js.
 */
import { ask } from "./client.js";
import { fitHeight, KeptElement, textBox } from "./kept.js";
import { formulaBox, mathElement } from "./mathml.js";
import { keep, recall } from "./store.js";
import { debounce, element, uniqueId } from "../page/base.js";

const JUDGE_DELAY_MS = 250;
const LEAVE_MS = 400;
const WORDS = {
  follows: "Follows.",
  true: "True.",
  broken: "Does not follow.",
  unparsed: "I cannot read this.",
};
const TYPING = "Not finished.";
const EMPTY =
  "Write one step a line, as on paper: plain, with ρ and ∫, or in LaTeX. Each line is " +
  "compared with the one before. Start with =, >= or <=, or with both sides.";

export class DerivationElement extends KeptElement {
  get derivation() {
    return this.getAttribute("derivation");
  }

  /** The name under which the text is kept, beside the answers. */
  get key() {
    return `derivation/${this.derivation}`;
  }

  build() {
    const [titleId, inputId] = ["title", "input"].map((name) => uniqueId(`vae-desk-${name}`));
    const title = this.querySelector(".vae-answer-title");
    const prompt = this.querySelector(".vae-prompt");
    const steps = this.querySelector(".vae-steps");
    title.id = titleId;
    for (const math of steps?.querySelectorAll("math") ?? []) {
      math.replaceWith(formulaBox(math.cloneNode(true)));
    }
    this.setAttribute("role", "group");
    this.setAttribute("aria-labelledby", titleId);
    this.input = textBox({ id: inputId, rows: 5 });
    this.list = element("ol", { class: "vae-lines" });
    this.status = element("p", { class: "vae-verdict", role: "status", "aria-live": "polite" });
    const label = element("label", { for: inputId, class: "vae-prompt" }, ...prompt.childNodes);
    const parts = [title, label, this.input, this.list, this.status];
    this.replaceChildren(...parts, ...(steps ? [steps] : []));
    const judge = () => this.judge().catch((error) => this.say(error.message));
    const soon = debounce(judge, JUDGE_DELAY_MS);
    this.input.addEventListener("input", () => {
      keep(this.key, { text: this.input.value });
      fitHeight(this.input);
      soon();
    });
    // A line that is being typed is not judged aloud; leaving it says what is to be said.
    for (const event of ["focus", "keyup", "click"]) {
      this.input.addEventListener(event, () => this.moved(event));
    }
    // Not at once: what moves under a pointer that is down loses its click.
    this.input.addEventListener("blur", () => setTimeout(() => this.moved("blur"), LEAVE_MS));
  }

  /** Shows what is kept: after loading, clearing, and a change in another tab. */
  show() {
    this.input.value = recall(this.key).text;
    this.result = undefined;
    this.list.replaceChildren();
    this.say(EMPTY);
    requestAnimationFrame(() => fitHeight(this.input));
    if (this.input.value.trim()) this.status.textContent = "Go into the text to have it judged.";
  }

  moved(event) {
    if (event === "focus" && !this.result) this.judge().catch((error) => this.say(error.message));
    else if (this.result) this.paint();
  }

  /** The line in which the reader is typing, from 0; -1 while the text box has no focus. */
  typedLine() {
    if (/** @type {Document|ShadowRoot} */ (this.getRootNode()).activeElement !== this.input) {
      return -1;
    }
    return this.input.value.slice(0, this.input.selectionStart).split("\n").length - 1;
  }

  async judge() {
    const text = this.input.value;
    if (!text.trim()) {
      this.result = undefined;
      this.list.replaceChildren();
      await ask({ kind: "derive", question: this.derivation, text: "" }); // gets it ready
      if (!this.input.value.trim()) this.say(EMPTY);
      return;
    }
    const result = await ask({ kind: "derive", question: this.derivation, text });
    if (text !== this.input.value) return; // overtaken
    this.result = result;
    this.painted = undefined;
    this.paint();
  }

  paint() {
    const typed = this.typedLine();
    if (this.painted === typed) return;
    this.painted = typed;
    const { lines, verdict, first, hint } = this.result;
    const rows = lines.map((line, place) => ({ ...line, place }))
      .filter(({ verdict, codes }) => verdict !== "remark" && !codes.includes("continued"));
    this.list.replaceChildren(...rows.map((line) => lineItem(line, line.place === typed)));
    const quiet = first !== null && first - 1 === typed;
    this.status.dataset.verdict = quiet ? "" : verdict;
    if (!quiet) this.say(hint);
  }

  say(sentence) {
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }
}

/** One line as it was read, and what is to be said about it. */
function lineItem({ verdict, hint, mathml, place }, typing) {
  const unsure = typing && (verdict === "broken" || verdict === "unparsed");
  const word = unsure ? TYPING : WORDS[verdict];
  const said = element("p", {}, element("strong", {}, word), unsure ? "" : ` ${hint}`);
  const formula = mathml ? [formulaBox(mathElement(mathml))] : [];
  const shown = unsure ? "typing" : verdict;
  return element("li", { value: place + 1, "data-verdict": shown }, ...formula, said);
}
