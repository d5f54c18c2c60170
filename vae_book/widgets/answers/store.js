/**
 * Keeps what the reader typed, in this browser only: `{text, right, result}` for each question of
 * a book, with the last right answer and the last verdict. What another tab writes is shown here.
 *
 * A reader may forbid local storage; then the answers live as long as the page.
 */

const CHANGED = "vae-answers-changed";
const MAX_KEPT = 12000; // characters; the desk refuses more than 10,000
const pageOnly = new Map();

/** The start of every key: one address may serve several books, or many pages from the disk. */
function prefix() {
  const root = document.documentElement.dataset.content_root;
  const book = root === undefined ? "notebook" : new URL(root, document.baseURI).pathname;
  return `vae-answers|${book}|`;
}

function storage() {
  try {
    return window.localStorage;
  } catch (error) {
    if (error.name === "SecurityError") return null;
    throw error;
  }
}

/**
 * What is kept of a question; `text` is always there.
 * @returns {{text: string, right?: string, result?: any}}
 */
export function recall(question) {
  const key = prefix() + question;
  const kept = storage()?.getItem(key) ?? pageOnly.get(key);
  return parsed(kept) ?? { text: "" };
}

/** What is kept may be of another version, or not ours at all. */
function parsed(kept) {
  try {
    const found = JSON.parse(kept ?? "{}");
    const { text, right, result } = found ?? {};
    if (typeof text !== "string") return null;
    const whole = ["verdict", "hint", "mathml"].every((key) => typeof result?.[key] === "string");
    return {
      text,
      right: typeof right === "string" ? right : undefined,
      result: whole ? result : undefined,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Keeps these of a question; the last right answer stays if none is given.
 * @param {string} question
 * @param {{text: string, right?: string, result?: any}} values
 */
export function keep(question, { text, right = recall(question).right, result }) {
  const key = prefix() + question;
  const value = JSON.stringify({ text: text.slice(0, MAX_KEPT), right, result });
  pageOnly.set(key, value);
  try {
    storage()?.setItem(key, value);
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error; // full: kept for this page
  }
}

/** Returns `{question: text}` of all questions of this book with an answer. */
export function allAnswers() {
  const start = prefix();
  const answers = {};
  for (const key of keys()) {
    const question = key.slice(start.length);
    const { text } = recall(question);
    if (text.trim()) answers[question] = text;
  }
  return answers;
}

/**
 * Returns what goes on the sheet: of a formula the last right answer, else what was typed; of a
 * task the list of its texts, the chosen answer of a question about a loss first.
 */
export function sheetAnswers() {
  const found = {};
  for (const [name, text] of Object.entries(allAnswers())) {
    if (name.startsWith("sheet/") || name.startsWith("task/predict-")) continue;
    if (name.startsWith("task/")) {
      const texts = textsOf(text);
      if (texts.length) found[name] = texts;
    } else found[name] = recall(name).right ?? text;
  }
  return found;
}

function textsOf(text) {
  try {
    const { prose = {}, chosen = "" } = JSON.parse(text);
    const loss = chosen && `The loss: ${chosen}.`;
    return [loss, ...Object.values(prose)].filter((one) => String(one).trim()).map(String);
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function keys() {
  const all = [...pageOnly.keys(), ...Object.keys(storage() ?? {})];
  return [...new Set(all)].filter((key) => key.startsWith(prefix()));
}

/** Forgets one answer, or all of this book, and tells the elements of this page. */
export function clear(question) {
  for (const key of question ? [prefix() + question] : keys()) {
    storage()?.removeItem(key);
    pageOnly.delete(key);
  }
  changed(question ? prefix() + question : null);
}

/** Tells the elements of this page that a key, or any one, has another value. */
function changed(key) {
  document.dispatchEvent(new CustomEvent(CHANGED, { detail: key }));
}

addEventListener("storage", ({ key }) => {
  if (key === null) pageOnly.clear();
  else pageOnly.delete(key);
  changed(key);
});

/**
 * Calls back when an answer was cleared, or changed by another tab; without a question, when any
 * was. Returns the function that ends this.
 */
export function onChanged(question, callback) {
  const listen = (/** @type {CustomEvent} */ { detail }) => {
    if (!question || detail === null || detail === prefix() + question) callback();
  };
  document.addEventListener(CHANGED, listen);
  return () => document.removeEventListener(CHANGED, listen);
}
