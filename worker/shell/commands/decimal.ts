// Numbers in decimal as C's printf has them: JavaScript's own methods round a tie away from zero, C to the even digit.

/** JavaScript's limit for digits behind the point. */
const maxDigits = 100;
/** More digits than a double can be away from a tie without showing it. */
const guardDigits = 30;
/** toFixed goes over to an exponent from here on. */
const exponentFrom = 1e21;

/** `%.{precision}f` of a finite number that is not negative. */
export function fixed(value: number, precision: number): string {
  const digits = Math.min(precision, maxDigits);
  const fraction = precision > 0 ? `.${''.padEnd(precision, '0')}` : '';
  if (value >= exponentFrom) return BigInt(value).toString() + fraction;
  const rounded = value.toFixed(digits);
  const exact = value.toFixed(Math.min(maxDigits, digits + guardDigits));
  return tieToEven(rounded, exact, exact.length - rounded.length).padEnd(
    rounded.length + precision - digits,
    '0',
  );
}

/** `%.{precision}e` of a finite number that is not negative: at least two digits of exponent. */
export function exponential(value: number, precision: number): string {
  const digits = Math.min(precision, maxDigits);
  const [mantissa = '', power = ''] = value.toExponential(digits).split('e');
  const [exact = '', exactPower] = value.toExponential(Math.min(maxDigits, digits + guardDigits)).split('e');
  const settled =
    exactPower === power ? tieToEven(mantissa, exact, exact.length - mantissa.length) : mantissa;
  return `${settled}e${power.replace(/^([-+])(\d)$/, '$10$2')}`;
}

/** `exact` has `extra` characters more than `rounded`. */
function tieToEven(rounded: string, exact: string, extra: number): string {
  if (extra <= 0) return rounded;
  const kept = exact.slice(0, -extra).replace(/\.$/, '');
  const isTie = /^\.?50*$/.test(exact.slice(kept.length));
  return isTie && /[02468]$/.test(kept) ? kept : rounded;
}
