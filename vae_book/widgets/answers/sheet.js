/**
 * `<vae-answer-sheet>`: the reader's own answers, with a name, as LaTeX and as a page to print.
 */
import { ask } from "./client.js";
import { clearButton } from "./clear.js";
import { KeptElement } from "./kept.js";
import { standing } from "./standing.js";
import { keep, recall, sheetAnswers } from "./store.js";
import { button, div, download, element, FOCUSABLE, uniqueId } from "../page/base.js";

const FILE_NAME = "my-answers.tex";
const WHO = { name: "Name", number: "Student number", course: "Course", date: "Date" };
const NOTHING = "There is nothing to write down yet: you have not typed any answer in this book.";
const KEY = "sheet/who";

export class AnswerSheetElement extends KeptElement {
  build() {
    const id = uniqueId("vae-sheet");
    this.setAttribute("role", "group");
    this.setAttribute("aria-labelledby", id);
    this.status = element("p", { role: "status", "aria-live": "polite" });
    const clear = clearButton((sentence) => this.say(sentence));
    const take = button("My answers as LaTeX", () => this.take("tex"));
    const print = button("A page to print", () => this.take("html"));
    this.counter = element("p", {});
    this.fields = Object.keys(WHO).map((name) =>
      element("input", { ...FOCUSABLE, type: "text", name, autocomplete: "off", maxlength: 200 })
    );
    this.exercises = element("input", { type: "checkbox" });
    const rows = this.fields.map((field) =>
      element("label", { class: "vae-field" }, WHO[field.name], field)
    );
    for (const field of this.fields) field.addEventListener("input", () => this.keepWho());
    this.replaceChildren(
      element("p", { class: "vae-answer-title", id }, "Your answer sheet"),
      this.counter,
      div("vae-fields", ...rows),
      element("label", {}, this.exercises, " with the further exercises of the book"),
      div("vae-actions", print, take, clear),
      this.status,
    );
  }

  who() {
    return Object.fromEntries(this.fields.map(({ name, value }) => [name, value]));
  }

  keepWho() {
    keep(KEY, { text: JSON.stringify(this.who()) });
  }

  show() {
    let who = {};
    try {
      who = JSON.parse(recall(KEY).text || "{}");
    } catch {
      who = {};
    }
    for (const field of this.fields) field.value = String(who[field.name] ?? "");
    this.count();
  }

  count() {
    const said = standing().map(([title, state]) => `${title}: ${state}`);
    this.counter.textContent = `${said.join(". ")}. The sheet is made in this browser, from ` +
      "your last right answers: nothing is sent.";
  }

  /** @param {"tex" | "html"} form */
  async take(form) {
    this.count();
    const answers = sheetAnswers();
    if (Object.keys(answers).length === 0) {
      this.say(NOTHING);
      return;
    }
    try {
      const exercises = this.exercises.checked;
      const made = await ask({ kind: "sheet", answers, who: this.who(), exercises });
      if (form === "tex") {
        download(FILE_NAME, made.tex, "application/x-tex");
        this.say(`${FILE_NAME} has been handed to your browser's downloads.`);
      } else this.offer(made.html);
    } catch (error) {
      this.say(error.message);
    }
  }

  /** Opens the page to print in a tab of its own, and leaves a link to it. */
  offer(html) {
    const url = URL.createObjectURL(new Blob([html], { type: "text/html" }));
    const link = element("a", { href: url, target: "_blank" }, "Open the page to print");
    this.status.replaceChildren(link, ". There, your browser can print it or save it as PDF.");
    link.click();
  }

  say(sentence) {
    this.status.textContent = sentence;
  }
}
