/** The page's end of a training session: in a worker, or, where there is none, in the page. */

import { startWorker } from "../page/threads.js";

const PAGE_SLICE_MS = 12; // leaves the page the rest of a frame

/**
 * @param {string} source - The script of worker.js with all that it imports.
 * @param {function(object): void} onMessage
 * @returns {Promise<{send: function(object, Transferable[]=): void, inWorker: boolean,
 *   close: function(): void}>}
 */
export async function openSession(source, onMessage) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    const worker = await startWorker(url);
    worker.onmessage = ({ data }) => onMessage(data);
    const send = (command, transfer = []) => worker.postMessage(command, transfer);
    return { send, inWorker: true, close: () => worker.terminate() };
  } catch {
    await import(url);
    const post = (message) => setTimeout(() => onMessage(message));
    const send = globalThis.vaeTrainingSession({ post, sliceMs: PAGE_SLICE_MS });
    return { send, inWorker: false, close: () => send({ do: "pause" }) };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The bytes of a block that Python has compressed. */
export async function inflated(view) {
  if (!(view instanceof DataView) || view.byteLength === 0) throw new Error("Its data is missing.");
  if (typeof DecompressionStream !== "function") {
    throw new Error("This browser cannot unpack its digits. A newer one can.");
  }
  const stream = new Blob([/** @type {DataView<ArrayBuffer>} */ (view)]).stream().pipeThrough(
    new DecompressionStream("deflate-raw"),
  );
  const buffer = await new Response(stream).arrayBuffer().catch(() => {
    throw new Error("Its digits are damaged. Load the page again.");
  });
  return new DataView(buffer);
}
