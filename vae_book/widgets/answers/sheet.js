/** `<vae-answer-sheet>`: the reader's own answers as a LaTeX file. */
import { ask } from "./client.js";
import { clearButton } from "./clear.js";
import { allAnswers, onCleared } from "./store.js";
import { button, element, uniqueId } from "../page/base.js";

const FILE_NAME = "my-answers.tex";
const NOTHING = "There is nothing to write down yet: you have not typed any answer in this book.";

export class AnswerSheetElement extends HTMLElement {
  connectedCallback() {
    if (!this.status) this.build();
    this.stopListening = onCleared(() => this.count());
    this.count();
  }

  disconnectedCallback() {
    this.stopListening();
  }

  build() {
    const id = uniqueId("vae-sheet");
    this.setAttribute("role", "group");
    this.setAttribute("aria-labelledby", id);
    this.status = element("p", { role: "status", "aria-live": "polite" });
    const clear = clearButton((sentence) => this.say(sentence));
    const take = button("My answers as LaTeX", () => this.take());
    this.counter = element("p", {});
    this.replaceChildren(
      element("p", { class: "vae-answer-title", id }, "Take your answers with you"),
      this.counter,
      element("div", { class: "vae-actions" }, take, clear),
      this.status,
    );
  }

  count() {
    const count = Object.keys(allAnswers()).length;
    const noun = count === 1 ? "one question" : `${count || "no"} questions`;
    this.counter.textContent = `In this browser you have answered ${noun} of this book so far. ` +
      "The file compiles as it is, and it is made here: nothing is sent.";
  }

  async take() {
    this.count();
    const answers = allAnswers();
    if (Object.keys(answers).length === 0) {
      this.say(NOTHING);
      return;
    }
    try {
      download(await ask({ kind: "sheet", answers }));
      this.say(`${FILE_NAME} has been handed to your browser's downloads.`);
    } catch (error) {
      this.say(error.message);
    }
  }

  say(sentence) {
    this.status.textContent = sentence;
  }
}

function download(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/x-tex" }));
  element("a", { href: url, download: FILE_NAME }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
