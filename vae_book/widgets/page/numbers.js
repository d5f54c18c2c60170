/** How very large and very small numbers are written. */
import { formatNumber } from "./base.js";

const RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

/** To two decimals from 0.01 to 9999; beyond that as a power of ten, with two digits. */
export function formatPower(value) {
  const size = Math.abs(value);
  if (size === 0 || (size >= 0.01 && size < 9999.995)) return formatNumber(value);
  const [digits, exponent] = value.toExponential(1).split("e");
  const raised = [...exponent.replace("+", "")].map((sign) => RAISED[sign] ?? "\u207b").join("");
  return `${digits.replace("-", "\u2212")}\u00b710${raised}`;
}
