/**
 * `<vae-answer question="q2">`: a question, an input, how it is read, a verdict, hints.
 *
 * Its own content (see html.py) is the title, the prompt and the folded answer; they are
 * what a page without JavaScript shows. All that is echoed goes in as text or through
 * mathml.js.
 */
import { ask } from "./client.js";
import { clearButton } from "./clear.js";
import { helpBox } from "./help.js";
import { fitHeight, KeptElement, textBox } from "./kept.js";
import { keyRow } from "./keys.js";
import { formulaBox, mathElement } from "./mathml.js";
import { keep, recall } from "./store.js";
import { button, debounce, div, element, uniqueId } from "../page/base.js";

const READ_DELAY_MS = 150;
const WORDS = {
  right: "Right.",
  partial: "Partly right.",
  wrong: "Not right yet.",
  unparsed: "I cannot read this.",
};
const LOADING = "The checker is being loaded, once for this page.";
const NO_READING = "Your answer appears here as a formula while you type.";

export class AnswerElement extends KeptElement {
  get key() {
    return this.getAttribute("question");
  }

  build() {
    const [titleId, inputId, noteId] = ["title", "input", "note"].map((name) =>
      uniqueId(`vae-answer-${name}`)
    );
    const [title, prompt, answer] = [".vae-answer-title", ".vae-prompt", ".vae-reference"].map(
      (selector) => this.querySelector(selector),
    );
    title.id = titleId;
    // The student edition has no answer.
    const formula = answer?.querySelector("math");
    formula?.replaceWith(formulaBox(formula.cloneNode(true)));
    this.setAttribute("role", "group");
    this.setAttribute("aria-labelledby", titleId);
    const spoken = prompt.dataset.spoken;
    const name = spoken ? { "aria-label": spoken } : {};
    const typing = { rows: 1, enterkeyhint: "done" };
    this.input = textBox({ id: inputId, "aria-describedby": noteId, ...name, ...typing });
    this.reading = div("vae-reading");
    this.verdict = element("div", {
      class: "vae-verdict",
      role: "status",
      "aria-live": "polite",
    });
    const label = element("label", { for: inputId, class: "vae-prompt" }, ...prompt.childNodes);
    const note = element("span", { id: noteId, class: "vae-note" }, "or press Enter");
    const check = button("Check", () => this.check());
    const clear = clearButton((sentence) => this.say(sentence), this.key);
    const hints = this.hintButton(Number(this.dataset.hints ?? 0));
    const parts = [check, ...hints, note, ...sheetLink(), clear];
    const actions = div("vae-actions", ...parts);
    const symbols = (this.dataset.symbols ?? "").split(" ").filter(Boolean);
    this.replaceChildren(
      title,
      label,
      this.input,
      ...(symbols.length ? [keyRow(this.input, symbols)] : []),
      this.reading,
      actions,
      this.verdict,
      ...("plain" in this.dataset ? [] : [helpBox()]),
      ...(answer ? [answer] : []),
    );
    this.listen();
  }

  listen() {
    const read = () => this.read().catch((error) => this.fail(error));
    const readSoon = debounce(read, READ_DELAY_MS);
    this.input.addEventListener("focus", read);
    this.input.addEventListener("input", () => {
      this.checked = null;
      this.store();
      fitHeight(this.input);
      this.verdict.dataset.old = "";
      readSoon();
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (event.shiftKey) breakLine(this.input);
      else this.check();
    });
  }

  /** Shows what is kept: after loading, clearing, and a change in another tab. */
  show() {
    const { text, result } = recall(this.key);
    this.checked = null;
    this.input.value = text;
    this.showNoReading();
    delete this.verdict.dataset.verdict;
    this.verdict.replaceChildren();
    if (result) this.restore(text, result);
    requestAnimationFrame(() => fitHeight(this.input));
  }

  /** Shows the last verdict again, without the checker. */
  restore(text, result) {
    this.checked = text;
    try {
      this.judge(result);
    } catch (error) {
      this.fail(error); // what was kept is no formula of ours
    }
  }

