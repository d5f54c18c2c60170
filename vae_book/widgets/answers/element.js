/**
 * `<vae-answer question="q2">`: a question, an input, how it is read, a verdict, hints.
 *
 * Its own content (see answer_html.py) is the title, the prompt and the folded answer; they are
 * what a page without JavaScript shows. All that is echoed goes in as text or through
 * answer_mathml.js.
 */
import { ask } from "./client.js";
import { clearButton } from "./clear.js";
import { helpBox } from "./help.js";
import { formulaBox, mathElement } from "./mathml.js";
import { keep, onCleared, recall } from "./store.js";
import { button, debounce, element, FOCUSABLE, uniqueId } from "../page/base.js";

const READ_DELAY_MS = 150;
const WORDS = {
  right: "Right.",
  partial: "Partly right.",
  wrong: "Not right yet.",
  unparsed: "I cannot read this.",
};
const LOADING = "The checker is being loaded, once for this page.";
const NO_READING = "Your answer appears here as a formula while you type.";

export class AnswerElement extends HTMLElement {
  connectedCallback() {
    this.question = this.getAttribute("question");
    if (!this.input) this.build();
    this.stopListening = onCleared(() => this.show());
  }

  disconnectedCallback() {
    this.stopListening();
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
    this.input = inputBox({ id: inputId, "aria-describedby": noteId });
    this.reading = element("div", { class: "vae-reading" });
    this.verdict = element("div", {
      class: "vae-verdict",
      role: "status",
      "aria-live": "polite",
    });
    const label = element("label", { for: inputId, class: "vae-prompt" }, ...prompt.childNodes);
    const note = element("span", { id: noteId, class: "vae-note" }, "or press Enter");
    const check = button("Check", () => this.check());
    const clear = clearButton((sentence) => this.say(sentence));
    const actions = element("div", { class: "vae-actions" }, check, note, ...sheetLink(), clear);
    this.replaceChildren(
      title,
      label,
      this.input,
      this.reading,
      actions,
      this.verdict,
      ...("plain" in this.dataset ? [] : [helpBox()]),
      ...(answer ? [answer] : []),
    );
    this.listen();
    this.show();
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

  /** Shows what is kept: after loading, and after clearing. */
  show() {
    const { text, tries } = recall(this.question);
    this.tries = tries;
    this.checked = null;
    this.input.value = text;
    this.showNoReading();
    delete this.verdict.dataset.verdict;
    this.verdict.replaceChildren();
    requestAnimationFrame(() => fitHeight(this.input));
  }

  store() {
    keep(this.question, { text: this.input.value, tries: this.tries });
  }

  /**
   * Shows how the input is read so far. The first call, on focus, also loads the checker and lets
   * it prepare this question, so that the first verdict is quick.
   */
  async read() {
    const text = this.input.value;
    if (text === this.checked) return; // the verdict has shown it, or is about to
    const { mathml, hint } = await ask({ kind: "read", question: this.question, text });
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
      const request = { kind: "check", question: this.question, text, attempt: this.tries };
      this.judge(await ask(request));
    } catch (error) {
      this.fail(error);
    } finally {
      clearTimeout(loading);
    }
  }

  /** Shows the checker's result, and counts a try that was read and not right. */
  judge({ verdict, hint, step, mathml }) {
    if (mathml) this.showFormula(mathml);
    else this.showReading(); // the verdict says what cannot be read
    const word = WORDS[verdict];
    const rest = hint.startsWith(word) ? hint.slice(word.length) : ` ${hint}`;
    const lines = [element("p", {}, element("strong", {}, word), rest)];
    if (verdict === "right") {
      keep(this.question, { text: this.input.value, tries: this.tries, right: this.checked });
    }
    if (verdict === "partial" || verdict === "wrong") {
      lines.push(element("p", { class: "vae-step" }, `Hint: ${step}`));
      this.tries += 1;
      this.store();
    }
    this.verdict.dataset.verdict = verdict;
    delete this.verdict.dataset.old;
    this.verdict.replaceChildren(...lines);
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

/** A text box of one line that grows. It is no place for spelling checks and capitals. */
function inputBox(attributes) {
  return element("textarea", {
    ...attributes,
    ...FOCUSABLE,
    rows: 1,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "done",
  });
}

/** By hand, because JupyterLab keeps a text box from breaking the line at Shift+Enter. */
function breakLine(input) {
  input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input"));
}

function fitHeight(input) {
  input.style.height = "auto";
  const borders = input.offsetHeight - input.clientHeight;
  input.style.height = `${input.scrollHeight + borders}px`;
}
