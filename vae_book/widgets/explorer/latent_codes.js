/** The encoded images of an explorer, as latent_codes.py packs them. */

const STEPS_A_UNIT = 1000;
const BYTES_A_NUMBER = 2;

/**
 * Reads thousandths, row by row.
 * @param {DataView} bytes
 * @param {number} columns
 * @param {string} what - Named in an error.
 * @returns {number[][]}
 */
function readCodes(bytes, columns, what) {
  const rows = bytes.byteLength / (BYTES_A_NUMBER * columns);
  if (!Number.isInteger(rows)) {
    throw new Error(
      `Its ${what} are incomplete: ${bytes.byteLength} bytes arrived, and a row has ` +
        `${BYTES_A_NUMBER * columns}. Reload the page.`,
    );
  }
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const at = BYTES_A_NUMBER * (row * columns + column);
      return bytes.getInt16(at, true) / STEPS_A_UNIT;
    }));
}

/** All that a model says of the encoded images; what does not fit together is an error. */
export function readPoints(model, latentSize) {
  const codes = readCodes(model.get("codes"), latentSize, "encoded images");
  const axes = model.get("order").slice(0, 2);
  const spreads = readCodes(model.get("spreads"), axes.length, "standard deviations");
  const classes = model.get("point_classes");
  for (const { length } of [classes, spreads]) {
    if (length && length !== codes.length) {
      throw new Error(`It has ${codes.length} encoded images, but ${length} of their numbers.`);
    }
  }
  const points = codes.map((code) => axes.map((unit) => code[unit]));
  return { codes, points, spreads, classes };
}