  store() {
    keep(this.key, { text: this.input.value });
  }

  /** A button that shows one hint after the other, if there are any. */
  hintButton(count) {
    let shown = 0;
    const next = async () => {
      const request = { kind: "check", question: this.key, text: "", attempt: shown };
      const { step } = await ask(request);
      const hint = element("p", { class: "vae-step" }, `Hint ${shown + 1} of ${count}: ${step}`);
      this.verdict.append(hint);
      shown = (shown + 1) % count;
      node.textContent = name();
    };
    const name = () => `Hint ${shown + 1} of ${count}`;
    const node = button(name(), () => next().catch((error) => this.fail(error)));
    return count ? [node] : [];
  }

  /**
   * Shows how the input is read so far. The first call, on focus, also loads the checker and lets
   * it prepare this question, so that the first verdict is quick.
   */
  async read() {
    const text = this.input.value;
    if (text === this.checked) return; // the verdict has shown it, or is about to
    const { mathml, hint } = await ask({ kind: "read", question: this.key, text });
    if (text !== this.input.value || text === this.checked) return; // overtaken
    if (!text.trim() || "plain" in this.dataset) this.showNoReading();
    else if (mathml) this.showFormula(mathml);
    else this.showReading(element("p", {}, `I cannot read it yet. ${hint}`));
  }

  /** Says what will stand here; nothing for a loss, which is not shown as a formula. */
  showNoReading() {
    this.showReading(...("plain" in this.dataset ? [] : [element("p", {}, NO_READING)]));
  }

  showFormula(mathml) {
    this.showReading(element("p", {}, "I read:"), formulaBox(mathElement(mathml)));
  }

  showReading(...nodes) {
    this.reading.replaceChildren(...nodes);
  }

  async check() {
    const text = this.input.value;
    this.checked = text;
    const loading = setTimeout(() => this.say(LOADING), 300);
    try {
      const found = await ask({ kind: "check", question: this.key, text, attempt: 0 });
      this.judge(found);
      const { verdict, hint, mathml } = found;
      const right = verdict === "right" ? text : undefined;
      if (text === this.input.value) {
        keep(this.key, { text, right, result: { verdict, hint, mathml } });
      }
      bringIntoView(this.verdict);
    } catch (error) {
      this.fail(error);
    } finally {
      clearTimeout(loading);
    }
  }

  /** Shows the checker's result. */
  judge({ verdict, hint, mathml }) {
    if (mathml) this.showFormula(mathml);
    else this.showReading(); // the verdict says what cannot be read
    const word = WORDS[verdict];
    const rest = hint.startsWith(word) ? hint.slice(word.length) : ` ${hint}`;
    this.verdict.dataset.verdict = verdict;
    delete this.verdict.dataset.old;
    this.verdict.replaceChildren(element("p", {}, element("strong", {}, word), rest));
  }

  fail(error) {
    this.say(error.message);
  }

  say(sentence) {
    delete this.verdict.dataset.verdict;
    delete this.verdict.dataset.old;
    this.verdict.replaceChildren(element("p", {}, sentence));
  }
}

/** Where the answers go to, in a book that has the page. */
function sheetLink() {
  const root = document.documentElement.dataset.content_root;
  if (root === undefined) return [];
  const href = new URL(`${root}chapters/answer-sheet.html`, document.baseURI).href;
  return [element("a", { href }, "Your answer sheet")];
}

/** By hand, because JupyterLab keeps a text box from breaking the line at Shift+Enter. */
function breakLine(input) {
  input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input"));
}

/** Scrolls until a node stands above a telephone's keyboard. */
function bringIntoView(node) {
  const view = globalThis.visualViewport;
  const { top, bottom } = node.getBoundingClientRect();
  const below = bottom + 8 - view.offsetTop - view.height;
  if (below > 0) scrollBy({ top: Math.min(below, top - view.offsetTop) });
}
