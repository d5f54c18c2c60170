/** The script of the worker; a page without workers loads it too, and calls the session itself. */
import { createSession } from "./session.js";

globalThis.vaeTrainingSession = createSession;
if (typeof document === "undefined") {
  const post = (message) => {
    const arrays = Object.values(message).filter((value) => ArrayBuffer.isView(value));
    globalThis.postMessage(message, { transfer: arrays.map(({ buffer }) => buffer) }); // not copied
  };
  const take = createSession({ post, sliceMs: 50 });
  globalThis.onmessage = ({ data }) => take(data);
  postMessage({ kind: "alive" });
}
