/** Asks the checker: in a worker, or, where the browser refuses one, in the page itself. */

import { startWorker } from "../page/threads.js";

const NO_WEBASSEMBLY = "This browser has no WebAssembly, so your answer cannot be checked here. " +
  "You can still open the answer below.";
const NOT_LOADED = "The checker could not be loaded, so your answer cannot be checked now. " +
  "You can still open the answer below.";

const STUMBLED = "The checker cannot handle this formula. Write it more simply.";

let checker;
let source;

/**
 * Names the script that defines `globalThis.vaeAnswerChecker`.
 * @param {string} url
 */
export function setCheckerScript(url) {
  source = url;
}

/** Loads the checker once. */
function loadChecker() {
  checker ??= load().catch((error) => {
    checker = undefined; // so that a later try may succeed
    throw error;
  });
  return checker;
}

/**
 * Sends one request to the checker (see host.js).
 * @returns {Promise<object|string>}
 * @throws {Error} With a sentence for the reader.
 */
export async function ask(request) {
  const answer = await loadChecker();
  return answer(request).catch((error) => {
    throw new Error(STUMBLED, { cause: error });
  });
}

async function load() {
  if (typeof WebAssembly !== "object") throw new Error(NO_WEBASSEMBLY);
  if (!globalThis.vaeAnswerChecker) await addScript(source);
  const answer = await inWorker().catch(() => globalThis.vaeAnswerChecker().answer);
  await probe(answer);
  return answer;
}

/** Makes sure that the checker runs. Where it does not, the reader gets a sentence. */
async function probe(answer) {
  try {
    await answer({ kind: "sheet", answers: {} });
  } catch (error) {
    console.warn("The answer checker did not start:", error);
    throw new Error(NOT_LOADED, { cause: error });
  }
}

function addScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Error(NOT_LOADED));
    document.head.append(script);
  });
}

/**
 * Starts the worker. It comes from a `blob:` address, so it needs no request and also runs in a
 * page from the disk.
 */
async function inWorker() {
  const code = `(${globalThis.vaeAnswerChecker})().serve(self); postMessage("alive");`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = await startWorker(url);
  URL.revokeObjectURL(url);
  return correspond(worker);
}

/** Returns the function that sends a request to the worker and waits for its reply. */
function correspond(worker) {
  const waiting = new Map();
  let sent = 0;
  worker.onmessage = ({ data: { number, reply, error } }) => {
    const { resolve, reject } = waiting.get(number);
    waiting.delete(number);
    if (error === undefined) resolve(reply);
    else reject(new Error(error));
  };
  return (request) =>
    new Promise((resolve, reject) => {
      sent += 1;
      waiting.set(sent, { resolve, reject });
      worker.postMessage({ number: sent, request });
    });
}
