/** Scripts beside the page. */

/**
 * A worker that has sent its first message; an error where the browser refuses one.
 * @param {string} url
 * @returns {Promise<Worker>}
 */
export function startWorker(url) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.onmessage = () => resolve(worker);
  });
}
